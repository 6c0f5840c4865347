import { seededRandom } from '../../../core/numbers/random.ts'
import { GraphBuilder } from '../../../core/onnx/graph-builder.ts'
import { float32Tensor } from '../../../core/onnx/tensor.ts'
import { embeddingSize } from '../wake-features.ts'

/** A hidden layer of rectified units over a window of embeddings, and one number out: the logit of "this is the phrase". */
export interface WakeNetwork {
  windowSteps: number
  hidden: Float32Array
  hiddenBias: Float32Array
  output: Float32Array
  outputBias: number
}

/** Rows of `windowSteps` x 96 numbers, one after the other, scaled by `scaleEmbedding`. */
export interface WindowRows {
  values: Float32Array
  count: number
}

export interface NetworkTrainingOptions {
  windowSteps: number
  /** Windows of the phrase, by where they come from; each source gets its share of every batch. */
  positives: readonly { rows: WindowRows; share: number }[]
  negatives: readonly { rows: WindowRows; share: number }[]
  iterations: number
  seed: number
  /** Called about every twentieth of the way. Throws to stop. */
  onProgress?: (share: number) => void
}

const hiddenUnits = 32
const positivesInBatch = 64
const negativesInBatch = 160
const learningRate = 2e-3
const weightDecay = 1e-2
/** Noise on the inputs, in standard deviations of an embedding: few recordings must stand for all the others. */
const inputNoise = 0.3
const droppedShare = 0.3

/**
 * Learns by Adam with decoupled weight decay (Loshchilov & Hutter 2019), dropout on the hidden layer, noise on the inputs
 * and mixtures of two positives (Zhang et al. 2018). The same seed gives the same network.
 */
export function trainNetwork(options: NetworkTrainingOptions): WakeNetwork {
  const { windowSteps, iterations, seed, onProgress } = options
  const size = windowSteps * embeddingSize
  const random = seededRandom(seed)
  const gaussian = gaussianTable(random)
  const parameters = [
    Float32Array.from({ length: size * hiddenUnits }, () => (2 * random() - 1) / Math.sqrt(size)),
    new Float32Array(hiddenUnits),
    Float32Array.from({ length: hiddenUnits }, () => (2 * random() - 1) / Math.sqrt(hiddenUnits)),
    new Float32Array(1),
  ] as const
  const gradients = parameters.map((values) => new Float32Array(values.length))
  const optimizer = parameters.map((values) => new Adam(values))
  const batch = positivesInBatch + negativesInBatch
  const inputs = new Float32Array(batch * size)
  const units = new Float32Array(batch * hiddenUnits)
  const [hidden, hiddenBias, output, outputBias] = parameters
  const [hiddenGradient, hiddenBiasGradient, outputGradient, outputBiasGradient] = gradients as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ]

  for (let iteration = 0; iteration < iterations; iteration += 1) {
    if (iteration % Math.ceil(iterations / 20) === 0) onProgress?.(iteration / iterations)
    for (let row = 0; row < batch; row += 1) {
      const into = inputs.subarray(row * size, (row + 1) * size)
      if (row < positivesInBatch) mixRows(into, options.positives, random)
      else pickRow(into, options.negatives, random)
      let at = Math.floor(random() * gaussian.length)
      for (let index = 0; index < size; index += 1) {
        into[index] = (into[index] ?? 0) + inputNoise * (gaussian[at] ?? 0)
        at = at + 1 === gaussian.length ? 0 : at + 1
      }
    }
    for (const gradient of gradients) gradient.fill(0)
    for (let row = 0; row < batch; row += 1) {
      const input = inputs.subarray(row * size, (row + 1) * size)
      const active = units.subarray(row * hiddenUnits, (row + 1) * hiddenUnits)
      let logit = outputBias[0] ?? 0
      for (let unit = 0; unit < hiddenUnits; unit += 1) {
        const value = dot(input, hidden, unit * size) + (hiddenBias[unit] ?? 0)
        const kept = value > 0 && random() >= droppedShare
        active[unit] = kept ? value / (1 - droppedShare) : 0
        logit += (active[unit] ?? 0) * (output[unit] ?? 0)
      }
      const wanted = row < positivesInBatch ? 1 : 0
      const slope = (1 / (1 + Math.exp(-logit)) - wanted) / batch
      outputBiasGradient[0] = (outputBiasGradient[0] ?? 0) + slope
      for (let unit = 0; unit < hiddenUnits; unit += 1) {
        const value = active[unit] ?? 0
        if (value === 0) continue
        outputGradient[unit] = (outputGradient[unit] ?? 0) + slope * value
        const back = (slope * (output[unit] ?? 0)) / (1 - droppedShare)
        hiddenBiasGradient[unit] = (hiddenBiasGradient[unit] ?? 0) + back
        addScaled(hiddenGradient, unit * size, input, back)
      }
    }
    for (const [index, values] of parameters.entries()) optimizer[index]?.step(values, gradients[index] ?? values)
  }
  return { windowSteps, hidden, hiddenBias, output, outputBias: outputBias[0] ?? 0 }
}

/** One network whose logit is the mean of theirs: what one of them overlooks by chance, the others see. */
export function joinNetworks(networks: readonly WakeNetwork[]): WakeNetwork {
  const share = 1 / networks.length
  const joined = (values: readonly Float32Array[]) => Float32Array.from(values.flatMap((each) => [...each]))
  return {
    windowSteps: networks[0]?.windowSteps ?? 0,
    hidden: joined(networks.map(({ hidden }) => hidden)),
    hiddenBias: joined(networks.map(({ hiddenBias }) => hiddenBias)),
    output: joined(networks.map(({ output }) => output)).map((weight) => weight * share),
    outputBias: networks.reduce((sum, { outputBias }) => sum + outputBias * share, 0),
  }
}

/** The logit of one window (`windowSteps` x 96, scaled). */
export function networkLogit(network: WakeNetwork, window: Float32Array): number {
  const size = network.windowSteps * embeddingSize
  let logit = network.outputBias
  for (let unit = 0; unit < network.hiddenBias.length; unit += 1) {
    const value = dot(window, network.hidden, unit * size) + (network.hiddenBias[unit] ?? 0)
    if (value > 0) logit += value * (network.output[unit] ?? 0)
  }
  return logit
}

/** Mean and spread of each number of an embedding, measured over much speech. */
export interface EmbeddingScale {
  mean: Float32Array
  spread: Float32Array
}

/** The network as a model of openWakeWord's kind: [1, steps, 96] embeddings as they are, [1, 1] between 0 and 1. */
export function networkGraph(network: WakeNetwork, { mean, spread }: EmbeddingScale): GraphBuilder {
  const { windowSteps, hidden, hiddenBias, output, outputBias } = network
  const size = windowSteps * embeddingSize
  const graph = new GraphBuilder('wake-word')
  const window = graph.input('embeddings', 'float32', [1, windowSteps, embeddingSize])
  const scaled = graph.div(
    graph.sub(window, graph.weight('mean', float32Tensor(mean, [embeddingSize]))),
    graph.weight('spread', float32Tensor(spread, [embeddingSize])),
  )
  const flat = graph.reshape(scaled, [1, size])
  const columns = new Float32Array(hidden.length)
  for (let unit = 0; unit < hiddenBias.length; unit += 1)
    for (let index = 0; index < size; index += 1)
      columns[index * hiddenBias.length + unit] = hidden[unit * size + index] ?? 0
  const first = graph.weight('hidden', float32Tensor(columns, [size, hiddenBias.length]))
  const firstBias = graph.weight('hidden-bias', float32Tensor(hiddenBias, [hiddenBias.length]))
  const second = graph.weight('output', float32Tensor(output, [hiddenBias.length, 1]))
  const units = graph.relu(graph.linear(flat, first, firstBias))
  const score = graph.sigmoid(graph.linear(units, second, graph.scalar(outputBias)))
  graph.output(score, 'score', 'float32', [1, 1])
  return graph
}

function choose<Source extends { share: number }>(
  sources: readonly Source[],
  random: () => number,
): Source | undefined {
  const total = sources.reduce((sum, { share }) => sum + share, 0)
  let left = random() * total
  for (const source of sources) {
    left -= source.share
    if (left < 0) return source
  }
  return sources.at(-1)
}

function pickRow(into: Float32Array, sources: NetworkTrainingOptions['negatives'], random: () => number): void {
  const rows = choose(sources, random)?.rows
  if (rows === undefined) return
  const at = Math.floor(random() * rows.count) * into.length
  into.set(rows.values.subarray(at, at + into.length))
}

/** One positive with up to a third of another one mixed in. */
function mixRows(into: Float32Array, sources: NetworkTrainingOptions['positives'], random: () => number): void {
  pickRow(into, sources, random)
  const rows = choose(sources, random)?.rows
  if (rows === undefined) return
  const at = Math.floor(random() * rows.count) * into.length
  const share = random() * 0.3
  for (let index = 0; index < into.length; index += 1)
    into[index] = (into[index] ?? 0) * (1 - share) + share * (rows.values[at + index] ?? 0)
}

class Adam {
  private readonly first: Float32Array
  private readonly second: Float32Array
  private steps = 0

  constructor({ length }: Float32Array) {
    this.first = new Float32Array(length)
    this.second = new Float32Array(length)
  }

  step(values: Float32Array, gradient: Float32Array): void {
    this.steps += 1
    const { first, second } = this
    const firstScale = 1 / (1 - 0.9 ** this.steps)
    const secondScale = 1 / (1 - 0.999 ** this.steps)
    for (let index = 0; index < values.length; index += 1) {
      const slope = gradient[index] ?? 0
      const one = 0.9 * (first[index] ?? 0) + 0.1 * slope
      const two = 0.999 * (second[index] ?? 0) + 0.001 * slope * slope
      first[index] = one
      second[index] = two
      const change = (one * firstScale) / (Math.sqrt(two * secondScale) + 1e-8)
      const value = values[index] ?? 0
      values[index] = value - learningRate * (change + weightDecay * value)
    }
  }
}

function dot(a: Float32Array, b: Float32Array, offset: number): number {
  let one = 0
  let two = 0
  for (let index = 0; index + 1 < a.length; index += 2) {
    one += (a[index] ?? 0) * (b[offset + index] ?? 0)
    two += (a[index + 1] ?? 0) * (b[offset + index + 1] ?? 0)
  }
  return one + two
}

function addScaled(into: Float32Array, offset: number, values: Float32Array, factor: number): void {
  for (let index = 0; index < values.length; index += 1)
    into[offset + index] = (into[offset + index] ?? 0) + factor * (values[index] ?? 0)
}

function gaussianTable(random: () => number): Float32Array {
  return Float32Array.from({ length: 1 << 15 }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()))
    return radius * Math.cos(2 * Math.PI * random())
  })
}
