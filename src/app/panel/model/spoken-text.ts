import type { Turn } from './conversation.ts'

/**
 * How many characters of the reply were said so far; the whole length when no voice goes with it. A sentence that is not
 * found in the reply (numbers spoken as words, for example) does not move the mark backwards.
 */
export function spokenLength(reply: string, spoken: Turn['spoken']): number {
  if (spoken.length === 0) return reply.length
  let cursor = 0
  let said = 0
  for (const clip of spoken) {
    const sentence = clip.sentence.trim()
    const at = reply.indexOf(sentence, cursor)
    if (at === -1) continue
    cursor = at + sentence.length
    const share = clip.durationMs === 0 ? 1 : Math.min(1, clip.playedMs / clip.durationMs)
    if (share > 0) said = at + wordBoundary(sentence, share)
  }
  const allHeard = spoken.every((clip) => clip.finished && clip.playedMs >= clip.durationMs * 0.98)
  return allHeard ? reply.length : said
}

/** End of the word that is being said. */
function wordBoundary(sentence: string, share: number): number {
  if (share >= 0.98) return sentence.length
  const end = sentence.indexOf(' ', Math.floor(sentence.length * share))
  return end === -1 ? sentence.length : end
}
