import { categories } from '../../src/memory/categories/category.ts'

export interface MeantExample {
  vector: Float32Array
  label: string
  /** How much it counts. */
  weight: number
}

/** Small weights are preferred by this much. */
const decay = 3e-4
const rounds = 300
/** Adam (Kingma and Ba, 2015) over all examples at once: the same examples give the same weights. */
const [stepSize, first, second] = [0.1, 0.9, 0.999]
/** From this round on steps are a tenth as long. */
const settling = 200

/** Softmax regression over sentence vectors: for each of `categories` a row of weights and what is added. */
export function trainMeaning(examples: readonly MeantExample[]): Float32Array {
  const dimensions = examples[0]?.vector.length ?? 0
  const width = dimensions + 1
  const weights = new Float64Array(width * categories.length)
  const mean = new Float64Array(weights.length)
  const square = new Float64Array(weights.length)
  const total = examples.reduce((sum, { weight }) => sum + weight, 0)
  for (let round = 1; round <= rounds; round++) {
    const slope = new Float64Array(weights.length)
    for (const example of examples) addSlope(slope, weights, example, total)
    const length = round > settling ? stepSize / 10 : stepSize
    for (let at = 0; at < weights.length; at++) {
      const isAdded = at % width === dimensions
      const pull = (slope[at] ?? 0) + (isAdded ? 0 : decay * (weights[at] ?? 0))
      mean[at] = first * (mean[at] ?? 0) + (1 - first) * pull
      square[at] = second * (square[at] ?? 0) + (1 - second) * pull * pull
      const step = (mean[at] ?? 0) / (1 - first ** round)
      weights[at] = (weights[at] ?? 0) - (length * step) / (Math.sqrt((square[at] ?? 0) / (1 - second ** round)) + 1e-8)
    }
  }
  return Float32Array.from(weights)
}

function addSlope(
  slope: Float64Array,
  weights: Float64Array,
  { vector, label, weight }: MeantExample,
  total: number,
): void {
  const width = vector.length + 1
  const sums = categories.map((_, index) => {
    let sum = weights[index * width + vector.length] ?? 0
    for (let at = 0; at < vector.length; at++) sum += (weights[index * width + at] ?? 0) * (vector[at] ?? 0)
    return sum
  })
  const top = Math.max(...sums)
  const raised = sums.map((sum) => Math.exp(sum - top))
  const all = raised.reduce((sum, value) => sum + value, 0)
  for (const [index, category] of categories.entries()) {
    const error = (weight * ((raised[index] ?? 0) / all - (category === label ? 1 : 0))) / total
    const from = index * width
    for (let at = 0; at < vector.length; at++) slope[from + at] = (slope[from + at] ?? 0) + error * (vector[at] ?? 0)
    slope[from + vector.length] = (slope[from + vector.length] ?? 0) + error
  }
}
