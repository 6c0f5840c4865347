const parts = /\{(\w+)\}|[()[\]|]|[^\s(){}[\]|]+/g

const brackets: Record<string, string> = { '(': '(?:', ')': ')', '[': '(?:', ']': ')?', '|': '|' }

/** A compiled phrase. */
export interface Phrase {
  /** Answers the captures (each with its leading space) when the whole line is this phrase. */
  match(line: string): RegExpExecArray | null
}

/** The words that a part of a template can begin with. */
interface Beginning {
  words: Set<string>
  /** Begins with a capture: any word will do. */
  anyWord: boolean
  /** The part may be absent, so what follows may begin it too. */
  optional: boolean
}

/** Reads alternatives up to the bracket that ends them. */
function readBeginning(tokens: string[]): Beginning {
  const found: Beginning = { words: new Set(), anyWord: false, optional: false }
  let open = true
  for (let token = tokens.shift(); token !== undefined && token !== ')' && token !== ']'; token = tokens.shift()) {
    if (token === '|') {
      found.optional ||= open
      open = true
      continue
    }
    const group = token === '(' || token === '[' ? readBeginning(tokens) : undefined
    if (!open) continue
    if (group !== undefined) {
      for (const word of group.words) found.words.add(word)
      found.anyWord ||= group.anyWord
      open = token === '[' || group.optional
    } else {
      if (token.startsWith('{')) found.anyWord = true
      else found.words.add(token)
      open = false
    }
  }
  found.optional ||= open
  return found
}

/**
 * Compiles a phrase into one anchored expression over `Utterance.line`, where every word has a space before it. `(a|b c)`
 * is one of several, `[a|b]` the same but it may be absent, `{name}` captures one or more words, as few as possible:
 * "(turn|put) [the] volume (up|down) [by {amount}]".
 *
 * The words it can begin with are worked out once: of hundreds of phrases a request then runs through the few that begin
 * like it. The engine compiles an expression when it is first run, so that is most of what the first request costs.
 */
export function phrase(template: string): Phrase {
  const source = Array.from(template.matchAll(parts), ([part, name]) => {
    if (name !== undefined) return `(?<${name}>(?: \\S+)+?)`
    return brackets[part] ?? ` ${part.replace(/[.*+?^$\\]/g, '\\$&')}`
  })
  const expression = new RegExp(`^${source.join('')}$`)
  const { words, anyWord, optional } = readBeginning(Array.from(template.matchAll(parts), ([part]) => part))
  const always = anyWord || optional
  return {
    match(line) {
      if (always) return expression.exec(line)
      const end = line.indexOf(' ', 1)
      return words.has(line.slice(1, end < 0 ? undefined : end)) ? expression.exec(line) : null
    },
  }
}
