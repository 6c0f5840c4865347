import { GraphBuilder } from '../../core/onnx/graph-builder.ts'
import type { Value } from '../../core/onnx/graph-core.ts'
import { StoredWeights } from '../../core/onnx/stored-weights.ts'
import type { WeightFile } from '../../core/onnx/weight-file.ts'

/** What the weights do not tell, from the model's config.json. */
export interface BertSettings {
  layers: number
  heads: number
  layerNormEpsilon: number
}

/**
 * BERT (Devlin et al. 2019) with the mean over its last layer as the meaning of a sentence (Reimers and Gurevych 2019).
 *
 * Inputs `ids` int64 [batch, length] and `mask` float32 [batch, length], 1 for a real token; output `vectors` float32
 * [batch, width], each of length one.
 */
export function buildSentenceGraph(file: WeightFile, { layers, heads, layerNormEpsilon }: BertSettings): GraphBuilder {
  const graph = new GraphBuilder('sentence-embedding', { opset: 20 })
  const weights = new StoredWeights(file, graph)
  const norm = (x: Value, name: string) => weights.layerNorm(x, `${name}.LayerNorm`, layerNormEpsilon)

  const ids = graph.input('ids', 'int64', ['batch', 'length'])
  const mask = graph.input('mask', 'float32', ['batch', 'length'])
  const words = graph.gather(weights.plain('embeddings.word_embeddings.weight'), ids)
  const positions = weights.plain('embeddings.position_embeddings.weight')
  const placed = graph.add(words, graph.slice(positions, 0, 0, graph.shapeOf(ids, 1)))
  const firstKind = graph.slice(weights.plain('embeddings.token_type_embeddings.weight'), 0, 0, 1)
  let x = norm(graph.add(placed, firstKind), 'embeddings')

  // Padding gets no attention: its scores sink before the softmax.
  const padding = graph.unsqueeze(graph.sub(mask, graph.scalar(1)), [1, 2])
  const bias = graph.mul(padding, graph.scalar(1e9))
  for (let layer = 0; layer < layers; layer += 1) {
    const name = `encoder.layer.${layer}`
    const attended = graph.scope(`layer${layer}`, () => attention(graph, weights, x, bias, name, heads))
    x = norm(graph.add(x, weights.linear(attended, `${name}.attention.output.dense`)), `${name}.attention.output`)
    const hidden = graph.gelu(weights.linear(x, `${name}.intermediate.dense`))
    x = norm(graph.add(x, weights.linear(hidden, `${name}.output.dense`)), `${name}.output`)
  }
  graph.output(meanDirection(graph, x, mask), 'vectors', 'float32', ['batch', 'width'])
  return graph
}

function attention(
  graph: GraphBuilder,
  weights: StoredWeights,
  x: Value,
  bias: Value,
  name: string,
  heads: number,
): Value {
  const [width = 0] = weights.dims(`${name}.attention.self.query.bias`)
  const depth = width / heads
  const divided = (part: string, order: readonly number[], scale = 1) =>
    graph.transpose(
      graph.reshape(weights.linear(x, `${name}.attention.self.${part}`, scale), [0, -1, heads, depth]),
      order,
    )
  const scores = graph.matMul(divided('query', [0, 2, 1, 3], depth ** -0.5), divided('key', [0, 2, 3, 1]))
  const mixed = graph.matMul(graph.softmax(graph.add(scores, bias)), divided('value', [0, 2, 1, 3]))
  return graph.reshape(graph.transpose(mixed, [0, 2, 1, 3]), [0, -1, width])
}

/** The sum over real tokens points where their mean does, and only the direction counts. */
function meanDirection(graph: GraphBuilder, x: Value, mask: Value): Value {
  const sum = graph.reduceSum(graph.mul(x, graph.unsqueeze(mask, [2])), [1], false)
  return graph.div(sum, graph.node('ReduceL2', [sum, graph.integers([1])], { keepdims: 1 }))
}
