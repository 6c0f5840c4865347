import { GraphBuilder } from '../../core/onnx/graph-builder.ts'
import type { Value } from '../../core/onnx/graph-core.ts'
import { float32Tensor } from '../../core/onnx/tensor.ts'
import type { CTranslate2File } from './ctranslate2-file.ts'
import type { WhisperDimensions } from './dimensions.ts'
import { feedForward } from './encoder-graph.ts'
import { tailBias } from './tail.ts'
import { WhisperWeights } from './whisper-weights.ts'

/** Tokens that must not be produced: `always`, and `first` in addition for the first token after the prompt. */
export interface SuppressedTokens {
  always: readonly number[]
  first: readonly number[]
}

/** What everything inside one decoding step shares. */
interface Step {
  graph: GraphBuilder
  source: WhisperWeights
  width: number
  heads: number
  offset: Value
  /** Added to the scores so that a token sees only those before it, [tokens, offset + tokens]. */
  mask: Value
  /** Weight of the tail of the sound, see tail.ts. */
  bias: Value
}

const minusInfinity = Number.NEGATIVE_INFINITY

/**
 * Whisper's decoder for one step: a prompt of several tokens, or one token.
 *
 * Inputs: `tokens` [1, n] int64, the two self-attention caches [layers, 1, at least offset, width] of which only the first
 * `offset` entries are read, the encoder's keys and values in their divided form, `offset` [1] int64. Outputs: `logits`
 * [1, 1, vocabulary] of the last token only, and caches of exactly offset + n entries, so that a step copies no
 * more than what was said. The suppression of symbols that are never spoken (openai-whisper's default) is part of the graph,
 * because sherpa-onnx's greedy search takes the largest logit as it is.
 */
export function buildDecoder(
  weights: CTranslate2File,
  dimensions: WhisperDimensions,
  suppressed: SuppressedTokens,
): GraphBuilder {
  const { width, heads, decoderLayers: layers, vocabulary } = dimensions
  const depth = width / heads
  const graph = new GraphBuilder('whisper-decoder', { opset: 20 })
  const source = new WhisperWeights(weights, graph)

  const tokens = graph.input('tokens', 'int64', [1, 'n_tokens'])
  const pastKeys = graph.input('in_n_layer_self_k_cache', 'float32', [layers, 1, 'n_cache', width])
  const pastValues = graph.input('in_n_layer_self_v_cache', 'float32', [layers, 1, 'n_cache', width])
  const crossKeys = graph.input('n_layer_cross_k', 'float32', [layers, heads, depth, 'time'])
  const crossValues = graph.input('n_layer_cross_v', 'float32', [layers, heads, 'time', depth])
  const offset = graph.input('offset', 'int64', [1])

  const end = graph.add(offset, graph.shapeOf(tokens, 1))
  const step: Step = {
    graph,
    source,
    width,
    heads,
    offset,
    mask: causalMask(graph, offset, end),
    bias: tailBias(graph, graph.shapeOf(crossValues, 2), dimensions.audioContext),
  }
  const embeddings = source.plain('decoder/embeddings/weight')
  const positions = source.plain('decoder/position_encodings/encodings')
  let x = graph.add(graph.gather(embeddings, tokens), graph.slice(positions, 0, offset, end))

  const keys: Value[] = []
  const values: Value[] = []
  for (let layer = 0; layer < layers; layer += 1) {
    const name = `decoder/layer_${layer}`
    const cache = { keys: graph.gather(pastKeys, layer), values: graph.gather(pastValues, layer) }
    const own = selfAttention(step, x, `${name}/self_attention`, cache)
    keys.push(graph.unsqueeze(own.keys, [0]))
    values.push(graph.unsqueeze(own.values, [0]))
    x = crossAttention(
      step,
      own.x,
      `${name}/attention`,
      graph.gather(crossKeys, layer),
      graph.gather(crossValues, layer),
    )
    x = feedForward(graph, source, x, name)
  }

  const last = source.layerNorm(graph.slice(x, 1, -1, Number.MAX_SAFE_INTEGER), 'decoder/layer_norm')
  // The embedding is the left factor: read row by row as it lies, without a transposed second copy of the largest weight.
  const column = graph.reshape(last, [width, 1])
  const logits = graph.reshape(graph.matMul(embeddings, column), [1, 1, vocabulary])
  const allowed = graph.add(logits, suppression(graph, vocabulary, suppressed, offset))

  graph.output(allowed, 'logits', 'float32', [1, 1, vocabulary])
  graph.output(graph.concat(keys, 0), 'out_n_layer_self_k_cache', 'float32', [layers, 1, 'n_seen', width])
  graph.output(graph.concat(values, 0), 'out_n_layer_self_v_cache', 'float32', [layers, 1, 'n_seen', width])
  return graph
}

function selfAttention(step: Step, input: Value, name: string, past: { keys: Value; values: Value }) {
  const { graph, source, width, heads, offset } = step
  const depth = width / heads
  const normed = source.layerNorm(input, `${name}/layer_norm`)
  const fused = source.linear(normed, `${name}/linear_0`, { count: width, scale: depth ** -0.5 })
  const [query, key, value] = graph.split(fused, [width, width, width], 2) as [Value, Value, Value]
  const keys = graph.concat([graph.slice(past.keys, 1, 0, offset), key], 1)
  const values = graph.concat([graph.slice(past.values, 1, 0, offset), value], 1)
  const scores = graph.matMul(divide(step, query, [0, 2, 1, 3]), divide(step, keys, [0, 2, 3, 1]))
  const mixed = graph.matMul(graph.softmax(graph.add(scores, step.mask)), divide(step, values, [0, 2, 1, 3]))
  return { x: graph.add(input, source.linear(join(step, mixed), `${name}/linear_1`)), keys, values }
}

function crossAttention(step: Step, input: Value, name: string, keys: Value, values: Value): Value {
  const { graph, source, width, heads } = step
  const normed = source.layerNorm(input, `${name}/layer_norm`)
  const query = source.linear(normed, `${name}/linear_0`, { count: width, scale: (width / heads) ** -0.5 })
  const scores = graph.add(graph.matMul(divide(step, query, [0, 2, 1, 3]), keys), step.bias)
  const mixed = graph.matMul(graph.softmax(scores), values)
  return graph.add(input, source.linear(join(step, mixed), `${name}/linear_2`))
}

function divide({ graph, width, heads }: Step, x: Value, order: readonly number[]): Value {
  return graph.transpose(graph.reshape(x, [1, -1, heads, width / heads]), order)
}

function join({ graph, width }: Step, x: Value): Value {
  return graph.reshape(graph.transpose(x, [0, 2, 1, 3]), [1, -1, width])
}

/** 0 where the column is not after the row, minus infinity elsewhere; rows are `offset` to before `end`. */
function causalMask(graph: GraphBuilder, offset: Value, end: Value): Value {
  const range = (from: Value, to: Value) => graph.node('Range', [from, to, graph.integer(1)])
  const stop = graph.squeeze(end, [0])
  const rows = graph.unsqueeze(range(graph.squeeze(offset, [0]), stop), [1])
  const columns = graph.unsqueeze(range(graph.integer(0), stop), [0])
  return graph.where(graph.node('Greater', [columns, rows]), graph.scalar(minusInfinity), graph.scalar(0))
}

/** Zero for tokens that may come next, minus infinity for the others. */
function suppression(graph: GraphBuilder, vocabulary: number, suppressed: SuppressedTokens, offset: Value): Value {
  const row = (tokens: readonly number[]) => {
    const bias = new Float32Array(vocabulary)
    for (const token of tokens) bias[token] = minusInfinity
    return float32Tensor(bias, [1, 1, vocabulary])
  }
  const later = graph.weight('suppressed', row(suppressed.always))
  const first = graph.weight('suppressed-first', row([...suppressed.always, ...suppressed.first]))
  return graph.where(graph.node('Equal', [offset, graph.integers([0])]), first, later)
}
