import type { GraphBuilder } from '../../core/onnx/graph-builder.ts'
import type { Value } from '../../core/onnx/graph-core.ts'
import { float32Tensor } from '../../core/onnx/tensor.ts'

/*
 * Whisper was trained on 30 seconds, most of which are silence after a short sound. Here that silence is `tailTokens`
 * positions, each of which stands for many equal ones, and the very last position by itself: it alone sees the edge
 * of the 30 seconds, and the network leans on it. (Why, and what it costs: docs/decisions/0003.)
 */
const tailTokens = 96

/**
 * Added to attention scores [..., length]: each position of the tail stands for (context - 1 - n) / tailTokens equal ones,
 * which a softmax counts when the logarithm of that number is added ("proportional attention", Bolya et al. 2022, Token
 * Merging, section 3). `length` is a [1] integer: n real positions, the tail, the last position.
 */
export function tailBias(graph: GraphBuilder, length: Value, context: number): Value {
  const real = graph.sub(length, graph.integers([tailTokens + 1]))
  const weight = graph.div(silentPositions(graph, real, context), graph.scalar(tailTokens))
  const tail = graph.node('Expand', [graph.node('Log', [weight]), graph.integers([tailTokens])])
  const zeros = (count: Value) => graph.node('ConstantOfShape', [count])
  return graph.concat([zeros(real), tail, zeros(graph.integers([1]))], 0)
}

/** Positions of the tail, evenly spread between `real` ([1] integer) positions and the last one. */
export function tailPositions(graph: GraphBuilder, real: Value, context: number): Value {
  const middles = Float32Array.from({ length: tailTokens }, (_, index) => (index + 0.5) / tailTokens)
  const spread = graph.weight('tail/middles', float32Tensor(middles, [tailTokens]))
  const offsets = graph.mul(silentPositions(graph, real, context), spread)
  return graph.add(graph.cast(offsets, 'int64'), real)
}

/** How many positions there are between `real` ones and the last, as a float. */
function silentPositions(graph: GraphBuilder, real: Value, context: number): Value {
  return graph.cast(graph.sub(graph.integers([context - 1]), real), 'float32')
}
