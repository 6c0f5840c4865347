import { judgedWords } from '../../src/agent/classifier/judged-words.ts'
import { seededRandom } from '../../src/core/numbers/random.ts'
import { bucketsPerKind, type Features, featuresOf, weighed } from '../../src/core/text-model/features.ts'
import type { LinearModel } from '../../src/core/text-model/linear-model.ts'

export interface Example {
  text: string
  label: string
}

const buckets = 2 * bucketsPerKind
/** How much a wrong example counts against small weights. */
const cost = 1
const maximumRounds = 60
const tolerance = 0.05

/** Inverse document frequency, smoothed. */
function rarityOf(examples: readonly Features[]): Float32Array {
  const seen = new Float32Array(buckets)
  for (const { buckets: found } of examples) for (const bucket of found) seen[bucket] = (seen[bucket] ?? 0) + 1
  return seen.map((count) => Math.log((1 + examples.length) / (1 + count)) + 1)
}

/**
 * One label against all others: a support vector machine with squared hinge loss, solved by dual coordinate descent
 * (Hsieh et al., "A dual coordinate descent method for large-scale linear SVM", ICML 2008). The last weight is the bias.
 */
function separate(rows: readonly Features[], values: readonly Float32Array[], signs: Int8Array): Float64Array {
  const weights = new Float64Array(buckets + 1)
  const alphas = new Float64Array(rows.length)
  const diagonal = 1 / (2 * cost)
  const squares = values.map((row) => row.reduce((sum, value) => sum + value * value, 1) + diagonal)
  const order = Array.from(rows, (_, index) => index)
  const random = seededRandom(7)
  for (let round = 0; round < maximumRounds; round++) {
    for (let at = order.length - 1; at > 0; at--) {
      const other = Math.floor(random() * (at + 1))
      const kept = order[at] ?? 0
      order[at] = order[other] ?? 0
      order[other] = kept
    }
    let worst = 0
    for (const index of order) {
      const found = rows[index]?.buckets ?? new Int32Array()
      const row = values[index] ?? new Float32Array()
      const sign = signs[index] ?? 1
      const alpha = alphas[index] ?? 0
      let score = weights[buckets] ?? 0
      for (let at = 0; at < row.length; at++) score += (weights[found[at] ?? 0] ?? 0) * (row[at] ?? 0)
      const gradient = sign * score - 1 + diagonal * alpha
      const projected = alpha === 0 ? Math.min(gradient, 0) : gradient
      worst = Math.max(worst, Math.abs(projected))
      if (Math.abs(projected) < 1e-9) continue
      const next = Math.max(0, alpha - gradient / (squares[index] ?? 1))
      alphas[index] = next
      const step = (next - alpha) * sign
      weights[buckets] = (weights[buckets] ?? 0) + step
      for (let at = 0; at < row.length; at++) {
        const bucket = found[at] ?? 0
        weights[bucket] = (weights[bucket] ?? 0) + step * (row[at] ?? 0)
      }
    }
    if (worst < tolerance) break
  }
  return weights
}

/**
 * Learns from examples; the same examples give the same model.
 *
 * @param words what of a text is judged
 */
export function trainModel(
  examples: readonly Example[],
  { words = judgedWords, sharpness = 4 }: { words?: (text: string) => string; sharpness?: number } = {},
): LinearModel {
  const rows = examples.map(({ text }) => featuresOf(words(text)))
  const rarity = rarityOf(rows)
  const values = rows.map((row) => weighed(row, rarity))
  const labels = [...new Set(examples.map(({ label }) => label))].sort()
  const weights = new Int8Array(buckets * labels.length)
  const scales = new Float32Array(labels.length)
  const biases = new Float32Array(labels.length)
  for (const [index, label] of labels.entries()) {
    const signs = Int8Array.from(examples, (example) => (example.label === label ? 1 : -1))
    const learned = separate(rows, values, signs)
    const largest = learned.subarray(0, buckets).reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9)
    scales[index] = largest / 127
    biases[index] = learned[buckets] ?? 0
    for (let bucket = 0; bucket < buckets; bucket++) {
      weights[bucket * labels.length + index] = Math.round(((learned[bucket] ?? 0) / largest) * 127)
    }
  }
  return { labels, rarity, weights, scales, biases, sharpness }
}
