import { editDistance } from './edit-distance.ts'
import { soundKey } from './sounds-like.ts'

/** One spelling of one application, prepared for comparison. */
export interface Spelling {
  name: string
  /** The letters and digits, without spaces. */
  compact: string
  sound: string
}

export function spelling(name: string, compact: string): Spelling {
  return { name, compact, sound: soundKey(compact) }
}

/** Shorter names have too many neighbours. */
export const shortestFuzzy = 5

/**
 * What must be alike. A recogniser that mishears a name mostly breaks it into several words ("out luke"), which are no name of
 * anything else; a single word that is only similar is mostly just that word. Set on names spoken by a synthesizer and heard
 * by Whisper tiny, against a vocabulary of 20,000 other words.
 */
const leastAlike = { severalWords: 0.74, oneWord: 0.87 }

function similarity(a: string, b: string, least: number): number {
  const longest = Math.max(a.length, b.length)
  if (longest === 0) return 0
  const limit = Math.floor(longest * (1 - least) + 1e-9)
  const edits = editDistance(a, b, limit)
  return edits > limit ? 0 : 1 - edits / longest
}

/** How alike two spellings are, 0 to 1: the mean of letters and sound, or 0 when it cannot reach `least`. */
export function likeness(said: Spelling, known: Spelling, least: number): number {
  const leastPart = 2 * least - 1
  const sound = similarity(said.sound, known.sound, leastPart)
  if (sound === 0) return 0
  const letters = similarity(said.compact, known.compact, Math.max(0.5, 2 * least - sound))
  return (letters + sound) / 2
}

/**
 * The application whose spelling is nearest to what was said, with a confidence of 0.6 to 0.9, or undefined when none is near
 * or two different ones are about equally near.
 */
export function nearest(
  said: Spelling,
  severalWords: boolean,
  known: readonly Spelling[],
): { name: string; confidence: number } | undefined {
  if (said.compact.length < shortestFuzzy) return undefined
  const least = severalWords ? leastAlike.severalWords : leastAlike.oneWord
  let best: { name: string; score: number } | undefined
  let other = 0
  for (const candidate of known) {
    const score = likeness(said, candidate, least)
    if (score < least) continue
    if (best === undefined || score > best.score) {
      if (best !== undefined && best.name !== candidate.name) other = best.score
      best = { name: candidate.name, score }
    } else if (candidate.name !== best.name && score > other) {
      other = score
    }
  }
  if (best === undefined || best.score - other < 0.04) return undefined
  return { name: best.name, confidence: 0.6 + (0.3 * (best.score - least)) / (1 - least) }
}
