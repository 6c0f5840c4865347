import { elementCount } from '../../../core/onnx/tensor.ts'
import { configSchema } from '../../../tts/rvc/checkpoint/architecture.ts'
import { seededNoise } from '../../../tts/rvc/excitation.ts'
import type { VoiceNetwork, WeightSource } from '../../../tts/rvc/graph/voice-graph.ts'

/** A published kind of voice, full size, and what its decoder may take of a second of sound on two threads. */
export interface VoiceKind {
  version: 'v1' | 'v2'
  sampleRateHz: number
  rates: number[]
  kernels: number[]
  mostRealTime: number
}

export const voiceKinds: readonly VoiceKind[] = [
  { version: 'v1', sampleRateHz: 32_000, rates: [10, 4, 2, 2, 2], kernels: [16, 16, 4, 4, 4], mostRealTime: 0.5 },
  { version: 'v1', sampleRateHz: 48_000, rates: [10, 6, 2, 2, 2], kernels: [16, 16, 4, 4, 4], mostRealTime: 0.75 },
  { version: 'v2', sampleRateHz: 32_000, rates: [10, 8, 2, 2], kernels: [20, 16, 4, 4], mostRealTime: 0.75 },
  { version: 'v2', sampleRateHz: 40_000, rates: [10, 10, 2, 2], kernels: [16, 16, 4, 4], mostRealTime: 0.9 },
]

/** A network of that kind with weights like those before training: time does not depend on them. */
export function randomNetwork({ version, sampleRateHz, rates, kernels }: VoiceKind): VoiceNetwork {
  const blocks = [
    [1, 3, 5],
    [1, 3, 5],
    [1, 3, 5],
  ]
  const sizes = [1025, 32, 192, 192, 768, 2, 6, 3, 0, '1', [3, 7, 11], blocks]
  const architecture = configSchema.parse([...sizes, rates, 512, kernels, 109, 256, sampleRateHz])
  const facts = {
    version,
    usesPitch: true,
    sampleRateHz,
    speakers: 109,
    phoneWidth: version === 'v1' ? 256 : 768,
    latentChannels: 192,
    samplesPerFrame: sampleRateHz / 100,
  }
  return { facts, architecture, weights: randomWeights() }
}

/** The same weights for the same name, at a scale that neither dies away nor grows from layer to layer. */
function randomWeights(): WeightSource {
  const plain = (name: string, dims: readonly number[]) => {
    const noise = seededNoise([...name].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), 7))
    const scale = dims.length === 1 ? 0.05 : 0.6 * elementCount(dims.slice(1)) ** -0.5
    return Float32Array.from({ length: elementCount(dims) }, () => noise() * scale)
  }
  return { plain, layer: plain }
}
