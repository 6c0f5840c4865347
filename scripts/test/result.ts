/** What one layer of tests came to. */
export interface LayerResult {
  passed: number
  failed: number
  skipped: number
  /** What did not run and why, one line each. */
  notes: string[]
}

export const nothing: LayerResult = { passed: 0, failed: 0, skipped: 0, notes: [] }

export function sum(results: LayerResult[]): LayerResult {
  return results.reduce(
    (total, { passed, failed, skipped, notes }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
      notes: [...total.notes, ...notes],
    }),
    nothing,
  )
}

/** The line that `npm test` ends with. */
export const summary = ({ passed, failed, skipped }: LayerResult) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`
