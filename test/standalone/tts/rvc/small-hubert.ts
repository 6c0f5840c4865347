import fs from 'node:fs'
import { crc32 } from 'node:zlib'

/** Two heads, nine layers and a projection onto 256: as HuBERT base, only narrower. scripts/content-reference.py makes the same. */
export const smallHubertWidth = 128
const [channels, inner, layers] = [16, 64, 9]
const kernels = [10, 3, 3, 3, 3, 2, 2]

/** Numbers in [-1, 1) that are the same in every run and in Python (mulberry32). */
export function evenNumbers(seed: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => {
    const state = (seed + Math.imul(index + 1, 0x6d2b79f5)) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1
  })
}

/** Names and shapes as Hugging Face's HubertModel has them. */
export function smallHubertShapes(): Record<string, number[]> {
  const width = smallHubertWidth
  const shapes: Record<string, number[]> = {}
  const dense = (name: string, outputs: number, inputs: number) => {
    shapes[`${name}.weight`] = [outputs, inputs]
    shapes[`${name}.bias`] = [outputs]
  }
  const norm = (name: string, size: number) => {
    shapes[`${name}.weight`] = [size]
    shapes[`${name}.bias`] = [size]
  }
  kernels.forEach((kernel, index) => {
    shapes[`feature_extractor.conv_layers.${index}.conv.weight`] = [channels, index === 0 ? 1 : channels, kernel]
  })
  norm('feature_extractor.conv_layers.0.layer_norm', channels)
  norm('feature_projection.layer_norm', channels)
  dense('feature_projection.projection', width, channels)
  shapes['encoder.pos_conv_embed.conv.bias'] = [width]
  shapes['encoder.pos_conv_embed.conv.weight_g'] = [1, 1, 128]
  shapes['encoder.pos_conv_embed.conv.weight_v'] = [width, width / 16, 128]
  norm('encoder.layer_norm', width)
  for (let layer = 0; layer < layers; layer++) {
    const name = `encoder.layers.${layer}`
    for (const part of ['q_proj', 'k_proj', 'v_proj', 'out_proj']) dense(`${name}.attention.${part}`, width, width)
    norm(`${name}.layer_norm`, width)
    dense(`${name}.feed_forward.intermediate_dense`, inner, width)
    dense(`${name}.feed_forward.output_dense`, width, inner)
    norm(`${name}.final_layer_norm`, width)
  }
  dense('final_proj', 256, width)
  return shapes
}

/** Every weight is near zero, gains are near one. */
export function smallWeight(name: string, count: number): Float32Array {
  const middle = /norm\.weight$|weight_g$/.test(name) ? 1 : 0
  return evenNumbers(crc32(name), count).map((value) => middle + 0.2 * value)
}

/** @param prefix before every name */
export function writeSmallHubert(file: string, { prefix = '', half = false } = {}): void {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } }
  const parts: Uint8Array[] = []
  let at = 0
  for (const [name, shape] of Object.entries(smallHubertShapes())) {
    const values = smallWeight(
      name,
      shape.reduce((product, length) => product * length, 1),
    )
    const stored = half ? Float16Array.from(values) : values
    header[prefix + name] = { dtype: half ? 'F16' : 'F32', shape, data_offsets: [at, at + stored.byteLength] }
    parts.push(new Uint8Array(stored.buffer))
    at += stored.byteLength
  }
  writeSafetensors(file, header, parts)
}

export function writeSafetensors(file: string, header: unknown, parts: Uint8Array[]): void {
  const text = Buffer.from(JSON.stringify(header))
  const length = Buffer.from(BigUint64Array.of(BigInt(text.length)).buffer)
  fs.writeFileSync(file, Buffer.concat([length, text, ...parts]))
}
