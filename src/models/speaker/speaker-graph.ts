import { GraphBuilder } from '../../core/onnx/graph-builder.ts'
import type { Value } from '../../core/onnx/graph-core.ts'
import { StoredWeights } from '../../core/onnx/stored-weights.ts'
import { float32Tensor } from '../../core/onnx/tensor.ts'
import type { WeightFile } from '../../core/onnx/weight-file.ts'

const layers = 3

/**
 * The speaker encoder of Wan et al. 2018 (generalized end-to-end loss) as Resemblyzer trained it: three LSTM layers over mel frames, the
 * last state projected, rectified and brought to length 1. Input `mel` [frames, 1, bands] (40 bands), output `embedding` [1, size] (256 numbers).
 */
export function buildSpeakerEncoder(file: WeightFile): GraphBuilder {
  const graph = new GraphBuilder('speaker-encoder')
  const weights = new StoredWeights(file, graph)
  const [gates = 0, bands = 0] = weights.dims('lstm.weight_ih_l0')
  const [size = 0] = weights.dims('linear.bias')
  let states = graph.input('mel', 'float32', ['frames', 1, bands])
  let last: Value = states
  for (let layer = 0; layer < layers; layer += 1) {
    const [all, final] = graph.nodes(
      'LSTM',
      [
        states,
        matrix(weights, graph, `lstm.weight_ih_l${layer}`),
        matrix(weights, graph, `lstm.weight_hh_l${layer}`),
        bias(weights, graph, layer),
      ],
      3,
      { hidden_size: gates / 4 },
    ) as [Value, Value, Value]
    // [frames, directions, 1, gates / 4]
    states = graph.squeeze(all, [1])
    last = final
  }
  const projected = graph.relu(weights.linear(graph.squeeze(last, [0]), 'linear'))
  const length = graph.sqrt(graph.reduceSum(graph.mul(projected, projected), [1]))
  graph.output(graph.div(projected, graph.add(length, graph.scalar(1e-9))), 'embedding', 'float32', [1, size])
  return graph
}

/** [gates, in] with its gates in ONNX's order, and an axis for the direction before. */
function matrix(weights: StoredWeights, graph: GraphBuilder, name: string): Value {
  const [rows = 0, columns = 0] = weights.dims(name)
  return graph.weight(name, float32Tensor(gatesInOrder(weights.floats(name)), [1, rows, columns]))
}

/** Both biases of a layer, one after the other. */
function bias(weights: StoredWeights, graph: GraphBuilder, layer: number): Value {
  const both = ['ih', 'hh'].map((kind) => gatesInOrder(weights.floats(`lstm.bias_${kind}_l${layer}`)))
  const values = Float32Array.from(both.flatMap((each) => [...each]))
  return graph.weight(`lstm.bias_l${layer}`, float32Tensor(values, [1, values.length]))
}

/** PyTorch stores input, forget, cell and output gate; ONNX wants input, output, forget and cell. */
function gatesInOrder(values: Float32Array): Float32Array {
  const quarter = values.length / 4
  const result = new Float32Array(values.length)
  for (const [to, from] of [0, 3, 1, 2].entries())
    result.set(values.subarray(from * quarter, (from + 1) * quarter), to * quarter)
  return result
}
