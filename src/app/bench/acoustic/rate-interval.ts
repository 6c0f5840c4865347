/** The rates an hour between which the true one lies in 95 of 100 cases, for so many events (exact, Garwood 1936). */
export function rateInterval(count: number, hours: number): { low: number; high: number } {
  const low = count === 0 ? 0 : solve((mean) => 1 - atMost(count - 1, mean), 0.025)
  const high = solve((mean) => 1 - atMost(count, mean), 0.975)
  return { low: low / hours, high: high / hours }
}

/** Chance of no more than so many events of a Poisson distribution. */
function atMost(count: number, mean: number): number {
  let term = Math.exp(-mean)
  let sum = term
  for (let k = 1; k <= count; k++) {
    term *= mean / k
    sum += term
  }
  return sum
}

/** Where a rising function reaches a value. */
function solve(rising: (mean: number) => number, value: number): number {
  let low = 0
  let high = 500
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (rising(middle) < value) low = middle
    else high = middle
  }
  return (low + high) / 2
}
