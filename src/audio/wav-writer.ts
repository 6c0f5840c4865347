import fs from 'node:fs/promises'

const headerBytes = 44
const bytesPerSample = 2

/** A 16-bit mono WAV file of samples in [-1, 1]; louder ones are clipped. */
export function encodeWav(samples: Float32Array, sampleRateHz: number): Uint8Array {
  return Buffer.concat([encodeHeader(samples.length, sampleRateHz), encodeSamples(samples)])
}

/**
 * Writes a sound that comes in pieces; answers its samples. The file is in its place only when it is whole. Errors: those of
 * the pieces, and those of the disk as `onDisk` makes them.
 */
export async function writeWavFile(
  file: string,
  sampleRateHz: number,
  pieces: Iterable<Float32Array> | AsyncIterable<Float32Array>,
  onDisk: (cause: unknown) => Error,
): Promise<number> {
  const part = `${file}.${process.pid}.part`
  const disk = <Result>(work: Promise<Result>) => work.catch((cause: unknown) => Promise.reject(onDisk(cause)))
  const handle = await disk(fs.open(part, 'w'))
  try {
    let samples = 0
    await disk(handle.writeFile(encodeHeader(0, sampleRateHz)))
    for await (const piece of pieces) {
      await disk(handle.writeFile(encodeSamples(piece)))
      samples += piece.length
    }
    await disk(handle.write(encodeHeader(samples, sampleRateHz), 0, headerBytes, 0))
    await disk(fs.rename(part, file))
    return samples
  } finally {
    await handle.close()
    await fs.rm(part, { force: true })
  }
}

function encodeHeader(sampleCount: number, sampleRateHz: number): Uint8Array {
  const dataBytes = sampleCount * bytesPerSample
  const bytes = new Uint8Array(headerBytes)
  const view = new DataView(bytes.buffer)
  const letters = (at: number, text: string) => bytes.set(Buffer.from(text, 'latin1'), at)
  letters(0, 'RIFF')
  view.setUint32(4, 36 + dataBytes, true)
  letters(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, sampleRateHz, true)
  view.setUint32(28, sampleRateHz * bytesPerSample, true)
  view.setUint16(32, bytesPerSample, true)
  view.setUint16(34, 16, true)
  letters(36, 'data')
  view.setUint32(40, dataBytes, true)
  return bytes
}

function encodeSamples(samples: Float32Array): Uint8Array {
  const bytes = new Uint8Array(samples.length * bytesPerSample)
  const view = new DataView(bytes.buffer)
  for (const [index, sample] of samples.entries()) {
    view.setInt16(index * bytesPerSample, Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))), true)
  }
  return bytes
}
