import { SamError } from '../core/errors.ts'
import { decodeSamples, type SampleFormat, sampleBytes } from './wav-samples.ts'

/** Sound read from a file: mono, in [-1, 1], at the rate of the file. */
export interface WavSound {
  samples: Float32Array
  sampleRateHz: number
  /** As stored; `samples` is their mean. */
  channels: number
  bitsPerSample: number
  /** The file holds less sound than its header promises. */
  truncated: boolean
}

interface Format {
  kind: SampleFormat
  channels: number
  sampleRateHz: number
  bitsPerSample: number
  bytesPerFrame: number
}

const slowestRateHz = 4000
const fastestRateHz = 384_000
const convertRemedy = 'Convert it to PCM WAV first, for example with: ffmpeg -i sound -ac 1 -ar 16000 sound.wav'

/** What a file is that people hand over in place of a WAV, by its first bytes. */
const otherFormats: readonly (readonly [string, number, string])[] = [
  ['OggS', 0, 'an Ogg file'],
  ['fLaC', 0, 'a FLAC file'],
  ['ID3', 0, 'an MP3 file'],
  ['FORM', 0, 'an AIFF file'],
  ['caff', 0, 'a Core Audio file'],
  ['ftyp', 4, 'an MP4 or M4A file'],
  ['RIFX', 0, 'a big-endian WAV file'],
]

const compressedFormats: Record<number, string> = {
  2: 'Microsoft ADPCM',
  6: 'A-law',
  7: 'µ-law',
  17: 'IMA ADPCM',
  49: 'GSM 6.10',
  80: 'MPEG',
  85: 'MP3',
}

/**
 * Reads a WAV file (Microsoft RIFF WAVE, PCM of 8 to 32 bits or float of 32 or 64 bits, WAVE_FORMAT_EXTENSIBLE, RF64) as
 * bytes that nobody vouches for: no length in it is believed beyond what is there, and memory stays within four times the
 * file. A cut-off data chunk gives the sound that is there.
 * @param name what the message calls the sound
 * @throws SamError `audio-unreadable`
 */
export function parseWav(bytes: Uint8Array, name = 'The sound'): WavSound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const fail = (problem: string, remedy = convertRemedy): never => {
    throw new SamError('audio-unreadable', `${name} ${problem}.`, { remedy })
  }
  if (bytes.length === 0) return fail('is empty', 'Record it again.')
  const container = fourLetters(bytes, 0)
  if ((container !== 'RIFF' && container !== 'RF64') || fourLetters(bytes, 8) !== 'WAVE') {
    const other = otherFormats.find(([letters, at]) => latin1(bytes, at, letters.length) === letters)
    return fail(other === undefined ? 'is not a WAV file' : `is ${other[2]}, not a WAV file`)
  }
  let format: Format | undefined
  for (let at = 12; at + 8 <= bytes.length; ) {
    const id = fourLetters(bytes, at)
    const size = view.getUint32(at + 4, true)
    const start = at + 8
    if (id === 'fmt ') format = readFormat(view, start, size, fail)
    if (id === 'data') {
      if (format === undefined) return fail('has no format chunk before its sound, so nobody can tell what it holds')
      const length = dataLength(view, start, size)
      if (length >= format.bytesPerFrame) return readSound(bytes, start, length, size, format)
    }
    at = nextChunk(bytes, start + size)
  }
  return fail(
    format === undefined ? 'has no format chunk: it is cut off or damaged' : 'holds no sound',
    'Record it again.',
  )
}

function readFormat(view: DataView, start: number, size: number, fail: (problem: string) => never): Format {
  const available = Math.min(size, view.byteLength - start)
  if (available < 16) return fail('has a format chunk that is cut off')
  let tag = view.getUint16(start, true)
  const channels = view.getUint16(start + 2, true)
  const sampleRateHz = view.getUint32(start + 4, true)
  const storedBytesPerFrame = view.getUint16(start + 12, true)
  const bitsPerSample = view.getUint16(start + 14, true)
  if (tag === 0xfffe) {
    if (available < 40) return fail('has an extensible format chunk that is cut off')
    tag = view.getUint16(start + 24, true)
  }
  if (tag !== 1 && tag !== 3) {
    const known = compressedFormats[tag]
    return fail(`holds ${known ?? `an unknown encoding (number ${tag})`}, and only PCM and float sound can be read`)
  }
  if (channels === 0) return fail('says that it has no channels')
  if (sampleRateHz < slowestRateHz || sampleRateHz > fastestRateHz)
    return fail(
      `says that it has ${sampleRateHz} samples per second, and ${slowestRateHz} to ${fastestRateHz} can be read`,
    )
  const kind: SampleFormat = tag === 3 ? 'float' : 'pcm'
  const bytesPerSample = sampleBytes(kind, bitsPerSample)
  if (bytesPerSample === undefined) return fail(`has ${bitsPerSample}-bit ${kind} samples, which cannot be read`)
  const bytesPerFrame = bytesPerSample * channels
  // Zero is what careless writers leave there; any other contradiction means that the header cannot be trusted.
  if (storedBytesPerFrame !== 0 && storedBytesPerFrame !== bytesPerFrame)
    return fail(`contradicts itself: ${channels} x ${bitsPerSample} bits do not make ${storedBytesPerFrame} bytes`)
  return { kind, channels, sampleRateHz, bitsPerSample, bytesPerFrame }
}

/** Programs that write into a pipe leave 0 or the largest number as length: then the sound goes on to the end of the file. */
function dataLength(view: DataView, start: number, size: number): number {
  const available = view.byteLength - start
  const riffSize = view.getUint32(4, true)
  const unknown = size === 0xffff_ffff || (size === 0 && (riffSize === 0 || riffSize === 0xffff_ffff))
  return unknown ? available : Math.min(size, available)
}

function readSound(bytes: Uint8Array, start: number, length: number, promised: number, format: Format): WavSound {
  const frames = Math.floor(length / format.bytesPerFrame)
  const sound = bytes.subarray(start, start + frames * format.bytesPerFrame)
  const { channels, sampleRateHz, bitsPerSample } = format
  const samples = decodeSamples(sound, format.kind, bitsPerSample, channels)
  return { samples, sampleRateHz, channels, bitsPerSample, truncated: promised !== 0 && promised > length }
}

/** Chunks begin at even positions, except in files whose writer forgot the padding. */
function nextChunk(bytes: Uint8Array, end: number): number {
  if (end % 2 === 0) return end
  const looksLikeChunk = (at: number) => /^[\x20-\x7e]{4}$/.test(fourLetters(bytes, at))
  return looksLikeChunk(end) && !looksLikeChunk(end + 1) ? end : end + 1
}

function fourLetters(bytes: Uint8Array, at: number): string {
  return latin1(bytes, at, 4)
}

function latin1(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length))
}
