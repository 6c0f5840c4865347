/** How many of the same questions only one of two models got right. */
export interface Discordance {
  /** Wrong before, right after. */
  gained: number
  /** Right before, wrong after. */
  lost: number
}

/**
 * Exact two-sided McNemar test: the chance that equally good models differ on their discordant questions at least as unevenly (McNemar
 * 1947, with the binomial distribution in place of chi-squared). 1 without any discordant question.
 */
export function mcnemarExact({ gained, lost }: Discordance): number {
  const count = gained + lost
  const fewer = Math.min(gained, lost)
  let sum = 0
  // From the logarithms: a thousand discordant questions must not overflow.
  let logTerm = -count * Math.LN2
  for (let index = 0; index <= fewer; index += 1) {
    sum += Math.exp(logTerm)
    logTerm += Math.log(count - index) - Math.log(index + 1)
  }
  return Math.min(1, 2 * sum)
}

/** Two-sided 95 % point of the standard normal distribution. */
const z95 = 1.959963984540054

/**
 * Difference of two shares on the same questions with its 95 % interval: score interval of Tango (1998), which also holds where few or no
 * questions are discordant (the plain formula then answers an interval without width).
 * @returns shares, -1 to 1
 */
export function pairedDifference(
  { gained, lost }: Discordance,
  count: number,
): { difference: number; interval: [low: number, high: number] } {
  if (count === 0) return { difference: 0, interval: [-1, 1] }
  const difference = (gained - lost) / count
  return {
    difference,
    interval: [bound(gained, lost, count, difference, -1), bound(gained, lost, count, difference, 1)],
  }
}

/** Where the score statistic meets the limit, by halving. */
function bound(gained: number, lost: number, count: number, difference: number, direction: -1 | 1): number {
  let inside = difference
  let outside: number = direction
  for (let step = 0; step < 60; step += 1) {
    const middle = (inside + outside) / 2
    if (Math.abs(score(gained, lost, count, middle)) <= z95) inside = middle
    else outside = middle
  }
  return inside
}

/** Standardised distance of the observed difference from `delta`, with the likeliest share of losses under `delta`. */
function score(gained: number, lost: number, count: number, delta: number): number {
  const a = 2 * count
  const b = -gained - lost + (2 * count - gained + lost) * delta
  const c = -lost * delta * (1 - delta)
  const lostShare = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a)
  const variance = count * (2 * lostShare + delta * (1 - delta))
  const distance = gained - lost - count * delta
  if (variance <= 0) return distance === 0 ? 0 : Math.sign(distance) * Number.POSITIVE_INFINITY
  return distance / Math.sqrt(variance)
}
