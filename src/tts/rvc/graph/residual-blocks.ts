import type { Value } from '../../../core/onnx/graph-core.ts'
import { lazyFloat32Tensor } from '../../../core/onnx/tensor.ts'
import { fourierProducts, type TileAlgorithm, transformWeights } from './fourier-products.ts'
import { commonMultiple, TileLayout } from './tile-layout.ts'
import type { VoiceGraph } from './voice-graph.ts'

/** One residual block of a stage. */
export interface ResidualBlock {
  /** In the checkpoint, for example `dec.resblocks.3`. */
  name: string
  kernel: number
  dilations: readonly number[]
}

export interface Stage {
  channels: number
  blocks: readonly ResidualBlock[]
  /** Place of the first sample in the whole sound, [1]. */
  start: Value
}

/** The blocks of one stage; what they make of x [1, channels, length] is added up. */
export type ResidualBlocks = (graph: VoiceGraph, x: Value, stage: Stage) => Value

const slope = 0.1

/** The blocks as the paper writes them, one convolution after the other. */
export const straightBlocks: ResidualBlocks = (graph, x, { channels, blocks }) =>
  total(
    graph,
    blocks.map(({ name, kernel, dilations }) => {
      const convolve = (input: Value, layer: string, dilation: number) => {
        const padding = ((kernel - 1) / 2) * dilation
        const shape = { out: channels, in: channels, kernel, dilation, padding }
        return graph.layer(graph.leakyRelu(input, slope), `${name}.${layer}`, shape)
      }
      return chain(graph, x, dilations, convolve)
    }),
  )

/**
 * The same with far fewer multiplications where that pays (docs/decisions/0012): wide kernels by Fourier products on tiles, the others
 * straight.
 */
export const tiledBlocks: ResidualBlocks = (graph, x, stage) => {
  const { channels, blocks } = stage
  const tiled = blocks.filter((block) => paysOff(block, channels))
  const straight = blocks.filter((block) => !tiled.includes(block))
  const parts = straight.length === 0 ? [] : [straightBlocks(graph, x, { ...stage, blocks: straight })]
  if (tiled.length > 0) parts.push(onTiles(graph, x, { ...stage, blocks: tiled }))
  return total(graph, parts)
}

/** Measured: below these the copies cost more than the products save. */
function paysOff({ kernel, dilations }: ResidualBlock, channels: number): boolean {
  if (commonMultiple(dilations) > 15 || kernel > 11) return false
  return kernel === 11 ? channels >= 32 : kernel >= 7 && channels >= 64
}

/**
 * Samples a tile: about where longer transforms cost what fewer products save. The first stage is short, so that the last tiles of
 * a slice would be half empty, and its weights are the largest: they grow with the tile.
 */
function tileOutputs(channels: number): number {
  return channels > 128 ? 8 : 18
}

function onTiles(graph: VoiceGraph, x: Value, { channels, blocks, start }: Stage): Value {
  const dilations = blocks.flatMap((block) => block.dilations)
  const kernel = Math.max(...blocks.map((block) => block.kernel))
  const outputs = tileOutputs(channels)
  const layout = new TileLayout(graph, x, { outputs, dilations, kernel, start })
  const rows = graph.reshape(graph.transpose(x, [0, 2, 1]), [-1, channels])
  const silence = graph.constant('silence', new Float32Array(channels), [1, channels])
  const tiles = graph.reshape(graph.gather(graph.concat([rows, silence], 0), layout.fromSamples()), [outputs, -1])
  const sum = total(
    graph,
    blocks.map((block) => blockOnTiles(graph, tiles, channels, block, layout)),
  )
  const inOrder = graph.gather(graph.reshape(sum, [-1, channels]), layout.toSamples())
  return graph.unsqueeze(graph.transpose(inOrder, [1, 0]), [0])
}

/** Tiles are [outputs, tiles · channels] where they are calculated with, and rows of channels where they are gathered. */
function blockOnTiles(
  graph: VoiceGraph,
  tiles: Value,
  channels: number,
  { name, kernel, dilations }: ResidualBlock,
  layout: TileLayout,
): Value {
  const algorithm = fourierProducts(layout.outputs, kernel)
  const { inputs, products } = algorithm
  const into = graph.constant(`${name}.into`, algorithm.input.flat(), [products, inputs])
  const outOf = graph.constant(`${name}.out-of`, algorithm.output.flat(), [layout.outputs, products])
  let before = 1
  const convolve = (input: Value, layer: string, dilation: number) => {
    const rows = graph.reshape(graph.leakyRelu(input, slope), [-1, channels])
    const windows = graph.reshape(graph.gather(rows, layout.windows(kernel, before, dilation)), [inputs, -1])
    const spectra = graph.reshape(graph.matMul(into, windows), [products, -1, channels])
    const weight = tileWeight(graph, `${name}.${layer}`, channels, kernel, algorithm)
    const mixed = graph.reshape(graph.matMul(spectra, weight), [products, -1])
    const bias = graph.mul(layout.mask(), graph.stored(`${name}.${layer}.bias`, [channels], [1, channels]))
    before = dilation
    return graph.node('Gemm', [outOf, mixed, graph.reshape(bias, [1, -1])])
  }
  return chain(graph, tiles, dilations, convolve)
}

function tileWeight(
  graph: VoiceGraph,
  name: string,
  channels: number,
  kernel: number,
  algorithm: TileAlgorithm,
): Value {
  const read = () => transformWeights(algorithm, graph.weights.layer(name, [channels, channels, kernel]), channels)
  return graph.weight(`${name}.weight`, lazyFloat32Tensor([algorithm.products, channels, channels], read))
}

/** Two convolutions a dilation, the second without, and the way around both. */
function chain(
  graph: VoiceGraph,
  input: Value,
  dilations: readonly number[],
  convolve: (x: Value, layer: string, dilation: number) => Value,
): Value {
  let x = input
  for (const [index, dilation] of dilations.entries()) {
    const inner = convolve(x, `convs1.${index}`, dilation)
    x = graph.add(x, convolve(inner, `convs2.${index}`, 1))
  }
  return x
}

function total(graph: VoiceGraph, parts: readonly Value[]): Value {
  return parts.reduce((sum, part) => graph.add(sum, part))
}
