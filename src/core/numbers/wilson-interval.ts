/** Of the normal distribution: 95 % of it is within so many deviations. */
const deviations = 1.959964

/**
 * Where a share truly lies, with 95 % confidence, when so many of so many trials had it: Wilson's score interval (E. B. Wilson, "Probable Inference,
 * the Law of Succession, and Statistical Inference", 1927). 0 to 1 without trials.
 */
export function wilsonInterval(hits: number, trials: number): { low: number; high: number } {
  if (trials === 0) return { low: 0, high: 1 }
  const share = hits / trials
  const spread = deviations ** 2 / trials
  const middle = share + spread / 2
  const reach = deviations * Math.sqrt((share * (1 - share)) / trials + spread / (4 * trials))
  return { low: Math.max(0, (middle - reach) / (1 + spread)), high: Math.min(1, (middle + reach) / (1 + spread)) }
}
