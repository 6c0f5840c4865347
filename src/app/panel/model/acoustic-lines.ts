import type { AcousticRuns } from '../../server/requests/service-requests.ts'

export interface AcousticLines {
  at: number[]
  /** The value of one figure in each run; null where a run did not give it. */
  of(figure: string): (number | null)[]
}

/** The figures of `sam bench acoustic` over time. */
export function acousticLines({ runs }: AcousticRuns): AcousticLines {
  return {
    at: runs.map(({ atMs }) => atMs),
    of: (figure) => runs.map(({ figures }) => figures[figure] ?? null),
  }
}
