/** A RIFF chunk, padded to an even length. */
export function chunk(id: string, body: Uint8Array, announced = body.length): Buffer {
  const head = Buffer.alloc(8)
  head.write(id, 'latin1')
  head.writeUInt32LE(announced, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
}

export function riff(...chunks: Uint8Array[]): Buffer {
  const body = Buffer.concat([Buffer.from('WAVE'), ...chunks])
  return chunk('RIFF', body)
}

export interface FormatFields {
  tag?: number
  channels?: number
  rateHz?: number
  bits?: number
  bytesPerFrame?: number
}

export function format({
  tag = 1,
  channels = 1,
  rateHz = 16_000,
  bits = 16,
  bytesPerFrame,
}: FormatFields = {}): Buffer {
  const frame = bytesPerFrame ?? Math.ceil(bits / 8) * channels
  const body = Buffer.alloc(16)
  body.writeUInt16LE(tag, 0)
  body.writeUInt16LE(channels, 2)
  body.writeUInt32LE(rateHz, 4)
  body.writeUInt32LE((rateHz * frame) >>> 0, 8)
  body.writeUInt16LE(frame, 12)
  body.writeUInt16LE(bits, 14)
  return chunk('fmt ', body)
}

/** WAVE_FORMAT_EXTENSIBLE, whose real format is the first number of its identifier. */
export function extensible(fields: FormatFields): Buffer {
  const plain = format({ ...fields, tag: 0xfffe }).subarray(8)
  const more = Buffer.alloc(24)
  more.writeUInt16LE(22, 0)
  more.writeUInt16LE(fields.bits ?? 16, 2)
  more.writeUInt16LE(fields.tag ?? 1, 8)
  return chunk('fmt ', Buffer.concat([plain, more]))
}

/** Stored samples of values in [-1, 1], channel by channel in turn. */
export function stored(values: readonly number[], kind: 'pcm' | 'float', bits: number): Buffer {
  const width = Math.ceil(bits / 8)
  const bytes = Buffer.alloc(values.length * width)
  values.forEach((value, index) => {
    const at = index * width
    const whole = Math.max(-(2 ** (bits - 1)), Math.min(2 ** (bits - 1) - 1, Math.round(value * 2 ** (bits - 1))))
    if (kind === 'float') bits === 32 ? bytes.writeFloatLE(value, at) : bytes.writeDoubleLE(value, at)
    else if (bits === 8) bytes.writeUInt8(whole + 128, at)
    else bytes.writeIntLE(whole, at, width)
  })
  return bytes
}

export function sine(hertz: number, rateHz: number, seconds: number, amplitude = 0.5): Float32Array {
  return Float32Array.from(
    { length: Math.round(rateHz * seconds) },
    (_, index) => amplitude * Math.sin((2 * Math.PI * hertz * index) / rateHz),
  )
}

export function rootMeanSquare(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
}
