const tokenPattern = /\{\w+\}|[()[\]|]|[^\s(){}[\]|]+/g

/** A compiled phrase. */
export interface Phrase {
  /** Answers the captures (each with its leading space) when the whole line is this phrase. */
  match(line: string): RegExpExecArray | null
}

/** A part of a template: what it matches, and how that begins. */
interface Part {
  source: string
  /** The words it can begin with. */
  words: Set<string>
  /** Begins with a capture: any word will do. */
  anyWord: boolean
  /** May match nothing, so that what follows begins the phrase too. */
  empty: boolean
}

function readWord(token: string): Part {
  if (token.startsWith('{')) {
    return { source: `(?<${token.slice(1, -1)}>(?: \\S+)+?)`, words: new Set(), anyWord: true, empty: false }
  }
  return { source: ` ${token.replace(/[.*+?^$\\]/g, '\\$&')}`, words: new Set([token]), anyWord: false, empty: false }
}

function inSequence(parts: readonly Part[]): Part {
  const whole: Part = { source: '', words: new Set(), anyWord: false, empty: true }
  for (const part of parts) {
    whole.source += part.source
    if (!whole.empty) continue
    for (const word of part.words) whole.words.add(word)
    whole.anyWord ||= part.anyWord
    whole.empty = part.empty
  }
  return whole
}

/** The longer comes first: "close down {app}" before "close {app}", which would take "down" for a part of the name. */
function inAlternation(parts: readonly Part[], optional: boolean): Part {
  const sources = parts.map((part) => part.source).sort((one, other) => other.length - one.length)
  return {
    source: `(?:${sources.join('|')})${optional ? '?' : ''}`,
    words: new Set(parts.flatMap((part) => [...part.words])),
    anyWord: parts.some((part) => part.anyWord),
    empty: optional || parts.some((part) => part.empty),
  }
}

/** Reads up to the bracket that ends a group, or to the end. */
function readAlternatives(tokens: string[]): Part[] {
  const alternatives: Part[][] = [[]]
  for (let token = tokens.shift(); token !== undefined && token !== ')' && token !== ']'; token = tokens.shift()) {
    if (token === '|') alternatives.push([])
    else if (token === '(' || token === '[') {
      alternatives.at(-1)?.push(inAlternation(readAlternatives(tokens), token === '['))
    } else alternatives.at(-1)?.push(readWord(token))
  }
  return alternatives.map(inSequence)
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
  const { source, words, anyWord, empty } = inSequence(readAlternatives(template.match(tokenPattern) ?? []))
  const expression = new RegExp(`^${source}$`)
  const always = anyWord || empty
  return {
    match(line) {
      if (always) return expression.exec(line)
      const end = line.indexOf(' ', 1)
      return words.has(line.slice(1, end < 0 ? undefined : end)) ? expression.exec(line) : null
    },
  }
}
