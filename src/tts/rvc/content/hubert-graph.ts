import { GraphBuilder } from '../../../core/onnx/graph-builder.ts'
import type { Value } from '../../../core/onnx/graph-core.ts'
import type { WeightFile } from '../../../core/onnx/weight-file.ts'
import { HubertWeights } from './hubert-weights.ts'

/** Layer and projection that voices of version 1 read; version 2 reads the last layer as it is. */
const projectedLayer = 9
const projection = 'final_proj'

/**
 * HuBERT base (Hsu et al. 2021; ContentVec, Qian et al. 2022, has the same shape) for sound of any length.
 *
 * Input `samples` [1, n] at 16 kHz, output `features` [1, frames, width] with a frame every 320 samples.
 * @param layer `projected`: the ninth, projected onto 256 numbers, for voices of version 1; `last` for version 2
 */
export function buildHubert(file: WeightFile, layer: 'projected' | 'last'): GraphBuilder {
  const graph = new GraphBuilder('content-features', { opset: 20 })
  const weights = new HubertWeights(file, graph)
  const { layers } = weights.dimensions
  const projected = layer === 'projected'
  if (projected && (layers < projectedLayer || !weights.has(`${projection}.weight`)))
    throw file.refuse('it lacks the projection that voices of version 1 need')

  const samples = graph.input('samples', 'float32', [1, 'samples'])
  let x = front(graph, weights, graph.unsqueeze(samples, [1]))
  for (let layer = 0; layer < (projected ? projectedLayer : layers); layer += 1)
    x = graph.scope(`layer${layer}`, () => encoderLayer(graph, weights, x, `encoder.layers.${layer}`))
  const features = projected ? weights.linear(x, projection) : x
  graph.output(features, 'features', 'float32', [1, 'frames', 'width'])
  return graph
}

/** Seven convolutions, the projection and what tells positions. */
function front(graph: GraphBuilder, weights: HubertWeights, samples: Value): Value {
  const { kernels, positionGroups, positionKernel } = weights.dimensions
  let x = samples
  kernels.forEach((_, index) => {
    const name = `feature_extractor.conv_layers.${index}`
    const bias = weights.has(`${name}.conv.bias`) ? weights.plain(`${name}.conv.bias`) : undefined
    x = graph.conv1d(x, weights.plain(`${name}.conv.weight`), bias, { stride: index === 0 ? 5 : 2 })
    // As many groups as channels: each channel is normalised over time by itself.
    if (index === 0) x = instanceNorm(graph, x, weights, `${name}.layer_norm`)
    x = graph.gelu(x)
  })
  x = weights.layerNorm(graph.transpose(x, [0, 2, 1]), 'feature_projection.layer_norm')
  x = weights.linear(x, 'feature_projection.projection')
  const half = Math.floor(positionKernel / 2)
  const bias = weights.plain('encoder.pos_conv_embed.conv.bias')
  const position = graph.conv1d(graph.transpose(x, [0, 2, 1]), weights.positionKernel(), bias, {
    // An even kernel gives a frame too many at the end.
    padding: [half, positionKernel - 1 - half],
    groups: positionGroups,
  })
  x = graph.add(x, graph.transpose(graph.gelu(position), [0, 2, 1]))
  return weights.layerNorm(x, 'encoder.layer_norm')
}

function instanceNorm(graph: GraphBuilder, x: Value, weights: HubertWeights, name: string): Value {
  return graph.node('InstanceNormalization', [x, weights.plain(`${name}.weight`), weights.plain(`${name}.bias`)], {
    epsilon: { float: 1e-5 },
  })
}

/** Attention, then two dense layers; each added to its input and normalised after that. */
function encoderLayer(graph: GraphBuilder, weights: HubertWeights, input: Value, name: string): Value {
  const { width, heads } = weights.dimensions
  const depth = width / heads
  const divided = (part: string, order: readonly number[], scale = 1) =>
    graph.transpose(
      graph.reshape(weights.linear(input, `${name}.attention.${part}`, scale), [1, -1, heads, depth]),
      order,
    )
  const scores = graph.matMul(divided('q_proj', [0, 2, 1, 3], depth ** -0.5), divided('k_proj', [0, 2, 3, 1]))
  const mixed = graph.matMul(graph.softmax(scores), divided('v_proj', [0, 2, 1, 3]))
  const joined = graph.reshape(graph.transpose(mixed, [0, 2, 1, 3]), [1, -1, width])
  const attended = graph.add(input, weights.linear(joined, `${name}.attention.out_proj`))
  const x = weights.layerNorm(attended, `${name}.layer_norm`)
  const hidden = graph.gelu(weights.linear(x, `${name}.feed_forward.intermediate_dense`))
  const dense = weights.linear(hidden, `${name}.feed_forward.output_dense`)
  return weights.layerNorm(graph.add(x, dense), `${name}.final_layer_norm`)
}
