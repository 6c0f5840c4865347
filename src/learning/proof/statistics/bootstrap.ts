import { seededRandom } from '../../../core/numbers/random.ts'

/** A difference that was measured, with the conversation it belongs to: those of one conversation are not independent. */
export interface Clustered {
  cluster: string
  value: number
}

const resamples = 4000
const seedOfTests = 20_260_101

/**
 * Mean of the values, its 95 % interval and how likely a mean of zero is: whole conversations are drawn again and again (cluster
 * bootstrap; percentiles). Repeatable. The chance is twice the share of draws on the other side of zero, at least 2 / (draws + 1).
 */
export function clusteredBootstrap(
  values: readonly Clustered[],
  seed = seedOfTests,
): { mean: number; interval: [low: number, high: number]; p: number } {
  const clusters = [...sums(values).values()]
  const mean = meanOf(clusters)
  if (clusters.length < 2) return { mean, interval: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], p: 1 }
  const random = seededRandom(seed)
  const means = new Float64Array(resamples)
  for (let draw = 0; draw < resamples; draw += 1) {
    let sum = 0
    let count = 0
    for (let index = 0; index < clusters.length; index += 1) {
      const cluster = clusters[Math.floor(random() * clusters.length)]
      sum += cluster?.sum ?? 0
      count += cluster?.count ?? 0
    }
    means[draw] = sum / count
  }
  means.sort()
  const at = (share: number) => means[Math.min(resamples - 1, Math.floor(share * resamples))] ?? mean
  const below = means.filter((value) => value <= 0).length
  const above = means.filter((value) => value >= 0).length
  const p = Math.min(1, (2 * (Math.min(below, above) + 1)) / (resamples + 1))
  return { mean, interval: [at(0.025), at(0.975)], p }
}

interface Sum {
  sum: number
  count: number
}

function sums(values: readonly Clustered[]): Map<string, Sum> {
  const clusters = new Map<string, Sum>()
  for (const { cluster, value } of values) {
    const { sum, count } = clusters.get(cluster) ?? { sum: 0, count: 0 }
    clusters.set(cluster, { sum: sum + value, count: count + 1 })
  }
  return clusters
}

function meanOf(clusters: readonly Sum[]): number {
  const count = clusters.reduce((total, cluster) => total + cluster.count, 0)
  return clusters.reduce((total, cluster) => total + cluster.sum, 0) / Math.max(1, count)
}
