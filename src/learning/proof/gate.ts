import type { RoundTrip } from '../training/training-job.ts'
import type { SuiteComparison } from './compare.ts'

export interface Verdict {
  promote: boolean
  /** Whole sentences: all that speaks against it, or what speaks for it. */
  reasons: string[]
}

const significance = 0.05
/** Guards with fewer questions prove nothing. */
const fewestQuestions = 200
const manyQuestions = 1000
/** How far the lower bound of a guard may lie below nothing, with so many questions. */
const allowedFall = { few: 0.05, many: 0.02 }

/**
 * Whether an adapter is taken into use: what was to get better got significantly better, nothing that was to stay got worse by more than the
 * questions can tell, every answer is a number, and the file that answers is what was trained.
 */
export function judgeNight(
  comparisons: readonly SuiteComparison[],
  roundTrip: Pick<RoundTrip, 'matches' | 'rowsError'>,
): Verdict {
  const against = [...comparisons.flatMap(failureOf), ...primaryFaults(comparisons), ...guardFaults(comparisons)]
  if (!roundTrip.matches) {
    against.push(`the adapter's file answers otherwise than what was trained (${roundTrip.rowsError.toFixed(2)} off)`)
  }
  if (against.length > 0) return { promote: false, reasons: against }
  const told = comparisons.filter(({ role }) => role !== 'told')
  return {
    promote: true,
    reasons: told.map(
      (comparison) => `${comparison.name} went from ${share(comparison.before)} to ${share(comparison.after)}`,
    ),
  }
}

function failureOf({ name, failure }: SuiteComparison): string[] {
  if (failure === undefined) return []
  return [failure === 'time-out' ? `${name} was not answered in time` : `an answer of ${name} came to no number`]
}

function primaryFaults(comparisons: readonly SuiteComparison[]): string[] {
  const primary = comparisons.filter(({ role }) => role === 'primary')
  if (primary.length === 0) return ['nothing of the user was there to measure with']
  return primary.flatMap(({ name, n, before, after, difference, p }) => {
    if (n === 0) return ['nothing of the user was there to measure with']
    if (difference < 0) return [`${name} fell from ${share(before)} to ${share(after)}`]
    if (!(p < significance))
      return [`${name} did not rise enough to be more than chance: from ${share(before)} to ${share(after)} of ${n}`]
    return []
  })
}

function guardFaults(comparisons: readonly SuiteComparison[]): string[] {
  const guards = comparisons.filter(({ role }) => role === 'guard')
  const absent = ['general', 'tools'].filter((wanted) => !guards.some(({ name }) => name === wanted))
  return [
    ...absent.map((name) => `${name} was not measured`),
    ...guards.flatMap(({ name, n, before, after, interval: [low] }) => {
      if (n < fewestQuestions) return [`${name} has ${n} questions, fewer than ${fewestQuestions}`]
      const allowed = n >= manyQuestions ? allowedFall.many : allowedFall.few
      if (low > -allowed) return []
      return [`${name} may have fallen by ${Math.round(-low * 100)} points: from ${share(before)} to ${share(after)}`]
    }),
  ]
}

function share(value: number): string {
  return `${Math.round(value * 100)} %`
}
