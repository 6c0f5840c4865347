import type { KnownFact } from '../../server/requests/memory-requests.ts'
import { factWords } from '../strings/memory.ts'
import { holdsWords } from './holds-words.ts'

/** What is known of one side of somebody: what holds, and what held before. */
export interface FactLine {
  key: string
  /** "You", "Your sister"; undefined for words that say nothing of an attribute. */
  about?: string
  attribute?: string
  current: KnownFact[]
  /** Newest first. */
  before: KnownFact[]
}

/** Puts facts that follow one another into one line; lines with the newest words first. */
export function factLines(facts: readonly KnownFact[]): FactLine[] {
  const lines = new Map<string, FactLine>()
  for (const fact of facts) {
    const { subject, attribute } = fact
    const key = subject === undefined ? `fact ${fact.id}` : `${subject}/${attribute}`
    const line = lines.get(key) ?? { key, ...aboutOf(fact), current: [], before: [] }
    lines.set(key, line)
    if (fact.validToMs === undefined) line.current.push(fact)
    else line.before.push(fact)
  }
  for (const { before } of lines.values()) before.sort((a, b) => (b.validToMs ?? 0) - (a.validToMs ?? 0))
  return [...lines.values()]
}

function aboutOf({ subject, attribute }: KnownFact): Pick<FactLine, 'about' | 'attribute'> {
  if (subject === undefined || attribute === undefined) return {}
  return { about: subject === 'user' ? factWords.you : factWords.your(subject), attribute }
}

/** Lines in which all of these words stand somewhere. */
export function filterFacts(lines: readonly FactLine[], query: string): FactLine[] {
  return lines.filter(({ about = '', attribute = '', current, before }) => {
    const texts = [...current, ...before].flatMap(({ text, value = '' }) => [text, value])
    return holdsWords(query, about, attribute, ...texts)
  })
}
