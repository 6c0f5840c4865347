import type { LivePoint, ScoredSound, WakeResults } from '../../server/requests/wake-requests.ts'

export type WakeState = WakeResults['wake.state']

/** The id under which a phrase will be kept; undefined while it cannot be one. The same as the core makes of it. */
export function phraseKey(phrase: string): string | undefined {
  const key = phrase
    .trim()
    .toLowerCase()
    .replace(/['’.,!?]/g, '')
    .replace(/[\s-]+/g, '_')
  return /^[a-z_]{4,60}$/.test(key) && key.replaceAll('_', '').length >= 4 ? key : undefined
}

/** With the threshold as it is now, which may be another one than when the sound was heard. */
export function wouldWake({ score, stranger }: ScoredSound, threshold: number): boolean {
  return score >= threshold && stranger !== true
}

/** Of several scores at one moment the highest; moments at which the models rested count as zero. */
export function scoreLine(line: ScoredSound['line']): { seconds: number[]; scores: number[] } {
  const highest = new Map<number, number>()
  for (const { atMs, score } of line) highest.set(atMs, Math.max(score, highest.get(atMs) ?? 0))
  const seconds = [...highest.keys()].sort((one, other) => one - other)
  return { seconds: seconds.map((atMs) => atMs / 1000), scores: seconds.map((atMs) => highest.get(atMs) ?? 0) }
}

/** The last seconds, by how long ago they were. */
export function liveLine(points: readonly LivePoint[], nowMs: number): { seconds: number[]; scores: number[] } {
  return {
    seconds: points.map(({ atMs }) => (atMs - nowMs) / 1000),
    scores: points.map(({ score }) => score),
  }
}
