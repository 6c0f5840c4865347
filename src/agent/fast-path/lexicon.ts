import { type ReadNumber, readNumber } from './numbers.ts'

/** A run of words that means one thing in a domain. */
export interface Span {
  tag: string
  at: number
  length: number
  /** Present on tag "number". */
  value?: number
}

/** Words of a domain by what they mean: for requests whose parts come in any order and leave nothing over. */
export interface Lexicon {
  entries: Map<string, { words: string[]; tag: string }[]>
  numbers: boolean
}

/**
 * @param vocabulary per tag its words and phrases, separated by "|"
 * @param numbers spoken and written numbers become spans of tag "number"
 */
export function lexicon(vocabulary: Record<string, string>, numbers = false): Lexicon {
  const entries: Lexicon['entries'] = new Map()
  for (const [tag, list] of Object.entries(vocabulary)) {
    for (const term of list.split('|')) {
      const words = term.trim().split(' ')
      const first = words[0] ?? ''
      const known = entries.get(first) ?? []
      known.push({ words, tag })
      entries.set(first, known)
    }
  }
  for (const list of entries.values()) list.sort((one, other) => other.words.length - one.words.length)
  return { entries, numbers }
}

/** Spans of the whole request, longest phrase first; undefined when a word is none of the domain's. */
export function tagAll(words: readonly string[], domain: Lexicon): Span[] | undefined {
  const { spans, unknown } = tagSome(words, domain)
  return unknown.length === 0 ? spans : undefined
}

/** Spans, and the positions of words that the domain does not know. */
export function tagSome(words: readonly string[], domain: Lexicon): { spans: Span[]; unknown: number[] } {
  const spans: Span[] = []
  const unknown: number[] = []
  let at = 0
  while (at < words.length) {
    const entry = domain.entries
      .get(words[at] ?? '')
      ?.find((candidate) => candidate.words.every((word, offset) => words[at + offset] === word))
    const number: ReadNumber | undefined =
      domain.numbers && (entry?.words.length ?? 0) < 2 ? readNumber(words, at) : undefined
    if (number !== undefined && number.length >= (entry?.words.length ?? 0)) {
      spans.push({ tag: 'number', at, length: number.length, value: number.value })
      at += number.length
    } else if (entry !== undefined) {
      spans.push({ tag: entry.tag, at, length: entry.words.length })
      at += entry.words.length
    } else {
      unknown.push(at)
      at++
    }
  }
  return { spans, unknown }
}

export function tagsOf(spans: readonly Span[]): Set<string> {
  return new Set(spans.map((span) => span.tag))
}
