import { describe, expect, it } from 'vitest'
import { clusteredBootstrap } from '../../../../src/learning/proof/statistics/bootstrap.ts'
import { mcnemarExact, pairedDifference } from '../../../../src/learning/proof/statistics/mcnemar.ts'

describe('the exact McNemar test', () => {
  it.each([
    // Twice the tail of the binomial distribution in exact fractions: 2 * (1 + 10) / 2^10, 2 * 1 / 2^5...
    [9, 1, 0.021484375],
    [0, 5, 0.0625],
    [5, 10, 0.30175781],
    [28, 12, 0.016589003],
    [11, 1, 0.0063476562],
  ])('of %i gained and %i lost is %f', (gained, lost, p) => {
    expect(mcnemarExact({ gained, lost })).toBeCloseTo(p, 7)
    expect(mcnemarExact({ gained: lost, lost: gained })).toBeCloseTo(p, 7)
  })

  it('finds nothing in nothing, and survives thousands', () => {
    expect(mcnemarExact({ gained: 0, lost: 0 })).toBe(1)
    expect(mcnemarExact({ gained: 7, lost: 7 })).toBe(1)
    expect(mcnemarExact({ gained: 3000, lost: 3000 })).toBe(1)
    expect(mcnemarExact({ gained: 3400, lost: 3000 })).toBeGreaterThan(0)
    expect(mcnemarExact({ gained: 3400, lost: 3000 })).toBeLessThan(1e-5)
  })
})

describe('the interval of a paired difference', () => {
  // The score statistic with its nuisance share maximised numerically by another program.
  it.each([
    [12, 2, 75, 0.04113829, 0.23819744],
    [9, 4, 200, -0.01182196, 0.06625029],
    [5, 21, 257, -0.10496052, -0.02533282],
    [0, 7, 200, -0.07047061, -0.0154951],
    [0, 0, 50, -0.0713476, 0.0713476],
  ])('of %i gained and %i lost in %i is from %f to %f', (gained, lost, count, low, high) => {
    const { difference, interval } = pairedDifference({ gained, lost }, count)
    expect(difference).toBeCloseTo((gained - lost) / count, 12)
    expect(interval[0]).toBeCloseTo(low, 6)
    expect(interval[1]).toBeCloseTo(high, 6)
  })

  it('has a width without discordant questions, and narrows with the number of questions', () => {
    const small = pairedDifference({ gained: 0, lost: 0 }, 50)
    const large = pairedDifference({ gained: 0, lost: 0 }, 1000)
    expect(small.interval[0]).toBeLessThan(-0.05)
    expect(large.interval[0]).toBeGreaterThan(-0.005)
    expect(small.interval[0]).toBeCloseTo(-small.interval[1], 9)
  })

  it('mirrors when both models change places', () => {
    const one = pairedDifference({ gained: 9, lost: 4 }, 200)
    const other = pairedDifference({ gained: 4, lost: 9 }, 200)
    expect(one.interval[0]).toBeCloseTo(-other.interval[1], 9)
    expect(one.interval[1]).toBeCloseTo(-other.interval[0], 9)
  })
})

describe('the bootstrap over conversations', () => {
  const values = Array.from({ length: 400 }, (_, index) => ({
    cluster: `conversation ${index}`,
    value: -0.2 + Math.sin(index * 12.9898) * 0.5,
  }))

  it('repeats exactly, and agrees with the normal interval where it holds', () => {
    const { mean, interval, p } = clusteredBootstrap(values)
    expect(clusteredBootstrap(values)).toEqual({ mean, interval, p })
    const deviation = Math.sqrt(values.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / (values.length - 1))
    const error = deviation / Math.sqrt(values.length)
    expect(interval[0]).toBeCloseTo(mean - 1.96 * error, 2)
    expect(interval[1]).toBeCloseTo(mean + 1.96 * error, 2)
    expect(p).toBeLessThan(0.001)
  })

  it('is wider when values come in conversations that agree within', () => {
    const repeated = values.slice(0, 40).flatMap((one) => Array.from({ length: 10 }, () => one))
    const apart = repeated.map(({ value }, index) => ({ cluster: String(index), value }))
    const width = ({ interval: [low, high] }: { interval: [number, number] }) => high - low
    expect(width(clusteredBootstrap(repeated))).toBeGreaterThan(2.5 * width(clusteredBootstrap(apart)))
  })

  it('proves nothing from one conversation, nor from values around zero', () => {
    expect(clusteredBootstrap([{ cluster: 'one', value: -3 }]).p).toBe(1)
    const balanced = Array.from({ length: 60 }, (_, index) => ({ cluster: String(index), value: index % 2 ? 1 : -1 }))
    expect(clusteredBootstrap(balanced).p).toBeGreaterThan(0.5)
  })
})
