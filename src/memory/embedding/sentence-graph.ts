import { GraphBuilder } from '../../core/onnx/graph-builder.ts'
import type { Value } from '../../core/onnx/graph-core.ts'
import type { WeightFile } from '../../core/onnx/weight-file.ts'
import { type BertSettings, bertStates } from '../../core/text-model/bert-graph.ts'

/**
 * BERT with the mean over its last layer as the meaning of a sentence (Reimers and Gurevych 2019).
 *
 * Inputs `ids` int64 [batch, length] and `mask` float32 [batch, length], 1 for a real token; output `vectors` float32
 * [batch, width], each of length one.
 */
export function buildSentenceGraph(file: WeightFile, settings: BertSettings): GraphBuilder {
  const graph = new GraphBuilder('sentence-embedding', { opset: 20 })
  const ids = graph.input('ids', 'int64', ['batch', 'length'])
  const mask = graph.input('mask', 'float32', ['batch', 'length'])
  const states = bertStates(graph, file, settings, ids, mask)
  graph.output(meanDirection(graph, states, mask), 'vectors', 'float32', ['batch', 'width'])
  return graph
}

/** The sum over real tokens points where their mean does, and only the direction counts. */
function meanDirection(graph: GraphBuilder, x: Value, mask: Value): Value {
  const sum = graph.reduceSum(graph.mul(x, graph.unsqueeze(mask, [2])), [1], false)
  return graph.div(sum, graph.node('ReduceL2', [sum, graph.integers([1])], { keepdims: 1 }))
}
