/** The middle of some numbers, of an even count the upper one; NaN of none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The number that this share of them lies below. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
