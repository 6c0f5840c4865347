import { seededRandom } from '../../core/numbers/random.ts'
import { clusteredBootstrap } from './statistics/bootstrap.ts'
import { mcnemarExact, pairedDifference } from './statistics/mcnemar.ts'
import type { ItemResult, SuiteResult, SuiteRole } from './suites/suite.ts'

/** One suite before and after: shares of right answers, or losses in natural logarithms a token (less is better). */
export interface SuiteComparison {
  name: string
  role: SuiteRole
  measure: 'share' | 'loss'
  n: number
  before: number
  after: number
  /** After less before. */
  difference: number
  /** Of the difference, 95 %. */
  interval: [low: number, high: number]
  /** Chance of such a difference between equally good models, two-sided. */
  p: number
  failure?: SuiteResult['failure']
}

type Passed = Extract<ItemResult, { passed: boolean }>
type Sure = Passed & { confidence: number }

/** Compares the answers to the same questions; questions that only one of the two was asked are left out. */
export function compareSuite(before: SuiteResult, after: SuiteResult): SuiteComparison {
  const earlier = new Map(before.results.map((result) => [result.id, result]))
  const pairs = after.results.flatMap((result) => {
    const other = earlier.get(result.id)
    return other === undefined ? [] : [{ before: other, after: result }]
  })
  const failure = after.failure ?? before.failure
  const head = { name: after.name, role: after.role, n: pairs.length, ...(failure === undefined ? {} : { failure }) }
  const losses = pairs.flatMap((pair) =>
    'loss' in pair.before && 'loss' in pair.after
      ? [{ cluster: pair.after.cluster, before: pair.before.loss, after: pair.after.loss }]
      : [],
  )
  if (losses.length > 0) {
    const { mean, interval, p } = clusteredBootstrap(
      losses.map((pair) => ({ cluster: pair.cluster, value: pair.after - pair.before })),
    )
    const meanOf = (side: 'before' | 'after') => losses.reduce((sum, pair) => sum + pair[side], 0) / losses.length
    return { ...head, measure: 'loss', before: meanOf('before'), after: meanOf('after'), difference: mean, interval, p }
  }
  const passes = pairs.flatMap((pair) =>
    'passed' in pair.before && 'passed' in pair.after ? [{ before: pair.before, after: pair.after }] : [],
  )
  const count = (wanted: (pair: { before: Passed; after: Passed }) => boolean) => passes.filter(wanted).length
  const gained = count((pair) => !pair.before.passed && pair.after.passed)
  const lost = count((pair) => pair.before.passed && !pair.after.passed)
  return {
    ...head,
    measure: 'share',
    before: count((pair) => pair.before.passed) / Math.max(1, passes.length),
    after: count((pair) => pair.after.passed) / Math.max(1, passes.length),
    ...pairedDifference({ gained, lost }, passes.length),
    p: mcnemarExact({ gained, lost }),
  }
}

/** Of what is answered here, so many must be right. */
const fixedQuality = 0.9
const resamples = 1000

/**
 * Which share of the questions the model could answer itself, the surest first, with nine of ten of them right; the others would go to a
 * stronger model (the curve of FrugalGPT at one point). The interval is a bootstrap over conversations.
 */
export function compareLocalShare(before: readonly SuiteResult[], after: readonly SuiteResult[]): SuiteComparison {
  const earlier = new Map(sureOf(before).map((result) => [result.id, result]))
  const pairs = sureOf(after).flatMap((result) => {
    const other = earlier.get(result.id)
    return other === undefined ? [] : [{ before: other, after: result }]
  })
  const shareOf = (of: readonly (typeof pairs)[number][], side: 'before' | 'after') =>
    localShare(of.map((pair) => pair[side]))
  const clusters = [...Map.groupBy(pairs, (pair) => pair.after.cluster).values()]
  const random = seededRandom(pairs.length)
  const differences = Array.from({ length: resamples }, () => {
    const drawn = clusters.flatMap(() => clusters[Math.floor(random() * clusters.length)] ?? [])
    return shareOf(drawn, 'after') - shareOf(drawn, 'before')
  }).sort((one, other) => one - other)
  const beyond = Math.min(
    differences.filter((difference) => difference <= 0).length,
    differences.filter((difference) => difference >= 0).length,
  )
  const [was, is] = [shareOf(pairs, 'before'), shareOf(pairs, 'after')]
  return {
    name: 'local-share',
    role: 'told',
    measure: 'share',
    n: pairs.length,
    before: was,
    after: is,
    difference: is - was,
    interval: [differences[Math.floor(resamples * 0.025)] ?? -1, differences[Math.floor(resamples * 0.975)] ?? 1],
    p: Math.min(1, (2 * (beyond + 1)) / (resamples + 1)),
  }
}

/** Answers that say how sure they are. */
function sureOf(results: readonly SuiteResult[]): Sure[] {
  return results.flatMap((suite) =>
    suite.results.flatMap((result) =>
      'passed' in result && result.confidence !== undefined ? [{ ...result, confidence: result.confidence }] : [],
    ),
  )
}

function localShare(results: readonly Sure[]): number {
  const surest = [...results].sort((one, other) => other.confidence - one.confidence)
  let right = 0
  let most = 0
  for (const [index, { passed }] of surest.entries()) {
    if (passed) right += 1
    if (right / (index + 1) >= fixedQuality) most = index + 1
  }
  return most / Math.max(1, results.length)
}
