import { describe, expect, it } from 'vitest'
import { DecodeBudget } from '../../../src/audio/decode-budget.ts'

/** Speaks for so long, a frame at a time, and decodes whenever it is allowed; `costMs` says what each decode takes. */
function speak(budget: DecodeBudget, lengthMs: number, costMs: (lengthMs: number) => number) {
  const decodes: number[] = []
  for (let at = 32; at <= lengthMs; at += 32) {
    const pause = at % 640 === 0
    if (!(pause ? budget.allowsSpeculation(at) : budget.allowsPartial(at))) continue
    decodes.push(at)
    budget.record(at, costMs(at))
  }
  return decodes
}

describe('how often a growing utterance is decoded', () => {
  it.each([
    ['a quick machine', (ms: number) => 50 + ms * 0.03],
    ['a slow machine', (ms: number) => 600 + ms * 0.4],
  ])('stays within twice the whole utterance on %s', (_, cost) => {
    for (const lengthMs of [1000, 3000, 8000, 15_000]) {
      const budget = new DecodeBudget()
      // The first utterances teach what a decode costs here.
      for (let warm = 0; warm < 5; warm++) {
        speak(budget, lengthMs, cost)
        budget.startUtterance()
      }
      const wasted = speak(budget, lengthMs, cost).reduce((sum, at) => sum + cost(at), 0)
      expect(wasted).toBeLessThanOrEqual(2 * cost(lengthMs))
    }
  })

  it('looks at least once in the middle of a long utterance, and may guess at its first end', () => {
    const budget = new DecodeBudget()
    const decodes = speak(budget, 6000, (ms) => 150 + ms * 0.1)
    expect(decodes.length).toBeGreaterThan(0)
    expect(new DecodeBudget().allowsSpeculation(300)).toBe(true)
  })

  it('does not look again at what has hardly grown', () => {
    const budget = new DecodeBudget()
    budget.record(1000, 110)
    expect(budget.allowsPartial(1500)).toBe(false)
    expect(budget.allowsPartial(9000)).toBe(true)
  })

  it('forgets what was spent with the next utterance', () => {
    const budget = new DecodeBudget()
    for (let round = 0; round < 4; round++) budget.record(2000, 2000)
    expect(budget.allowsSpeculation(2000)).toBe(false)
    budget.startUtterance()
    expect(budget.allowsSpeculation(2000)).toBe(true)
  })
})
