import type { GraphBuilder } from '../../../core/onnx/graph-builder.ts'
import type { Value } from '../../../core/onnx/graph-core.ts'
import { StoredWeights } from '../../../core/onnx/stored-weights.ts'
import { lazyFloat32Tensor } from '../../../core/onnx/tensor.ts'
import type { WeightFile } from '../../../core/onnx/weight-file.ts'

/** What stands before every name, by the class that was saved. */
const prefixes = ['', 'hubert.', 'model.']
const anyWeight = 'feature_extractor.conv_layers.0.conv.weight'

/** Sizes of one HuBERT (Hsu et al. 2021), read from its weights. */
export interface HubertDimensions {
  width: number
  layers: number
  heads: number
  /** Kernels of the convolutions in front, in samples and then frames. */
  kernels: number[]
  positionGroups: number
  positionKernel: number
}

/** As every published HuBERT base has them: the weights do not tell. */
const headWidth = 64
const usualKernels = [10, 3, 3, 3, 3, 2, 2]

/** The weights of a HuBERT as Hugging Face's `HubertModel` names them, put into a graph in the orientation ONNX wants. */
export class HubertWeights extends StoredWeights {
  readonly dimensions: HubertDimensions
  readonly #graph: GraphBuilder
  readonly #position: { gain: string; direction: string }

  constructor(file: WeightFile, graph: GraphBuilder) {
    const prefix = prefixes.find((candidate) => file.has(candidate + anyWeight))
    if (prefix === undefined) throw file.refuse('it holds no HuBERT in the layout of Hugging Face')
    super(file, graph, prefix)
    this.#graph = graph
    const old = 'encoder.pos_conv_embed.conv.weight_'
    const parametrized = 'encoder.pos_conv_embed.conv.parametrizations.weight.original'
    this.#position = this.has(`${old}g`)
      ? { gain: `${old}g`, direction: `${old}v` }
      : { gain: `${parametrized}0`, direction: `${parametrized}1` }
    this.dimensions = this.#readDimensions(file)
  }

  /** The convolution that tells positions, whose normalisation runs over everything but its last axis. */
  positionKernel(): Value {
    const { gain, direction } = this.#position
    return this.#graph.weight(
      'encoder.pos_conv_embed.conv.weight',
      lazyFloat32Tensor(this.dims(direction), () => {
        const gains = this.floats(gain)
        return normalised(this.floats(direction), gains)
      }),
    )
  }

  #readDimensions(file: WeightFile): HubertDimensions {
    const [width = 0] = this.dims('feature_projection.projection.weight')
    const [, groupWidth = 0, positionKernel = 0] = this.dims(this.#position.direction)
    const count = (name: (index: number) => string) => {
      let length = 0
      while (length < 100 && this.has(name(length))) length += 1
      return length
    }
    const layers = count((index) => `encoder.layers.${index}.attention.q_proj.weight`)
    const convolution = (index: number) => `feature_extractor.conv_layers.${index}.conv.weight`
    const kernels = Array.from({ length: count(convolution) }, (_, index) => this.dims(convolution(index))[2] ?? 0)
    if (kernels.join() !== usualKernels.join() || layers === 0 || width % headWidth !== 0 || width % groupWidth !== 0)
      throw file.refuse('it holds another network than HuBERT base')
    return { width, layers, heads: width / headWidth, kernels, positionGroups: width / groupWidth, positionKernel }
  }
}

/** Salimans and Kingma 2016, with one length and gain for each position of the last axis. */
function normalised(values: Float32Array, gains: Float32Array): Float32Array {
  const squares = new Float64Array(gains.length)
  values.forEach((value, index) => {
    squares[index % gains.length] = (squares[index % gains.length] as number) + value * value
  })
  return values.map((value, index) => {
    const position = index % gains.length
    return (value * (gains[position] as number)) / Math.sqrt(squares[position] as number)
  })
}
