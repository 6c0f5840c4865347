import { median } from '../../../core/numbers/quantile.ts'

export interface MemorySample {
  /** Of sound that was heard by then. */
  hours: number
  megabytes: number
}

/** Not counted: caches fill, and the allocators find their size. */
const warmUpShare = 0.25

/**
 * How much memory grows, in megabytes an hour of sound: the median of the slopes between all pairs of samples after the warm-up
 * (Theil 1950), which single high samples do not move. NaN of fewer than two samples.
 */
export function memorySlope(samples: readonly MemorySample[]): number {
  const last = samples.at(-1)?.hours ?? 0
  const counted = samples.filter(({ hours }) => hours >= last * warmUpShare)
  const slopes = counted.flatMap((a, index) =>
    counted.slice(index + 1).map((b) => (b.megabytes - a.megabytes) / (b.hours - a.hours)),
  )
  return median(slopes.filter(Number.isFinite))
}
