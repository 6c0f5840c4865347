import type { NightSuite } from '../../../memory/ports.ts'
import type { LearningResults, NightLine } from '../../server/requests/learning-requests.ts'
import type { ChartSeries } from '../parts/chart.tsx'
import { learningWords } from '../strings/learning.ts'

/** The sentence on top: what came of the last night that ended. */
export function verdictOf(nights: readonly NightLine[]): { title: string; details: string[] } {
  const last = nights.find(({ outcome }) => outcome !== undefined)
  if (last?.outcome === undefined) return { title: learningWords.noNight, details: [learningWords.noNightWhy] }
  const details = last.suites.filter(({ part, role }) => part === 'gate' && role !== 'told').map(suiteText)
  return { title: last.report ?? learningWords.nothingNew, details }
}

/** "Tool choice 81.0 → 86.0 % (+1.2 to +8.8), p = 0.020". */
export function suiteText({ name, measure, before, after, low, high, p }: NightSuite): string {
  const share = measure === 'share'
  const text = (value: number) => (share ? (100 * value).toFixed(1) : value.toFixed(3))
  const signed = (value: number) => `${value >= 0 ? '+' : '−'}${text(Math.abs(value))}`
  const title = name.replaceAll(/[-_]/g, ' ')
  const first = `${title.charAt(0).toUpperCase()}${title.slice(1)}`
  return `${first} ${text(before)} → ${text(after)}${share ? ' %' : ''} (${signed(low)} to ${signed(high)}), p = ${p.toPrecision(2)}`
}

/** The curve over all nights that were measured, the oldest first. */
export function nightSeries(nights: readonly NightLine[]): { at: number[]; series: ChartSeries[] } {
  const measured = nights.toReversed().flatMap(({ startedAtMs, suites }) => {
    const primary = suites.filter(({ role, measure }) => role === 'primary' && measure === 'share')
    const suite = primary.find(({ part }) => part === 'sealed') ?? primary[0]
    return suite === undefined ? [] : [{ startedAtMs, suite }]
  })
  const limited = (share: number) => Math.max(0, Math.min(1, share))
  return {
    at: measured.map(({ startedAtMs }) => startedAtMs),
    series: [
      { name: learningWords.before, values: measured.map(({ suite }) => suite.before), colour: 6 },
      {
        name: learningWords.after,
        values: measured.map(({ suite }) => suite.after),
        colour: 0,
        interval: {
          low: measured.map(({ suite }) => limited(suite.before + suite.low)),
          high: measured.map(({ suite }) => limited(suite.before + suite.high)),
        },
      },
    ],
  }
}

/** Parts of what is ready and of the recipe, each together 1 or 0. */
export function mixOf(sources: LearningResults['learning.status']['sources']) {
  const sum = (key: 'ready' | 'target') =>
    Math.max(
      1,
      sources.reduce((total, source) => total + source[key], 0),
    )
  const [ready, target] = [sum('ready'), sum('target')]
  return sources.map((source, colour) => ({
    id: source.id,
    colour,
    now: source.ready / ready,
    recipe: source.target / target,
  }))
}
