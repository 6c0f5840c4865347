import { describe, expect, it } from 'vitest'
import { wilsonInterval } from '../../../src/core/numbers/wilson-interval.ts'

describe('wilsonInterval', () => {
  it.each([
    [63, 70, 0.8077, 0.9507],
    [0, 10, 0, 0.2775],
    [6, 6, 0.6097, 1],
    [0, 0, 0, 1],
  ])('of %i in %i', (hits, trials, low, high) => {
    const interval = wilsonInterval(hits, trials)
    expect(interval.low).toBeCloseTo(low, 3)
    expect(interval.high).toBeCloseTo(high, 3)
  })
})
