import { seededRandom } from '../../src/core/random.ts'

export interface Example {
  /** Which row of the inputs. */
  row: number
  /** 1 where more words follow, 0 where none do. */
  more: number
  weight: number
}

const units = 64
const rounds = 5
const examplesAStep = 64
const rate = 2e-3
const decay = 1e-5
const dropped = 0.2
const [firstMoment, secondMoment] = [0.9, 0.999]

/**
 * Trains units that are nothing below zero and their sum, by logistic loss with Adam (Kingma and Ba 2015); a share of the inputs
 * is left out each time (Srivastava et al. 2014). Answers the weights as `createWordsToCome` takes them.
 * @param inputs rows of `width` numbers
 */
export function trainUnits(inputs: Float32Array, width: number, examples: readonly Example[]): Float32Array {
  const { means, scales } = spreadOf(inputs, width)
  const stride = width + 2
  const random = seededRandom(17)
  const weights = new Float64Array(units * stride + 1)
  for (let unit = 0; unit < units; unit += 1) {
    for (let at = 0; at < width; at += 1) weights[unit * stride + at] = (2 * random() - 1) / Math.sqrt(width)
    weights[unit * stride + width + 1] = (2 * random() - 1) / Math.sqrt(units)
  }
  const slopes = new Float64Array(weights.length)
  const first = new Float64Array(weights.length)
  const second = new Float64Array(weights.length)
  const row = new Float64Array(width)
  const excited = new Float64Array(units)
  const steps = Math.floor((rounds * examples.length) / examplesAStep)
  for (let step = 1; step <= steps; step += 1) {
    slopes.fill(0)
    let weightOfStep = 0
    for (let each = 0; each < examplesAStep; each += 1) {
      const example = examples[Math.floor(random() * examples.length)]
      if (example === undefined) continue
      weightOfStep += example.weight
      const from = example.row * width
      for (let at = 0; at < width; at += 1) {
        const standard = ((inputs[from + at] ?? 0) - (means[at] ?? 0)) * (scales[at] ?? 0)
        row[at] = random() < dropped ? 0 : standard / (1 - dropped)
      }
      let sum = weights[units * stride] ?? 0
      for (let unit = 0; unit < units; unit += 1) {
        const base = unit * stride
        let value = weights[base + width] ?? 0
        for (let at = 0; at < width; at += 1) value += (weights[base + at] ?? 0) * (row[at] ?? 0)
        excited[unit] = value
        if (value > 0) sum += value * (weights[base + width + 1] ?? 0)
      }
      const slope = (1 / (1 + Math.exp(-sum)) - example.more) * example.weight
      addTo(slopes, units * stride, slope)
      for (let unit = 0; unit < units; unit += 1) {
        const value = excited[unit] ?? 0
        if (value <= 0) continue
        const base = unit * stride
        addTo(slopes, base + width + 1, slope * value)
        const inner = slope * (weights[base + width + 1] ?? 0)
        addTo(slopes, base + width, inner)
        for (let at = 0; at < width; at += 1) addTo(slopes, base + at, inner * (row[at] ?? 0))
      }
    }
    const pace = rate * Math.max(0.02, 1 - step / steps)
    for (let at = 0; at < weights.length; at += 1) {
      const slope = (slopes[at] ?? 0) / weightOfStep + 2 * decay * (weights[at] ?? 0)
      first[at] = firstMoment * (first[at] ?? 0) + (1 - firstMoment) * slope
      second[at] = secondMoment * (second[at] ?? 0) + (1 - secondMoment) * slope * slope
      const direction = (first[at] ?? 0) / (1 - firstMoment ** step)
      const size = Math.sqrt((second[at] ?? 0) / (1 - secondMoment ** step)) + 1e-8
      addTo(weights, at, (-pace * direction) / size)
    }
  }
  return forRawRows(weights, width, means, scales)
}

function addTo(values: Float64Array, at: number, addend: number): void {
  values[at] = (values[at] ?? 0) + addend
}

/** Means, and what makes each spread one. */
function spreadOf(inputs: Float32Array, width: number): { means: Float64Array; scales: Float64Array } {
  const rows = inputs.length / width
  const means = new Float64Array(width)
  const squares = new Float64Array(width)
  for (let at = 0; at < inputs.length; at += 1) {
    const value = inputs[at] ?? 0
    addTo(means, at % width, value / rows)
    addTo(squares, at % width, (value * value) / rows)
  }
  return { means, scales: squares.map((square, at) => 1 / (Math.sqrt(square - (means[at] ?? 0) ** 2) + 1e-3)) }
}

/** The same weights for numbers as they come. */
function forRawRows(weights: Float64Array, width: number, means: Float64Array, scales: Float64Array): Float32Array {
  const stride = width + 2
  const raw = Float32Array.from(weights)
  for (let unit = 0; unit < units; unit += 1) {
    let always = weights[unit * stride + width] ?? 0
    for (let at = 0; at < width; at += 1) {
      const scaled = (weights[unit * stride + at] ?? 0) * (scales[at] ?? 0)
      raw[unit * stride + at] = scaled
      always -= scaled * (means[at] ?? 0)
    }
    raw[unit * stride + width] = always
  }
  return raw
}
