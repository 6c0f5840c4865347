import { describe, expect, it } from 'vitest'
import { judgeCanary } from '../../../../src/learning/proof/canary.ts'
import { compareLocalShare, compareSuite } from '../../../../src/learning/proof/compare.ts'
import { judgeNight } from '../../../../src/learning/proof/gate.ts'
import { reportOf } from '../../../../src/learning/proof/night-report.ts'
import type { ItemResult, SuiteResult, SuiteRole } from '../../../../src/learning/proof/suites/suite.ts'

/** @param right which of the questions are answered right */
function suite(name: string, role: SuiteRole, n: number, right: (index: number) => boolean): SuiteResult {
  const results = Array.from({ length: n }, (_, index): ItemResult => {
    return { id: `${name} ${index}`, cluster: `${index}`, passed: right(index), confidence: 0.9 }
  })
  return { name, role, results }
}
const compared = (
  name: string,
  role: SuiteRole,
  n: number,
  before: (index: number) => boolean,
  after: (index: number) => boolean,
) => compareSuite(suite(name, role, n, before), suite(name, role, n, after))

const risen = compared(
  'captured',
  'primary',
  40,
  (index) => index < 10,
  (index) => index < 30,
)
const same = (name: string, n = 250) =>
  compared(
    name,
    'guard',
    n,
    (index) => index < n / 2,
    (index) => index < n / 2,
  )
const fits = { error: 0.2, rowsError: 0.1, matches: true }

describe('the gate', () => {
  it('opens for a gain that is no chance and costs nothing', () => {
    const { promote, reasons } = judgeNight([risen, same('general'), same('tools')], fits)
    expect(promote).toBe(true)
    expect(reasons[0]).toBe('captured went from 25 % to 75 %')
  })

  it.each([
    [
      'a gain that may be chance',
      compared(
        'captured',
        'primary',
        40,
        (index) => index < 10,
        (index) => index < 15,
      ),
      /more than chance/,
    ],
    [
      'a fall',
      compared(
        'captured',
        'primary',
        40,
        (index) => index < 10,
        (index) => index < 5,
      ),
      /fell from 25 % to 13 %/,
    ],
    [
      'nothing to measure with',
      compared(
        'captured',
        'primary',
        0,
        () => true,
        () => true,
      ),
      /nothing of the user/,
    ],
  ])('stays shut for %s', (_, primary, reason) => {
    const { promote, reasons } = judgeNight([primary, same('general'), same('tools')], fits)
    expect(promote).toBe(false)
    expect(reasons.join()).toMatch(reason)
  })

  it('stays shut when general knowledge may have fallen by five points, though it fell by three', () => {
    const fallen = compared(
      'general',
      'guard',
      250,
      (index) => index < 200,
      (index) => index < 180 || index >= 238,
    )
    expect(fallen.difference).toBeCloseTo(-8 / 250, 9)
    const { promote, reasons } = judgeNight([risen, fallen, same('tools')], fits)
    expect(promote).toBe(false)
    expect(reasons).toEqual([expect.stringMatching(/^general may have fallen by \d+ points/)])
  })

  it('asks for less fall where it asked more questions', () => {
    const fall = (n: number, lost: number) =>
      compared(
        'general',
        'guard',
        n,
        () => true,
        (index) => index >= lost,
      )
    expect(judgeNight([risen, fall(999, 15), same('tools')], fits).promote).toBe(true)
    expect(judgeNight([risen, fall(1000, 15), same('tools')], fits).promote).toBe(false)
  })

  it.each([
    ['too few questions', [same('general', 199), same('tools')], /fewer than 200/],
    ['a suite that was left out', [same('general')], /tools was not measured/],
    [
      'an answer that is no number',
      [same('general'), { ...same('tools'), failure: 'not-a-number' as const }],
      /no number/,
    ],
    [
      'a question without an answer in time',
      [same('general'), { ...same('tools'), failure: 'time-out' as const }],
      /in time/,
    ],
  ])('stays shut for %s', (_, guards, reason) => {
    const { promote, reasons } = judgeNight([risen, ...guards], fits)
    expect(promote).toBe(false)
    expect(reasons.join()).toMatch(reason)
  })

  it('stays shut when the file answers otherwise than what was trained', () => {
    const other = { error: 1.1, rowsError: 0.97, matches: false }
    const { promote, reasons } = judgeNight([risen, same('general'), same('tools')], other)
    expect(promote).toBe(false)
    expect(reasons.join()).toMatch(/answers otherwise/)
  })

  it('finds losses better when they fall, over conversations', () => {
    const loss = (value: (index: number) => number): SuiteResult => ({
      name: 'loss.imported',
      role: 'told',
      results: Array.from({ length: 30 }, (_, index) => ({
        id: `${index}`,
        cluster: `${index % 10}`,
        loss: value(index),
        tokens: 9,
      })),
    })
    const { measure, difference, interval, p } = compareSuite(
      loss(() => 3),
      loss((index) => 2 + (index % 10) / 20),
    )
    expect(measure).toBe('loss')
    expect(difference).toBeCloseTo(-0.775, 9)
    expect(interval[1]).toBeLessThan(0)
    expect(p).toBeLessThan(0.001)
  })

  it('counts what can be answered here with nine of ten right', () => {
    const sure = (right: number): SuiteResult => ({
      name: 'tools',
      role: 'guard',
      results: Array.from({ length: 100 }, (_, index) => ({
        id: `${index}`,
        cluster: `${index}`,
        passed: index < right,
        confidence: 1 - index / 200,
      })),
    })
    const { before, after, interval } = compareLocalShare([sure(18)], [sure(63)])
    expect(before).toBeCloseTo(0.2, 9)
    expect(after).toBeCloseTo(0.7, 9)
    expect(interval[0]).toBeGreaterThan(0.3)
  })
})

describe('the canary', () => {
  const before = { turns: 200, troubled: 10 }
  it.each([
    [{ turns: 9, troubled: 9 }, 'watching'],
    [{ turns: 20, troubled: 1 }, 'watching'],
    [{ turns: 20, troubled: 8 }, 'roll-back'],
    [{ turns: 50, troubled: 3 }, 'passed'],
    [{ turns: 50, troubled: 8 }, 'roll-back'],
  ])('after %o says %s', (since, verdict) => {
    expect(judgeCanary(before, since)).toBe(verdict)
  })

  it('rarely takes back what is as good as before', () => {
    let takenBack = 0
    let state = 7
    const chance = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 2 ** 32
    }
    for (let trial = 0; trial < 300; trial += 1) {
      let troubled = 0
      for (let turns = 1; turns <= 50; turns += 1) {
        if (chance() < 0.05) troubled += 1
        const verdict = judgeCanary(before, { turns, troubled })
        if (verdict === 'roll-back') takenBack += 1
        if (verdict !== 'watching') break
      }
    }
    expect(takenBack).toBeLessThan(30)
  })
})

describe('a night in words', () => {
  const night = {
    id: 'night',
    startedAt: new Date(0),
    stage: 'decide' as const,
    examples: 200,
    newExamples: 14,
    suites: [],
  }
  const ended = (outcome: 'not-adopted' | 'adopted' | 'nothing-new', ...reasons: string[]) => ({
    ...night,
    finished: { at: new Date(0), outcome, reasons },
  })
  it('says what was learned, and why it was not adopted', () => {
    expect(reportOf(ended('not-adopted', 'general may have fallen by 7 points'))).toBe(
      "I learned 14 things; I did not adopt tonight's training because general may have fallen by 7 points.",
    )
    expect(reportOf(ended('adopted'))).toBe('I learned 14 things last night, and I use it from now on.')
    expect(reportOf(ended('nothing-new', 'there is nothing new to learn'))).toBeUndefined()
    expect(reportOf(night)).toBeUndefined()
  })
})
