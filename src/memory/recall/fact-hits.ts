import type { FactStore, MemoryHit, RecallQuery } from '../ports.ts'
import { userSpeaker } from '../ports.ts'
import { tellingWords } from './telling-words.ts'

/** Where a turn was said. */
export type Said = { source: string; conversation: string }

/**
 * Facts that fit a question, with the share of its words as their score. One that was learned from a turn says where that was said; one
 * that SAM was told to remember has the source "facts".
 */
export function searchFacts(
  facts: FactStore,
  query: RecallQuery,
  saidIn: (turn: number) => Said | undefined,
): MemoryHit[] {
  const words = tellingWords(query.query)
  if (words.length === 0 || query.conversation !== undefined) return []
  return facts.search(query.query, query.limit ?? 10).map(({ id, text, toldAt, turn }) => {
    const found = new Set(tellingWords(text))
    const share = words.filter((word) => found.has(word)).length / words.length
    return {
      kind: 'fact',
      id: String(id),
      row: id,
      text,
      // A form of a word was found where the word itself is not there.
      score: Math.max(share, 1 / (words.length + 1)),
      at: toldAt,
      speaker: userSpeaker,
      conversation: '',
      source: 'facts',
      ...(turn === undefined ? {} : saidIn(turn)),
    }
  })
}
