/** How often something happens, from a count; the interval holds the true rate 95 times of 100. */
export interface EventRate {
  perHour: number
  low: number
  high: number
}

/**
 * The rate behind a count of independent events, with its exact interval (Garwood 1936): none in an hour still allows 3.7 an hour.
 * @param hours above 0
 */
export function eventRate(count: number, hours: number): EventRate {
  const low = count === 0 ? 0 : meanFor(count - 1, 1 - 0.025)
  return { perHour: count / hours, low: low / hours, high: meanFor(count, 0.025) / hours }
}

/** The mean at which so few events, or fewer, have this probability. */
function meanFor(count: number, probability: number): number {
  let low = 0
  let high = 10 * (count + 10)
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2
    if (atMost(count, middle) > probability) low = middle
    else high = middle
  }
  return high
}

/** Probability of this count or less, of a Poisson distribution. */
function atMost(count: number, mean: number): number {
  let term = Math.exp(-mean)
  let sum = term
  for (let events = 1; events <= count; events += 1) {
    term *= mean / events
    sum += term
  }
  return sum
}
