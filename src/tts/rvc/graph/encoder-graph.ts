import type { Value } from '../../../core/onnx/graph-core.ts'
import { lazyFloat32Tensor } from '../../../core/onnx/tensor.ts'
import type { VoiceCheckpoint } from '../checkpoint/voice-checkpoint.ts'
import { relativeAttention } from './attention.ts'
import { reverseFlow } from './flow.ts'
import { VoiceGraph, type VoiceNetwork } from './voice-graph.ts'

/** How far the noise that makes the voice lively is turned down, as in RVC. */
const noiseScale = 0.66666

/**
 * Content features to latents: the text encoder and the flow in reverse (VITS, Kim et al. 2021, sections 2.1 and 2.2).
 * Inputs `phone` [1, frames, width], with pitch `pitch` [1, frames] of 1 to 255, `noise` [1, latent, frames] standard normal, `sid` [1];
 * output `z` [1, latent, frames]. There is one sound of full length, so nothing is masked.
 */
export function buildEncoder({ facts, architecture, weights }: VoiceNetwork): VoiceGraph {
  const { hidden, latentChannels: latent } = architecture
  const graph = new VoiceGraph('rvc-encoder', weights)
  const phone = graph.input('phone', 'float32', [1, 'frames', facts.phoneWidth])
  const noise = graph.input('noise', 'float32', [1, latent, 'frames'])
  const speaker = graph.speaker(facts.speakers, architecture.speakerWidth)

  let features = phoneFeatures(graph, phone, facts.phoneWidth, hidden)
  if (facts.usesPitch) {
    const pitch = graph.input('pitch', 'int64', [1, 'frames'])
    features = graph.add(features, graph.gather(graph.stored('enc_p.emb_pitch.weight', [256, hidden]), pitch))
  }
  const scaled = graph.leakyRelu(graph.mul(features, graph.scalar(Math.sqrt(hidden))), 0.1)
  const x = transformer(graph, graph.transpose(scaled, [0, 2, 1]), architecture)

  const proj = graph.layer(x, 'enc_p.proj', { out: 2 * latent, in: hidden, kernel: 1 })
  const [mean, logDeviation] = graph.split(proj, [latent, latent], 1) as [Value, Value]
  const spread = graph.mul(graph.mul(graph.exp(logDeviation), noise), graph.scalar(noiseScale))
  const z = reverseFlow(graph, graph.add(mean, spread), speaker, architecture)
  graph.output(z, 'z', 'float32', [1, latent, 'frames'])
  return graph
}

function phoneFeatures(graph: VoiceGraph, phone: Value, width: number, hidden: number): Value {
  const name = 'enc_p.emb_phone'
  const weight = graph.weight(
    `${name}.weight`,
    lazyFloat32Tensor([width, hidden], () =>
      transposed(graph.weights.plain(`${name}.weight`, [hidden, width]), hidden),
    ),
  )
  return graph.linear(phone, weight, graph.stored(`${name}.bias`, [hidden]))
}

/** Layers of attention and a convolution, each with a way around and a norm behind it; x [1, hidden, frames]. */
function transformer(graph: VoiceGraph, input: Value, architecture: VoiceCheckpoint['architecture']): Value {
  const { hidden, filters, layers, filterWidth } = architecture
  // With an even width one more sample is looked at behind than before.
  const padding = [Math.floor((filterWidth - 1) / 2), Math.floor(filterWidth / 2)] as const
  let x = input
  for (let index = 0; index < layers; index += 1) {
    const base = 'enc_p.encoder'
    const attended = relativeAttention(graph, x, `${base}.attn_layers.${index}`, architecture)
    x = channelNorm(graph, graph.add(x, attended), `${base}.norm_layers_1.${index}`, hidden)
    const feed = `${base}.ffn_layers.${index}`
    const shape = { kernel: filterWidth, padding }
    const inner = graph.relu(graph.layer(x, `${feed}.conv_1`, { ...shape, out: filters, in: hidden }))
    const outer = graph.layer(inner, `${feed}.conv_2`, { ...shape, out: hidden, in: filters })
    x = channelNorm(graph, graph.add(x, outer), `${base}.norm_layers_2.${index}`, hidden)
  }
  return x
}

/** Layer norm over the channels of [1, channels, frames]. */
function channelNorm(graph: VoiceGraph, x: Value, name: string, channels: number): Value {
  const gamma = graph.stored(`${name}.gamma`, [channels])
  const normed = graph.layerNorm(graph.transpose(x, [0, 2, 1]), gamma, graph.stored(`${name}.beta`, [channels]))
  return graph.transpose(normed, [0, 2, 1])
}

function transposed(matrix: Float32Array, rows: number): Float32Array {
  const columns = matrix.length / rows
  return Float32Array.from(matrix, (_, at) => matrix[(at % rows) * columns + Math.floor(at / rows)] as number)
}
