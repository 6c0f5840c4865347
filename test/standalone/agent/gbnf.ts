/** llama.cpp's grammars (GBNF), as far as SAM writes them: read, compared with texts, and followed at random. */
type Node =
  | { kind: 'text'; text: string }
  | { kind: 'set'; inside(letter: string): boolean; letters: string[] }
  | { kind: 'rule'; name: string }
  | { kind: 'sequence'; parts: Node[] }
  | { kind: 'choice'; options: Node[] }
  | { kind: 'repeat'; part: Node; least: number; most: number }

export class Gbnf {
  private readonly rules = new Map<string, Node>()

  constructor(grammar: string) {
    for (const line of grammar.split('\n')) {
      const [, name = '', body = ''] = /^([\w-]+) ::= (.*)$/.exec(line) ?? []
      if (name === '' || this.rules.has(name)) throw new Error(`no rule, or one twice: ${line}`)
      this.rules.set(name, new Reader(body).whole())
    }
    for (const node of this.rules.values()) this.check(node)
  }

  accepts(text: string): boolean {
    return this.ends(this.named('root'), text, 0, new Map()).has(text.length)
  }

  /** A text of the grammar. @param random 0 to 1, each time another number */
  sample(random: () => number): string {
    const write = (node: Node, depth: number): string => {
      switch (node.kind) {
        case 'text':
          return node.text
        case 'set':
          return node.letters[Math.floor(random() * node.letters.length)] ?? ''
        case 'rule':
          return write(this.named(node.name), depth + 1)
        case 'sequence':
          return node.parts.map((part) => write(part, depth)).join('')
        case 'choice':
          return write(
            node.options[depth > 60 ? node.options.length - 1 : Math.floor(random() * node.options.length)] as Node,
            depth,
          )
        case 'repeat': {
          const more = Math.min(node.most - node.least, Math.floor(random() ** 3 * 12))
          const times = node.least + (depth > 60 ? 0 : more)
          return Array.from({ length: times }, () => write(node.part, depth)).join('')
        }
      }
    }
    return write(this.named('root'), 0)
  }

  private named(name: string): Node {
    const node = this.rules.get(name)
    if (node === undefined) throw new Error(`no rule called ${name}`)
    return node
  }

  private check(node: Node): void {
    if (node.kind === 'rule') this.named(node.name)
    if (node.kind === 'sequence') for (const part of node.parts) this.check(part)
    if (node.kind === 'choice') for (const option of node.options) this.check(option)
    if (node.kind === 'repeat') this.check(node.part)
  }

  /** Where the text may be after the node. */
  private ends(node: Node, text: string, from: number, known: Map<string, Set<number>>): Set<number> {
    switch (node.kind) {
      case 'text':
        return new Set(text.startsWith(node.text, from) ? [from + node.text.length] : [])
      case 'set': {
        const letter = String.fromCodePoint(text.codePointAt(from) ?? 0)
        return new Set(from < text.length && node.inside(letter) ? [from + letter.length] : [])
      }
      case 'rule': {
        const key = `${node.name} ${from}`
        const found = known.get(key) ?? this.ends(this.named(node.name), text, from, known)
        known.set(key, found)
        return found
      }
      case 'sequence': {
        let at = new Set([from])
        for (const part of node.parts) at = new Set([...at].flatMap((one) => [...this.ends(part, text, one, known)]))
        return at
      }
      case 'choice':
        return new Set(node.options.flatMap((option) => [...this.ends(option, text, from, known)]))
      case 'repeat': {
        let at = new Set([from])
        const all = new Set(node.least === 0 ? [from] : [])
        for (let times = 1; times <= node.most && at.size > 0; times += 1) {
          at = new Set([...at].flatMap((one) => [...this.ends(node.part, text, one, known)]))
          if (times >= node.least) {
            const fresh = [...at].filter((one) => !all.has(one))
            if (fresh.length === 0) break
            for (const one of fresh) all.add(one)
          }
        }
        return all
      }
    }
  }
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t' }

class Reader {
  private readonly source: string
  private at = 0

  constructor(source: string) {
    this.source = source
  }

  whole(): Node {
    const node = this.choice()
    if (this.at < this.source.length) throw new Error(`cannot read from here: ${this.source.slice(this.at)}`)
    return node
  }

  private choice(): Node {
    const options = [this.sequence()]
    while (this.take(/\s*\|/y)) options.push(this.sequence())
    return options.length === 1 ? (options[0] as Node) : { kind: 'choice', options }
  }

  private sequence(): Node {
    const parts: Node[] = []
    for (;;) {
      this.take(/\s+/y)
      const part = this.part()
      if (part === undefined) return parts.length === 1 ? (parts[0] as Node) : { kind: 'sequence', parts }
      parts.push(this.repeated(part))
    }
  }

  private part(): Node | undefined {
    if (this.take(/"/y)) {
      let text = ''
      while (!this.take(/"/y)) text += this.letter()
      return { kind: 'text', text }
    }
    if (this.take(/\(/y)) {
      const node = this.choice()
      if (!this.take(/\s*\)/y)) throw new Error(`no end of a group: ${this.source}`)
      return node
    }
    if (this.take(/\[/y)) return this.set()
    const name = this.take(/[\w-]+/y)
    return name === undefined ? undefined : { kind: 'rule', name }
  }

  private set(): Node {
    const not = this.take(/\^/y) !== undefined
    const ranges: [number, number][] = []
    while (!this.take(/\]/y)) {
      const first = this.letter().codePointAt(0) ?? 0
      const last = this.take(/-(?!\])/y) ? (this.letter().codePointAt(0) ?? 0) : first
      if (last < first) throw new Error(`a range that goes back: ${this.source}`)
      ranges.push([first, last])
    }
    const inside = (letter: string) => {
      const code = letter.codePointAt(0) ?? 0
      return ranges.some(([first, last]) => code >= first && code <= last) !== not
    }
    const some = [...'azAZ059 .,:;!?/-+_@#%&()[]{}<>\\"\'\n\té用🎉'].concat(
      ranges.flatMap(([first, last]) => [String.fromCodePoint(first), String.fromCodePoint(last)]),
    )
    return { kind: 'set', inside, letters: some.filter(inside) }
  }

  private repeated(part: Node): Node {
    const mark = this.take(/\s*(?:[*+?]|\{\d+(?:,\d*)?\})/y)?.trim()
    if (mark === undefined) return part
    const [, low = '', comma, high = ''] = /^\{(\d+)(,)?(\d*)\}$/.exec(mark) ?? []
    const least = mark === '+' ? 1 : mark.startsWith('{') ? Number(low) : 0
    const open = mark === '*' || mark === '+' || (comma !== undefined && high === '')
    const most = open ? Number.POSITIVE_INFINITY : mark === '?' ? 1 : comma === undefined ? least : Number(high)
    return { kind: 'repeat', part, least, most }
  }

  private letter(): string {
    const code = this.take(/\\x[0-9a-fA-F]{2}/y)
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code.slice(2), 16))
    const escaped = this.take(/\\./y)
    if (escaped !== undefined) return escapes[escaped[1] ?? ''] ?? escaped[1] ?? ''
    const letter = String.fromCodePoint(this.source.codePointAt(this.at) ?? 0)
    if (this.at >= this.source.length) throw new Error(`no end: ${this.source}`)
    this.at += letter.length
    return letter
  }

  private take(expression: RegExp): string | undefined {
    expression.lastIndex = this.at
    const [found] = expression.exec(this.source) ?? []
    if (found !== undefined) this.at += found.length
    return found
  }
}
