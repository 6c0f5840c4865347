export interface Judged {
  words: number
  more: boolean
  chance: number
}

/**
 * How often, of two texts with as many words, the one that goes on is judged likelier to: 0.5 is chance. Without that a count of
 * words would do well, since a beginning is always shorter than its whole.
 */
export function orderAtOneLength(judged: readonly Judged[]): { order: number; pairs: number } {
  let right = 0
  let pairs = 0
  for (const sameLength of Map.groupBy(judged, ({ words }) => words).values()) {
    const going = sameLength.filter(({ more }) => more)
    const over = sameLength.filter(({ more }) => !more)
    if (going.length === 0 || over.length === 0) continue
    let ahead = 0
    for (const { chance } of going)
      for (const other of over) ahead += chance > other.chance ? 1 : chance === other.chance ? 0.5 : 0
    const weight = Math.min(going.length, over.length)
    right += (ahead / (going.length * over.length)) * weight
    pairs += weight
  }
  return { order: right / pairs, pairs }
}
