import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseWav } from '../../../src/audio/wav.ts'
import { readWavFile } from '../../../src/audio/wav-file.ts'
import { encodeWav } from '../../../src/audio/wav-writer.ts'
import { chunk, extensible, format, riff, stored } from './wav-bytes.ts'

const values = [0, 0.5, -0.5, 0.25, -1, 0.75]
const data16 = chunk('data', stored(values, 'pcm', 16))

function expectValues(samples: Float32Array, tolerance: number, wanted: readonly number[] = values) {
  expect(samples.length).toBe(wanted.length)
  for (const [index, value] of wanted.entries())
    expect(Math.abs((samples[index] ?? 9) - value)).toBeLessThanOrEqual(tolerance)
}

const refusal = (reason: RegExp) =>
  expect.objectContaining({
    name: 'SamError',
    code: 'audio-unreadable',
    message: expect.stringMatching(reason),
    remedy: expect.any(String),
  })

describe('reading WAV', () => {
  it.each([
    ['pcm', 8],
    ['pcm', 16],
    ['pcm', 24],
    ['pcm', 32],
    ['float', 32],
    ['float', 64],
  ] as const)('reads %s of %d bits, plain and extensible', (kind, bits) => {
    const fields = { tag: kind === 'pcm' ? 1 : 3, bits }
    const data = chunk('data', stored(values, kind, bits))
    for (const head of [format(fields), extensible(fields)]) {
      const sound = parseWav(riff(head, data))
      expectValues(sound.samples, kind === 'pcm' ? 2 ** (1 - bits) : 0)
      expect(sound).toMatchObject({ sampleRateHz: 16_000, channels: 1, bitsPerSample: bits, truncated: false })
    }
  })

  it.each([8000, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000])('keeps the rate of %d Hz', (rateHz) => {
    expect(parseWav(riff(format({ rateHz }), data16)).sampleRateHz).toBe(rateHz)
  })

  it.each([2, 3, 6])('mixes %d channels to their mean', (channels) => {
    const frames = [0.5, -0.25, 1]
    const interleaved = frames.flatMap((value) =>
      Array.from({ length: channels }, (_, index) => (index === 0 ? value : 0)),
    )
    const sound = parseWav(riff(format({ channels, bits: 24 }), chunk('data', stored(interleaved, 'pcm', 24))))
    expectValues(
      sound.samples,
      2 ** -22,
      frames.map((value) => value / channels),
    )
    expect(sound.channels).toBe(channels)
  })

  it('passes over other chunks, also those of odd length with and without padding', () => {
    const odd = chunk('LIST', Buffer.from('INFOabc'))
    expectValues(parseWav(riff(odd, format(), odd, data16, odd)).samples, 2 ** -15)
    const unpadded = odd.subarray(0, -1)
    expectValues(parseWav(riff(format(), unpadded, data16)).samples, 2 ** -15)
  })

  it('gives the sound that is there when the file was cut off, and says so', () => {
    const whole = riff(format(), data16)
    const sound = parseWav(whole.subarray(0, whole.length - 5))
    expectValues(sound.samples, 2 ** -15, values.slice(0, 3))
    expect(sound.truncated).toBe(true)
  })

  it.each([
    ['the largest number', 0xffff_ffff],
    ['nothing', 0],
  ])('reads to the end where a pipe left %s as length', (_, length) => {
    const body = Buffer.concat([Buffer.from('WAVE'), format(), chunk('data', stored(values, 'pcm', 16), length)])
    const sound = parseWav(chunk('RIFF', body, length))
    expectValues(sound.samples, 2 ** -15)
    expect(sound.truncated).toBe(length !== 0)
  })

  it('makes silence of what is not a number and cuts what is too loud', () => {
    const wild = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3, -3, 0.5]
    const sound = parseWav(riff(format({ tag: 3, bits: 32 }), chunk('data', stored(wild, 'float', 32))))
    expect([...sound.samples]).toEqual([0, 1, -1, 1, -1, 0.5])
  })

  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', Buffer.alloc(0), /is empty/],
    ['text', Buffer.from('this is no sound at all, really'), /not a WAV file/],
    ['an MP3', Buffer.concat([Buffer.from('ID3'), Buffer.alloc(50)]), /an MP3 file/],
    ['an M4A', Buffer.concat([Buffer.alloc(4), Buffer.from('ftypM4A '), Buffer.alloc(50)]), /MP4 or M4A/],
    ['a header alone', riff(), /no format chunk/],
    ['a format alone', riff(format()), /no sound/],
    ['no samples', riff(format(), chunk('data', Buffer.alloc(0))), /no sound/],
    ['less than one sample', riff(format(), chunk('data', Buffer.alloc(1))), /no sound/],
    ['sound before its format', riff(data16, format()), /no format chunk before/],
    ['a format that is cut off', riff(chunk('fmt ', Buffer.alloc(10))), /cut off/],
    ['an extensible format that is cut off', riff(format({ tag: 0xfffe }), data16), /cut off/],
    ['A-law', riff(format({ tag: 6, bits: 8 }), data16), /A-law/],
    ['an encoding that nobody knows', riff(format({ tag: 999 }), data16), /number 999/],
    ['no channels', riff(format({ channels: 0, bytesPerFrame: 0 }), data16), /no channels/],
    ['a rate of nothing', riff(format({ rateHz: 0 }), data16), /0 samples per second/],
    ['a rate that no machine has', riff(format({ rateHz: 0xffff_ffff }), data16), /4294967295/],
    ['64-bit whole numbers', riff(format({ bits: 64 }), data16), /64-bit pcm/],
    ['16-bit floats', riff(format({ tag: 3 }), data16), /16-bit float/],
    ['a header that contradicts itself', riff(format({ bytesPerFrame: 7 }), data16), /contradicts itself/],
  ])('refuses %s with a sentence and a step', (_, bytes, reason) => {
    expect(() => parseWav(bytes, 'sound.wav')).toThrow(refusal(reason))
  })

  it('never reads beyond the end nor fails without a sentence, whichever bytes are broken', () => {
    const whole = riff(
      extensible({ channels: 2, bits: 24 }),
      chunk('LIST', Buffer.from('abc')),
      chunk('data', stored(values, 'pcm', 24)),
    )
    const attempt = (bytes: Uint8Array) => {
      try {
        expect(parseWav(bytes).samples.length).toBeLessThanOrEqual(bytes.length)
      } catch (error) {
        expect(error).toEqual(refusal(/./))
      }
    }
    for (let length = 0; length <= whole.length; length++) attempt(whole.subarray(0, length))
    for (let at = 0; at < whole.length; at++) {
      for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
        const broken = Buffer.from(whole)
        broken[at] = value
        attempt(broken)
      }
    }
  })

  it('reads from the middle of a larger buffer', () => {
    const bytes = Buffer.concat([Buffer.alloc(3), riff(format(), data16)]).subarray(3)
    expectValues(parseWav(bytes).samples, 2 ** -15)
  })
})

describe('writing WAV', () => {
  it('is read back within half a step, cut at full scale', () => {
    const sound = parseWav(encodeWav(Float32Array.of(...values, 2, -2), 22_050))
    expectValues(sound.samples, 2 ** -15, [...values, 1, -1])
    expect(sound).toMatchObject({ sampleRateHz: 22_050, channels: 1, bitsPerSample: 16, truncated: false })
  })
})

describe('a WAV file on the disk', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam wav '))
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

  it('is read, and named in what is wrong with it', async () => {
    const file = path.join(folder, 'Töne.wav')
    fs.writeFileSync(file, encodeWav(Float32Array.from(values), 8000))
    expectValues((await readWavFile(file)).samples, 2 ** -15)
    fs.writeFileSync(file, 'nothing')
    await expect(readWavFile(file)).rejects.toEqual(refusal(/^Töne\.wav is not a WAV file/))
    await expect(readWavFile(path.join(folder, 'absent.wav'))).rejects.toEqual(refusal(/does not exist/))
    await expect(readWavFile(folder)).rejects.toEqual(refusal(/is not a file/))
  })

  it('is refused unread when it is larger than memory should hold', async () => {
    const file = path.join(folder, 'large.wav')
    fs.writeFileSync(file, '')
    fs.truncateSync(file, 1024 ** 3 + 1)
    await expect(readWavFile(file)).rejects.toEqual(refusal(/larger than 1 GB/))
  })
})
