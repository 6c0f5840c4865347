import type { Moment } from './page-probe.ts'

/** Milliseconds from each moment to the one with the same number. */
export function delays(from: readonly Moment[], to: readonly Moment[]): number[] {
  const began = new Map(from)
  return to.flatMap(([number, atMs]) => {
    const startedAtMs = began.get(number)
    return startedAtMs === undefined ? [] : [atMs - startedAtMs]
  })
}
