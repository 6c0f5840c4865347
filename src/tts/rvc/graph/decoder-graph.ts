import type { Value } from '../../../core/onnx/graph-core.ts'
import type { ResidualBlocks } from './residual-blocks.ts'
import { upsample } from './upsampling.ts'
import { VoiceGraph, type VoiceNetwork } from './voice-graph.ts'

const preKernel = 7
const slope = 0.1
/** RVC leaves the last activation at PyTorch's own slope. */
const lastSlope = 0.01

/**
 * Latents to sound: HiFi-GAN (Kong et al. 2020) with the excitation added at every stage. Inputs `z` [1, latent, frames], `sid` [1], and with
 * pitch `source` [1, 1, frames · samplesPerFrame] as excitation.ts makes it. `kept` [2] are the first frame and the one after the
 * last that the later stages go on with, `place` [1] is that of the first frame in the whole sound; output `audio` [1, 1, kept frames · samplesPerFrame].
 */
export function buildDecoder({ facts, architecture, weights }: VoiceNetwork, blocks: ResidualBlocks): VoiceGraph {
  const { latentChannels, initialChannels, speakerWidth, rates, rateKernels, blockKernels, blockDilations } =
    architecture
  const graph = new VoiceGraph('rvc-decoder', weights)
  const z = graph.input('z', 'float32', [1, latentChannels, 'frames'])
  const speaker = graph.speaker(facts.speakers, speakerWidth)
  const kept = graph.input('kept', 'int64', [2])
  let place = graph.input('place', 'int64', [1])
  let source = facts.usesPitch ? excitation(graph, graph.input('source', 'float32', [1, 1, 'samples'])) : undefined

  const pre = { out: initialChannels, in: latentChannels, kernel: preKernel, padding: (preKernel - 1) / 2 }
  const condition = graph.layer(speaker, 'dec.cond', { out: initialChannels, in: speakerWidth, kernel: 1 })
  let x = graph.add(graph.layer(z, 'dec.conv_pre', pre), condition)
  let samplesPerFrame = 1
  for (const [index, rate] of rates.entries()) {
    samplesPerFrame *= rate
    const channels = initialChannels / 2 ** (index + 1)
    // The mean of the blocks before: their sum is divided in these weights, since a leaky ramp keeps a factor.
    const share = index === 0 ? 1 : blockKernels.length
    const kernel = rateKernels[index] ?? rate
    x = upsample(graph, graph.leakyRelu(x, slope), `dec.ups.${index}`, { channels, rate, kernel, share })
    if (source !== undefined) x = graph.add(x, noiseLayer(graph, source, index, channels, rates.slice(index + 1)))
    const stage = blockKernels.map((kernel, place) => ({
      name: `dec.resblocks.${index * blockKernels.length + place}`,
      kernel,
      dilations: blockDilations[place] ?? [],
    }))
    const start = graph.mul(place, graph.integers([samplesPerFrame]))
    x = blocks(graph, x, { channels, blocks: stage, start })
    if (index > 0) continue
    x = keep(graph, x, kept, rate)
    place = graph.add(place, graph.slice(kept, 0, 0, 1))
    if (source !== undefined) source = keep(graph, source, kept, facts.samplesPerFrame)
  }
  const channels = initialChannels / 2 ** rates.length
  const mean = graph.mul(x, graph.scalar(1 / blockKernels.length))
  const last = { out: 1, in: channels, kernel: preKernel, padding: (preKernel - 1) / 2, bias: false }
  const audio = graph.tanh(graph.layer(graph.leakyRelu(mean, lastSlope), 'dec.conv_post', last))
  graph.output(audio, 'audio', 'float32', [1, 1, 'kept_samples'])
  return graph
}

/** The samples of the frames that are kept. */
function keep(graph: VoiceGraph, x: Value, kept: Value, samplesPerFrame: number): Value {
  const bounds = graph.mul(kept, graph.integer(samplesPerFrame))
  return graph.slice(x, 2, graph.slice(bounds, 0, 0, 1), graph.slice(bounds, 0, 1, 2))
}

/** The one harmonic of the source through its line and ramp. */
function excitation(graph: VoiceGraph, source: Value): Value {
  const line = 'dec.m_source.l_linear'
  const scaled = graph.mul(source, graph.stored(`${line}.weight`, [1, 1], []))
  return graph.tanh(graph.add(scaled, graph.stored(`${line}.bias`, [1], [])))
}

/** The excitation brought down to the rate of a stage; `later` are the rates still to come. */
function noiseLayer(
  graph: VoiceGraph,
  source: Value,
  index: number,
  channels: number,
  later: readonly number[],
): Value {
  const stride = later.reduce((product, rate) => product * rate, 1)
  const reach = later.length === 0 ? { kernel: 1 } : { kernel: 2 * stride, stride, padding: Math.floor(stride / 2) }
  return graph.layer(source, `dec.noise_convs.${index}`, { out: channels, in: 1, ...reach })
}
