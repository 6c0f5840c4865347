import type { IndexFile } from './index-file.ts'

/** As many neighbours as RVC takes. */
const neighbourCount = 8
/** Stands for a distance of zero, so that an exact hit gets all the weight. */
const smallestDistance = 1e-12

interface Neighbour {
  /** Squared Euclidean. */
  distance: number
  vectors: Float32Array
  /** Where in `vectors` it begins. */
  start: number
}

/**
 * Draws content features towards those of the voice's own training recordings: to the eight nearest vectors in the lists
 * that are nearest, weighted by the inverse square of their squared distance. What has no neighbours stays as it is.
 * @param features [frames, width]
 * @param rate 0 keeps the features, 1 takes the found ones
 */
export function blendFeatures(index: IndexFile, features: Float32Array, rate: number): Float32Array {
  const { width, probes, centroids, lists } = index
  const blended = features.slice()
  if (rate === 0) return blended
  for (let at = 0; at < features.length; at += width) {
    const query = features.subarray(at, at + width)
    const probed = nearest([centroids], query, probes).map(({ start }) => lists[start / width] as Float32Array)
    const neighbours = nearest(probed, query, neighbourCount)
    if (neighbours.length === 0) continue
    const found = weightedMean(neighbours, width)
    for (let column = 0; column < width; column++)
      blended[at + column] = rate * (found[column] as number) + (1 - rate) * (query[column] as number)
  }
  return blended
}

/** The rows of these matrices that are nearest to the query, nearest first. Those whose distance is not a number are none. */
function nearest(matrices: readonly Float32Array[], query: Float32Array, count: number): Neighbour[] {
  const best: Neighbour[] = []
  for (const vectors of matrices) {
    for (let start = 0; start < vectors.length; start += query.length) {
      const distance = squaredDistance(vectors, start, query)
      const limit = best.length < count ? Number.POSITIVE_INFINITY : (best.at(-1)?.distance ?? 0)
      if (!(distance < limit)) continue
      if (best.length === count) best.pop()
      let rank = best.length
      while (rank > 0 && (best[rank - 1]?.distance ?? 0) > distance) rank--
      best.splice(rank, 0, { distance, vectors, start })
    }
  }
  return best
}

function squaredDistance(vectors: Float32Array, start: number, query: Float32Array): number {
  let sum = 0
  for (let column = 0; column < query.length; column++) {
    const difference = (vectors[start + column] as number) - (query[column] as number)
    sum += difference * difference
  }
  return sum
}

function weightedMean(neighbours: readonly Neighbour[], width: number): Float64Array {
  const weights = neighbours.map(({ distance }) => 1 / Math.max(distance, smallestDistance) ** 2)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const mean = new Float64Array(width)
  neighbours.forEach(({ vectors, start }, rank) => {
    const share = (weights[rank] as number) / total
    for (let column = 0; column < width; column++)
      mean[column] = (mean[column] as number) + share * (vectors[start + column] as number)
  })
  return mean
}
