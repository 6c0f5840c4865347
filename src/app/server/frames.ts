/**
 * Sound on the WebSocket, little endian. Used by the core and by the page, so it imports nothing.
 *
 * ```
 * byte 0      kind         1 microphone (page to core), 2 speech (core to page)
 * byte 1      format       1 int16, 2 float32 in [-1, 1]
 * bytes 2-3   zero
 * bytes 4-7   sequence     microphone: frame number; speech: clip id
 * bytes 8-11  sample rate  in hertz
 * bytes 12-15 position     index of the first sample in the stream (microphone) or in the clip (speech), modulo 2^32
 * bytes 16-   samples      mono
 * ```
 */
const frameHeaderBytes = 16

export interface SoundFrame {
  kind: 'microphone' | 'speech'
  sequence: number
  sampleRateHz: number
  position: number
  samples: Float32Array
}

const kinds = { microphone: 1, speech: 2 } as const
const int16Format = 1
const float32Format = 2

/** A sample in [-1, 1] as a 16-bit number; louder ones are cut. */
export function int16Of(sample: number): number {
  return Math.round(Math.max(-1, Math.min(1, sample)) * 32767)
}

/** Packs samples in [-1, 1] as int16 (default, half the bytes) or float32. */
export function encodeFrame(frame: SoundFrame, format: 'int16' | 'float32' = 'int16'): Uint8Array<ArrayBuffer> {
  const width = format === 'int16' ? 2 : 4
  const bytes = new Uint8Array(frameHeaderBytes + frame.samples.length * width)
  const view = new DataView(bytes.buffer)
  view.setUint8(0, kinds[frame.kind])
  view.setUint8(1, format === 'int16' ? int16Format : float32Format)
  view.setUint32(4, frame.sequence >>> 0, true)
  view.setUint32(8, frame.sampleRateHz, true)
  view.setUint32(12, frame.position >>> 0, true)
  let at = frameHeaderBytes
  for (const sample of frame.samples) {
    if (format === 'float32') view.setFloat32(at, sample, true)
    else view.setInt16(at, int16Of(sample), true)
    at += width
  }
  return bytes
}

/** Unpacks a frame; undefined when it is not one: short, unknown kind or format, odd rate, broken samples. */
export function decodeFrame(bytes: Uint8Array): SoundFrame | undefined {
  if (bytes.byteLength < frameHeaderBytes) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kind =
    view.getUint8(0) === kinds.microphone ? 'microphone' : view.getUint8(0) === kinds.speech ? 'speech' : undefined
  const format = view.getUint8(1)
  const sampleRateHz = view.getUint32(8, true)
  if (kind === undefined || (format !== int16Format && format !== float32Format)) return undefined
  if (sampleRateHz < 8000 || sampleRateHz > 192_000) return undefined
  const width = format === int16Format ? 2 : 4
  const bodyBytes = bytes.byteLength - frameHeaderBytes
  if (bodyBytes % width !== 0) return undefined
  const samples = new Float32Array(bodyBytes / width)
  for (let i = 0; i < samples.length; i++) {
    const at = frameHeaderBytes + i * width
    const sample = format === int16Format ? view.getInt16(at, true) / 32767 : view.getFloat32(at, true)
    if (!Number.isFinite(sample)) return undefined
    samples[i] = Math.max(-1, Math.min(1, sample))
  }
  return { kind, sequence: view.getUint32(4, true), sampleRateHz, position: view.getUint32(12, true), samples }
}
