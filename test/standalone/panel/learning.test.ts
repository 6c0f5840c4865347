import { describe, expect, test } from 'vitest'
import { mixOf, nightSeries, suiteText, verdictOf } from '../../../src/app/panel/model/learning-lines.ts'
import type { NightLine } from '../../../src/app/server/requests/learning-requests.ts'
import type { NightSuite } from '../../../src/memory/ports.ts'

const suite: NightSuite = {
  ...{ part: 'gate', name: 'tool-choice', role: 'primary', measure: 'share', n: 200 },
  ...{ before: 0.81, after: 0.86, difference: 0.05, low: 0.012, high: 0.3, p: 0.02 },
}
const night = (part: Partial<NightLine>): NightLine => {
  return { id: 'n', startedAtMs: 1, reasons: [], examples: 9, newExamples: 3, suites: [], ...part }
}

describe('the verdict of the last night', () => {
  test('is what the briefing says, with the figures that decided', () => {
    const nights = [night({}), night({ outcome: 'adopted', report: 'I learned 3 things.', suites: [suite] })]
    expect(verdictOf(nights)).toEqual({
      title: 'I learned 3 things.',
      details: ['Tool choice 81.0 → 86.0 % (+1.2 to +30.0), p = 0.020'],
    })
    expect(verdictOf([]).title).toBe('No night of learning yet.')
    expect(verdictOf([night({ outcome: 'nothing-new' })]).title).toMatch('nothing new')
  })

  test('losses have no percent, and falling is shown with its sign', () => {
    const loss = { ...suite, measure: 'loss', before: 1.5, after: 1.25, low: -0.3, high: -0.2 } as const
    expect(suiteText(loss)).toBe('Tool choice 1.500 → 1.250 (−0.300 to −0.200), p = 0.020')
  })
})

test('the curve takes the sealed questions, oldest first, with intervals that stay shares', () => {
  const sealed: NightSuite = { ...suite, part: 'sealed', before: 0.9, low: -0.01, high: 0.3 }
  const { at, series } = nightSeries([
    night({ startedAtMs: 20, suites: [suite, sealed] }),
    night({ startedAtMs: 10, suites: [suite] }),
    night({ startedAtMs: 5 }),
  ])
  expect(at).toEqual([10, 20])
  expect(series[0]?.values).toEqual([0.81, 0.9])
  expect(series[1]?.interval?.high).toEqual([1, 1])
  expect(series[1]?.interval?.low[1]).toBeCloseTo(0.89)
})

test('the mix is shares of what is ready, and of the recipe', () => {
  const part = { raw: 0, status: 'growing' } as const
  const mix = mixOf([
    { id: 'a', ready: 30, target: 1, ...part },
    { id: 'b', ready: 10, target: 3, ...part },
  ])
  expect(mix.map(({ now, recipe }) => [now, recipe])).toEqual([
    [0.75, 0.25],
    [0.25, 0.75],
  ])
  expect(mixOf([{ id: 'a', ready: 0, target: 0, ...part }])[0]?.now).toBe(0)
})
