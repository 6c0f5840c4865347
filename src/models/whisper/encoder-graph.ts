import { GraphBuilder } from '../onnx/graph-builder.ts'
import type { Value } from '../onnx/graph-core.ts'
import type { CTranslate2File } from './ctranslate2-file.ts'
import type { WhisperDimensions } from './dimensions.ts'
import { WhisperWeights } from './whisper-weights.ts'

/**
 * Whisper's encoder with the decoder's cross-attention keys and values at its end (Radford et al. 2022).
 *
 * Input `mel` [1, bands, frames] for any even or odd number of frames up to 3000: the positions are cut to the length of the
 * sound, so that a short utterance costs little. Outputs, one entry a decoder layer, already divided into heads so that
 * the decoder need not transpose them at every token: `n_layer_cross_k` [layers, heads, depth, time] and
 * `n_layer_cross_v` [layers, heads, time, depth].
 */
export function buildEncoder(weights: CTranslate2File, dimensions: WhisperDimensions): GraphBuilder {
  const { melBands, width, heads, encoderLayers, decoderLayers } = dimensions
  const graph = new GraphBuilder('whisper-encoder', { opset: 20 })
  const source = new WhisperWeights(weights, graph)
  const depth = width / heads

  const mel = graph.input('mel', 'float32', [1, melBands, 'frames'])
  let x = convolve(graph, source, mel, 'encoder/conv1', 1)
  x = convolve(graph, source, x, 'encoder/conv2', 2)
  x = graph.transpose(x, [0, 2, 1])
  const positions = source.plain('encoder/position_encodings/encodings')
  x = graph.add(x, graph.slice(positions, 0, 0, graph.shapeOf(x, 1)))

  for (let layer = 0; layer < encoderLayers; layer += 1) {
    x = graph.scope(`encoder${layer}`, () => encoderLayer(graph, source, x, `encoder/layer_${layer}`, width, heads))
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

function convolve(graph: GraphBuilder, source: WhisperWeights, x: Value, name: string, stride: number): Value {
  const convolved = graph.conv1d(x, source.plain(`${name}/weight`), source.plain(`${name}/bias`), {
    stride,
    padding: 1,
  })
  return graph.gelu(convolved)
}

function encoderLayer(
  graph: GraphBuilder,
  source: WhisperWeights,
  input: Value,
  name: string,
  width: number,
  heads: number,
): Value {
  const depth = width / heads
  const normed = source.layerNorm(input, `${name}/self_attention/layer_norm`)
  const scaledRows = { count: width, scale: depth ** -0.5 }
  const fused = source.linear(normed, `${name}/self_attention/linear_0`, scaledRows)
  const [query, key, value] = graph.split(fused, [width, width, width], 2) as [Value, Value, Value]
  const divided = (part: Value, order: readonly number[]) =>
    graph.transpose(graph.reshape(part, [1, -1, heads, depth]), order)
  const scores = graph.matMul(divided(query, [0, 2, 1, 3]), divided(key, [0, 2, 3, 1]))
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
