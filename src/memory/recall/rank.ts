import type { Question } from './read-question.ts'
import type { TimeSpan } from './time-words.ts'
import { speakerKey } from './turn-block.ts'
import type { IndexedTurn } from './turn-index.ts'

/** What ranking needs to know of a turn. */
export interface Candidate extends IndexedTurn {
  id: number
  /** Weight of the question's words in it, before its length counts. */
  words: number
  /** Cosine of its meaning and the question's; absent while it waits for its vector. */
  meaning?: number
}

/**
 * What each sign of relevance is worth, fitted to the evidence of five conversations of LoCoMo (Maharana et al. 2024) by the
 * likelihood of the right turns, and confirmed each on the conversation left out (decision 15).
 */
const worth = {
  words: 2.8,
  /** The words of the turn before are those of the question that this one answers. */
  wordsBefore: 1.55,
  wordsAfter: 0.3,
  wordsTwoBefore: 1.2,
  wordsTwoAfter: 0.4,
  speaker: 1.15,
  /** It was said in the time that the question names. */
  time: 1.5,
  meaning: 5,
  /** Of the logarithm of its length in characters. */
  length: 1.2,
  asks: -1.2,
  conversationWords: 2.6,
  conversationMeaning: 4.8,
} as const

/** Saturation and length normalisation of BM25 for a word that is there once (Robertson and Zaragoza 2009). */
const saturation = 1.2
const lengthShare = 0.75
/** Typical length of a turn, in characters. */
const usualLength = 120
/** Longer turns gain nothing from being longer still. */
const longest = 400

/**
 * Scores candidates against each other. Turns of one conversation that follow one another have consecutive ids, so that
 * neighbours are found by number; other neighbours are not counted.
 * @param asked whom and of which time the question asks
 */
export function rank(
  candidates: readonly Candidate[],
  { speaker, span }: Pick<Question, 'speaker' | 'span'>,
): Map<number, number> {
  const words = new Map(candidates.map((turn) => [turn.id, weighedByLength(turn)]))
  const most = Math.max(...words.values(), Number.MIN_VALUE)
  const conversationOf = new Map(candidates.map(({ id, conversation }) => [id, conversation]))
  const share = (id: number, conversation: number) =>
    conversationOf.get(id) === conversation ? (words.get(id) ?? 0) / most : 0
  const byWords = bestTwo(candidates, ({ id, conversation }) => share(id, conversation))
  const usual = meanMeaning(candidates)
  const byMeaning = bestTwo(candidates, ({ meaning = usual }) => meaning)
  const asked = speaker === undefined ? undefined : speakerKey(speaker)
  const scores = new Map<number, number>()
  for (const { id, conversation, meaning = usual, length, asks, speaker: said, atMs } of candidates) {
    scores.set(
      id,
      worth.words * share(id, conversation) +
        worth.wordsBefore * share(id - 1, conversation) +
        worth.wordsAfter * share(id + 1, conversation) +
        worth.wordsTwoBefore * share(id - 2, conversation) +
        worth.wordsTwoAfter * share(id + 2, conversation) +
        (said === asked ? worth.speaker : 0) +
        (span !== undefined && isWithin(span, atMs) ? worth.time : 0) +
        worth.meaning * meaning +
        worth.length * Math.log1p(Math.min(length, longest)) +
        (asks ? worth.asks : 0) +
        worth.conversationWords * (byWords.get(conversation) ?? 0) +
        worth.conversationMeaning * (byMeaning.get(conversation) ?? 0),
    )
  }
  return scores
}

function isWithin({ since, until }: TimeSpan, atMs: number): boolean {
  return atMs >= since.getTime() && atMs < until.getTime()
}

function weighedByLength({ words, length }: Candidate): number {
  const normal = 1 - lengthShare + (lengthShare * length) / usualLength
  return (words * (saturation + 1)) / (1 + saturation * normal)
}

/** What is not known yet counts as what is usual, so that what was just said is neither preferred nor lost. */
function meanMeaning(candidates: readonly Candidate[]): number {
  const known = candidates.flatMap(({ meaning }) => meaning ?? [])
  return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length)
}

/** For each conversation the mean of its two best turns: where much fits, more will. */
function bestTwo(candidates: readonly Candidate[], value: (candidate: Candidate) => number): Map<number, number> {
  const best = new Map<number, [number, number]>()
  for (const candidate of candidates) {
    const found = value(candidate)
    const [first, second] = best.get(candidate.conversation) ?? [0, 0]
    if (found > first) best.set(candidate.conversation, [found, first])
    else if (found > second) best.set(candidate.conversation, [first, found])
  }
  return new Map([...best].map(([conversation, [first, second]]) => [conversation, (first + second) / 2]))
}
