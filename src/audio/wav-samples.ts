export type SampleFormat = 'pcm' | 'float'

/** Bytes that one stored sample takes, or undefined for a depth that does not exist. */
export function sampleBytes(format: SampleFormat, bits: number): number | undefined {
  if (format === 'float') return bits === 32 || bits === 64 ? bits / 8 : undefined
  return bits >= 1 && bits <= 32 ? Math.ceil(bits / 8) : undefined
}

/**
 * Decodes interleaved little-endian samples and mixes the channels to their mean.
 * @param bytes a whole number of frames
 * @returns samples in [-1, 1]; what is not a number becomes silence
 */
export function decodeSamples(bytes: Uint8Array, format: SampleFormat, bits: number, channels: number): Float32Array {
  const width = sampleBytes(format, bits) ?? 1
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const read = reader(view, format, bits)
  const frames = Math.floor(bytes.length / (width * channels))
  const samples = new Float32Array(frames)
  for (let frame = 0, at = 0; frame < frames; frame++) {
    let sum = 0
    for (let channel = 0; channel < channels; channel++, at += width) sum += read(at)
    const mean = sum / channels
    samples[frame] = mean >= -1 ? Math.min(mean, 1) : mean < -1 ? -1 : 0
  }
  return samples
}

function reader(view: DataView, format: SampleFormat, bits: number): (at: number) => number {
  if (format === 'float') return bits === 32 ? (at) => view.getFloat32(at, true) : (at) => view.getFloat64(at, true)
  switch (sampleBytes('pcm', bits)) {
    case 1:
      return (at) => (view.getUint8(at) - 128) / 128
    case 2:
      return (at) => view.getInt16(at, true) / 32_768
    case 3:
      return (at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 65_536) / 8_388_608
    default:
      return (at) => view.getInt32(at, true) / 2_147_483_648
  }
}
