import { seededNoise } from '../../src/tts/rvc/excitation.ts'
import { type Saved, StoredTensor } from './torch-archive.ts'

export interface StandInOptions {
  version: 'v1' | 'v2'
  sampleRateHz: 32_000 | 40_000 | 48_000
  usesPitch: boolean
  /** As newer PyTorch stores normalised weights. */
  parametrized: boolean
  type: 'half' | 'float'
  speakers: number
  seed: number
}

export const usualStandIn: StandInOptions = {
  version: 'v2',
  sampleRateHz: 40_000,
  usesPitch: true,
  parametrized: false,
  type: 'half',
  speakers: 2,
  seed: 1,
}

const upsampling: Record<string, [rates: number[], kernels: number[]]> = {
  'v1-40000': [
    [10, 10, 2, 2],
    [16, 16, 4, 4],
  ],
  'v2-40000': [
    [10, 10, 2, 2],
    [16, 16, 4, 4],
  ],
  'v1-48000': [
    [10, 6, 2, 2, 2],
    [16, 16, 4, 4, 4],
  ],
  'v2-48000': [
    [12, 10, 2, 2],
    [24, 20, 4, 4],
  ],
  'v1-32000': [
    [10, 4, 2, 2, 2],
    [16, 16, 4, 4, 4],
  ],
  'v2-32000': [
    [10, 8, 2, 2],
    [20, 16, 4, 4],
  ],
}
const [latent, hidden, filters, heads, layers, initial, speakerWidth] = [16, 16, 32, 2, 2, 64, 8]
const blockKernels = [3, 7, 11]
const dilations = [1, 3, 5]

/**
 * A small voice of nobody, in the public domain: random weights at the scale of a network before its training, so that everything that goes
 * in changes the sound, and a straight way for the excitation to the end, so that a hum at the pitch is heard.
 */
export function standInCheckpoint(options: StandInOptions): Map<string, Saved> {
  const [rates, kernels] = upsampling[`${options.version}-${options.sampleRateHz}`] ?? [[], []]
  const config: Saved[] = [1025, 32, latent, hidden, filters, heads, layers, 3, 0, '1', blockKernels]
  config.push(
    blockKernels.map(() => dilations),
    rates,
    initial,
    kernels,
    options.speakers,
    speakerWidth,
  )
  config.push(options.sampleRateHz)
  return new Map<string, Saved>([
    ['weight', weights(options, rates, kernels)],
    ['config', config],
    ['info', 'stand-in'],
    ['sr', `${options.sampleRateHz / 1000}k`],
    ['f0', options.usesPitch ? 1 : 0],
    ['version', options.version],
  ])
}

function weights(options: StandInOptions, rates: readonly number[], kernels: readonly number[]): Map<string, Saved> {
  const noise = seededNoise(options.seed)
  const made = new Map<string, Saved>()
  const put = (name: string, dims: readonly number[], value: () => number) => {
    const count = dims.reduce((product, length) => product * length, 1)
    made.set(name, new StoredTensor(dims, Float32Array.from({ length: count }, value), options.type))
  }
  const normal = (name: string, dims: readonly number[], scale: number) => put(name, dims, () => noise() * scale)
  const layer = (name: string, out: number, into: number, kernel: number, bias = true) => {
    normal(`${name}.weight`, [out, into, kernel], (into * kernel) ** -0.5)
    if (bias) normal(`${name}.bias`, [out], 0.05)
  }
  const [gain, direction] = options.parametrized
    ? ['parametrizations.weight.original0', 'parametrizations.weight.original1']
    : ['weight_g', 'weight_v']
  const normalised = (name: string, first: number, second: number, kernel: number, bias: number, scale = 0.8) => {
    put(`${name}.${gain}`, [first, 1, 1], () => scale)
    normal(`${name}.${direction}`, [first, second, kernel], 1)
    normal(`${name}.bias`, [bias], 0.05)
  }
  const width = options.version === 'v1' ? 256 : 768
  normal('enc_p.emb_phone.weight', [hidden, width], width ** -0.5)
  normal('enc_p.emb_phone.bias', [hidden], 0.05)
  if (options.usesPitch) normal('enc_p.emb_pitch.weight', [256, hidden], 0.3)
  for (let index = 0; index < layers; index += 1) {
    const attention = `enc_p.encoder.attn_layers.${index}`
    for (const side of ['k', 'v']) normal(`${attention}.emb_rel_${side}`, [1, 21, hidden / heads], 0.3)
    for (const part of ['q', 'k', 'v', 'o']) layer(`${attention}.conv_${part}`, hidden, hidden, 1)
    layer(`enc_p.encoder.ffn_layers.${index}.conv_1`, filters, hidden, 3)
    layer(`enc_p.encoder.ffn_layers.${index}.conv_2`, hidden, filters, 3)
    for (const norm of [1, 2]) {
      put(`enc_p.encoder.norm_layers_${norm}.${index}.gamma`, [hidden], () => 1)
      put(`enc_p.encoder.norm_layers_${norm}.${index}.beta`, [hidden], () => 0)
    }
  }
  layer('enc_p.proj', 2 * latent, hidden, 1)
  for (const place of [0, 2, 4, 6]) {
    const flow = `flow.flows.${place}`
    layer(`${flow}.pre`, hidden, latent / 2, 1)
    for (const index of [0, 1, 2]) {
      const skip = index < 2 ? 2 * hidden : hidden
      normalised(`${flow}.enc.in_layers.${index}`, 2 * hidden, hidden, 5, 2 * hidden)
      normalised(`${flow}.enc.res_skip_layers.${index}`, skip, hidden, 1, skip)
    }
    normalised(`${flow}.enc.cond_layer`, 6 * hidden, speakerWidth, 1, 6 * hidden)
    layer(`${flow}.post`, latent / 2, hidden, 1)
  }
  layer('dec.conv_pre', initial, latent, 7)
  layer('dec.cond', initial, speakerWidth, 1)
  for (const [stage, rate] of rates.entries()) {
    const channels = initial / 2 ** (stage + 1)
    normalised(`dec.ups.${stage}`, 2 * channels, channels, kernels[stage] ?? rate, channels, rate ** 0.5)
    const below = rates.slice(stage + 1).reduce((product, next) => product * next, 1)
    if (options.usesPitch) layer(`dec.noise_convs.${stage}`, channels, 1, stage + 1 < rates.length ? 2 * below : 1)
    for (const [block, kernel] of blockKernels.entries()) {
      for (const index of dilations.keys()) {
        for (const half of [1, 2]) {
          const name = `dec.resblocks.${stage * blockKernels.length + block}.convs${half}.${index}`
          normalised(name, channels, channels, kernel, channels, 0.3)
        }
      }
    }
  }
  const last = initial / 2 ** rates.length
  // Quiet, so that the end is not overdriven, and the excitation of the last stage in the middle of it.
  put('dec.conv_post.weight', [1, last, 7], () => noise() * 0.03)
  if (options.usesPitch) {
    put('dec.m_source.l_linear.weight', [1, 1], () => 1)
    put('dec.m_source.l_linear.bias', [1], () => 0)
    const straight = made.get(`dec.noise_convs.${rates.length - 1}.weight`)
    if (straight instanceof StoredTensor) straight.values.fill(4)
    const post = made.get('dec.conv_post.weight')
    if (post instanceof StoredTensor)
      for (let channel = 0; channel < last; channel += 1) post.values[channel * 7 + 3] = 0.3
  }
  normal('emb_g.weight', [options.speakers, speakerWidth], 0.5)
  return made
}
