import { GraphBuilder } from '../../core/onnx/graph-builder.ts'
import type { Value } from '../../core/onnx/graph-core.ts'
import type { CTranslate2File } from './ctranslate2-file.ts'
import type { WhisperDimensions } from './dimensions.ts'
import { tailBias, tailPositions } from './tail.ts'
import { WhisperWeights } from './whisper-weights.ts'

/** Silence that is really computed after the sound, in frames of 10 ms. */
const silentFrames = 100

/**
 * Whisper's encoder with the decoder's cross-attention keys and values at its end (Radford et al. 2022).
 *
 * Input `mel` [1, bands, frames] for any even or odd number of frames up to 3000: the positions are cut to the length of the
 * sound, so that a short utterance costs little. Outputs, one entry a decoder layer, already divided into heads so that
 * the decoder need not transpose them at every token: `n_layer_cross_k` [layers, heads, depth, time] and
 * `n_layer_cross_v` [layers, heads, time, depth].
 */
export function buildEncoder(weights: CTranslate2File, dimensions: WhisperDimensions): GraphBuilder {
  const { melBands, audioContext, width, heads, encoderLayers, decoderLayers } = dimensions
  const graph = new GraphBuilder('whisper-encoder', { opset: 20 })
  const source = new WhisperWeights(weights, graph)
  const depth = width / heads

  const mel = graph.input('mel', 'float32', [1, melBands, 'frames'])
  // Features are scaled so that Whisper's own floor, 8 decades below the loudest point, lies 2 below the maximum.
  const floor = graph.sub(graph.node('ReduceMax', [mel], { keepdims: 1 }), graph.scalar(2))
  const silence = (frames: number) => graph.node('Expand', [floor, graph.integers([1, melBands, frames])])
  const stem = convolutions(graph, source)
  const padded = graph.concat([soundOnly(graph, mel), silence(silentFrames + 4)], 2)
  // The last two positions saw the edge of the sound, which is not there in 30 seconds of it.
  const real = graph.slice(graph.slice(stem(padded), 1, 0, -2), 1, 0, audioContext - 1)
  const quiet = stem(silence(12))
  const [silent, last] = [graph.slice(quiet, 1, 3, 4), graph.slice(quiet, 1, 5, 6)]
  const positions = source.plain('encoder/position_encodings/encodings')
  const realLength = graph.shapeOf(real, 1)
  const tail = graph.gather(positions, tailPositions(graph, realLength, audioContext))
  const parts = [
    graph.add(real, graph.slice(positions, 0, 0, realLength)),
    graph.add(silent, tail),
    graph.add(last, graph.slice(positions, 0, audioContext - 1, audioContext)),
  ]
  let x = graph.concat(parts, 1)
  const bias = tailBias(graph, graph.shapeOf(x, 1), audioContext)

  for (let layer = 0; layer < encoderLayers; layer += 1) {
    x = graph.scope(`encoder${layer}`, () =>
      encoderLayer(graph, source, x, `encoder/layer_${layer}`, { width, heads, bias }),
    )
  }
  const features = source.layerNorm(x, 'encoder/layer_norm')

  const keys: Value[] = []
  const values: Value[] = []
  for (let layer = 0; layer < decoderLayers; layer += 1) {
    const name = `decoder/layer_${layer}/attention/linear_1`
    const key = source.linearRows(features, name, 0, width)
    const value = source.linearRows(features, name, width, 2 * width)
    keys.push(graph.transpose(graph.reshape(key, [1, -1, heads, depth]), [0, 2, 3, 1]))
    values.push(graph.transpose(graph.reshape(value, [1, -1, heads, depth]), [0, 2, 1, 3]))
  }
  graph.output(graph.concat(keys, 0), 'n_layer_cross_k', 'float32', [decoderLayers, heads, depth, 'time'])
  graph.output(graph.concat(values, 0), 'n_layer_cross_v', 'float32', [decoderLayers, heads, 'time', depth])
  return graph
}

/** Without the all-zero frames at the end that sherpa-onnx fills its `tailPaddings` with: real frames are never all zero. */
function soundOnly(graph: GraphBuilder, mel: Value): Value {
  const loudest = graph.node('ReduceMax', [graph.node('Abs', [mel]), graph.integers([0, 1])], { keepdims: 0 })
  const frames = graph.squeeze(graph.shapeOf(mel, 2), [0])
  const numbers = graph.node('Range', [graph.integer(1), graph.add(frames, graph.integer(1)), graph.integer(1)])
  const sounding = graph.where(graph.node('Greater', [loudest, graph.scalar(0)]), numbers, graph.integer(1))
  return graph.slice(mel, 2, 0, graph.node('ReduceMax', [sounding, graph.integers([0])], { keepdims: 1 }))
}

/** The two convolutions in front; their weights are put into the graph once however often they are used. */
function convolutions(graph: GraphBuilder, source: WhisperWeights): (mel: Value) => Value {
  const layers = [1, 2].map((number) => ({
    stride: number,
    weight: source.plain(`encoder/conv${number}/weight`),
    bias: source.plain(`encoder/conv${number}/bias`),
  }))
  return (mel) => {
    let x = mel
    for (const { stride, weight, bias } of layers) x = graph.gelu(graph.conv1d(x, weight, bias, { stride, padding: 1 }))
    return graph.transpose(x, [0, 2, 1])
  }
}

function encoderLayer(
  graph: GraphBuilder,
  source: WhisperWeights,
  input: Value,
  name: string,
  shape: { width: number; heads: number; bias: Value },
): Value {
  const { width, heads, bias } = shape
  const depth = width / heads
  const normed = source.layerNorm(input, `${name}/self_attention/layer_norm`)
  const scaledRows = { count: width, scale: depth ** -0.5 }
  const fused = source.linear(normed, `${name}/self_attention/linear_0`, scaledRows)
  const [query, key, value] = graph.split(fused, [width, width, width], 2) as [Value, Value, Value]
  const divided = (part: Value, order: readonly number[]) =>
    graph.transpose(graph.reshape(part, [1, -1, heads, depth]), order)
  const scores = graph.add(graph.matMul(divided(query, [0, 2, 1, 3]), divided(key, [0, 2, 3, 1])), bias)
  const mixed = graph.matMul(graph.softmax(scores), divided(value, [0, 2, 1, 3]))
  const joined = graph.reshape(graph.transpose(mixed, [0, 2, 1, 3]), [1, -1, width])
  const attended = graph.add(input, source.linear(joined, `${name}/self_attention/linear_1`))
  return feedForward(graph, source, attended, name)
}

/** LayerNorm, widen, GELU, narrow, and the way around. */
export function feedForward(graph: GraphBuilder, source: WhisperWeights, x: Value, name: string): Value {
  const normed = source.layerNorm(x, `${name}/ffn/layer_norm`)
  const hidden = graph.gelu(source.linear(normed, `${name}/ffn/linear_0`))
  return graph.add(x, source.linear(hidden, `${name}/ffn/linear_1`))
}
