import type { GraphBuilder } from '../onnx/graph-builder.ts'
import type { Value } from '../onnx/graph-core.ts'
import { float32Tensor } from '../onnx/tensor.ts'

/** How many positions stand for the silence between the end of the sound and the 30 seconds that Whisper was trained on. */
export const tailTokens = 96

/**
 * Added to attention scores [..., length]: each of the last `tailTokens` positions stands for (context - n) / tailTokens equal
 * ones, which a softmax counts when the logarithm of that number is added ("proportional attention", Bolya et al. 2022,
 * Token Merging, section 3). `length` is a [1] integer, n = length - tailTokens positions are real.
 */
export function tailBias(graph: GraphBuilder, length: Value, context: number): Value {
  const real = graph.sub(length, graph.integers([tailTokens]))
  const weight = graph.div(graph.cast(graph.sub(graph.integers([context]), real), 'float32'), graph.scalar(tailTokens))
  const zeros = graph.node('ConstantOfShape', [real])
  const repeated = graph.node('Expand', [graph.node('Log', [weight]), graph.integers([tailTokens])])
  return graph.concat([zeros, repeated], 0)
}

/** Positions of the tail, evenly spread over what is left of the context after `real` ([1] integer) positions. */
export function tailPositions(graph: GraphBuilder, real: Value, context: number): Value {
  const middles = Float32Array.from({ length: tailTokens }, (_, index) => (index + 0.5) / tailTokens)
  const left = graph.cast(graph.sub(graph.integers([context]), real), 'float32')
  const offsets = graph.mul(left, graph.weight('tail/middles', float32Tensor(middles, [tailTokens])))
  const positions = graph.add(graph.cast(offsets, 'int64'), real)
  return graph.node('Min', [positions, graph.integers([context - 1])])
}
