import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openFileSource } from '../../../src/audio/file-source.ts'
import { createPcmSource } from '../../../src/audio/pcm-source.ts'
import type { SoundSource } from '../../../src/audio/ports.ts'
import { readSource } from '../../../src/audio/read-source.ts'
import { encodeWav } from '../../../src/audio/wav-writer.ts'
import { joinSamples } from '../../../src/core/numbers/join-samples.ts'
import { rootMeanSquare, sine } from './wav-bytes.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam sources '))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

function wav(name: string, samples: Float32Array, rateHz: number): string {
  const file = path.join(folder, name)
  fs.writeFileSync(file, encodeWav(samples, rateHz))
  return file
}

async function all(source: SoundSource, signal = new AbortController().signal): Promise<Float32Array[]> {
  const chunks: Float32Array[] = []
  for await (const chunk of source.chunks(signal)) chunks.push(chunk)
  return chunks
}

describe('files as a microphone', () => {
  it('plays files of several rates as one continuous stream at 16 kHz', async () => {
    const source = await openFileSource([
      wav('a.wav', sine(440, 48_000, 1, 0.5), 48_000),
      wav('b.wav', sine(440, 16_000, 0.5, 0.1), 16_000),
      wav('c.wav', sine(440, 8000, 0.25, 0.3), 8000),
    ])
    expect(source.durationMs).toBeCloseTo(1750, 5)
    const chunks = await all(source)
    expect(new Set(chunks.slice(0, -1).map(({ length }) => length))).toEqual(new Set([2560]))
    const sound = joinSamples(chunks)
    expect(Math.abs(sound.length - 28_000)).toBeLessThan(48)
    expect(rootMeanSquare(sound.subarray(2000, 14_000))).toBeCloseTo(0.5 / Math.SQRT2, 2)
    expect(rootMeanSquare(sound.subarray(17_000, 23_000))).toBeCloseTo(0.1 / Math.SQRT2, 2)
    expect(rootMeanSquare(sound.subarray(24_800, 27_500))).toBeCloseTo(0.3 / Math.SQRT2, 2)
  })

  it('fails before the first sample when one of the files is broken', async () => {
    const good = wav('good.wav', sine(440, 16_000, 0.1), 16_000)
    fs.writeFileSync(path.join(folder, 'bad.wav'), 'RIFF')
    await expect(openFileSource([good, path.join(folder, 'bad.wav')])).rejects.toMatchObject({
      code: 'audio-unreadable',
      message: expect.stringContaining('bad.wav'),
    })
  })

  it('is no whole sound where it was stopped', async () => {
    const source = await openFileSource([wav('whole.wav', sine(440, 16_000, 1), 16_000)])
    expect(await readSource(source, new AbortController().signal)).toHaveLength(16_000)
    await expect(readSource(source, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
  })

  it('stops when it is told to', async () => {
    const source = await openFileSource([wav('long.wav', sine(440, 16_000, 5), 16_000)])
    const stop = new AbortController()
    let chunks = 0
    for await (const _ of source.chunks(stop.signal)) {
      chunks++
      stop.abort()
    }
    expect(chunks).toBe(1)
  })

  it('delivers no chunk before a microphone would have heard its end', async () => {
    const source = await openFileSource([wav('short.wav', sine(440, 16_000, 0.2), 16_000)], { realTime: true })
    const startedAtMs = performance.now()
    let heardMs = 0
    for await (const chunk of source.chunks(new AbortController().signal)) {
      heardMs += chunk.length / 16
      // Timers may fire a millisecond early.
      expect(performance.now() - startedAtMs).toBeGreaterThan(heardMs - 2)
    }
    expect(heardMs).toBe(200)
  })
})

describe('a microphone that somebody else drives', () => {
  it('takes whole numbers and floats of any rate and gives 16 kHz', async () => {
    const source = createPcmSource()
    source.push(
      Int16Array.from(sine(440, 48_000, 0.5), (sample) => sample * 32_767),
      48_000,
    )
    source.push(sine(440, 16_000, 0.5, 0.25), 16_000)
    source.end()
    const sound = joinSamples(await all(source))
    expect(Math.abs(sound.length - 16_000)).toBeLessThan(32)
    expect(rootMeanSquare(sound.subarray(1000, 7000))).toBeCloseTo(0.5 / Math.SQRT2, 2)
    expect(rootMeanSquare(sound.subarray(9000, 15_000))).toBeCloseTo(0.25 / Math.SQRT2, 2)
    expect(source.droppedMs).toBe(0)
  })

  it('hands sound on as it comes and ends when the microphone is gone', async () => {
    const source = createPcmSource()
    const chunks = source.chunks(new AbortController().signal)[Symbol.asyncIterator]()
    const waiting = chunks.next()
    source.push(Float32Array.of(0.1, 0.2), 16_000)
    expect((await waiting).value).toEqual(Float32Array.of(0.1, 0.2))
    const next = chunks.next()
    source.end()
    source.push(Float32Array.of(0.3), 16_000)
    expect((await next).done).toBe(true)
  })

  it('gives up the oldest sound, and says how much, when nobody reads', async () => {
    const source = createPcmSource(1000)
    for (let tenth = 0; tenth < 25; tenth++) source.push(new Float32Array(1600).fill(tenth / 100), 16_000)
    source.end()
    expect(source.droppedMs).toBe(1500)
    const sound = joinSamples(await all(source))
    expect(sound.length).toBe(16_000)
    expect([sound[0], sound.at(-1)].map((sample) => sample?.toFixed(2))).toEqual(['0.15', '0.24'])
  })

  it('copies what it is given, cuts what is too loud, and silences what is no number', async () => {
    const source = createPcmSource()
    const buffer = Float32Array.of(0.5, 7, -7, Number.NaN)
    source.push(buffer, 16_000)
    buffer.fill(0)
    source.end()
    expect(await all(source)).toEqual([Float32Array.of(0.5, 1, -1, 0)])
  })

  it.each([0, 7999, 192_001, 44_100.5, Number.NaN])('refuses %d samples per second', (rateHz) => {
    expect(() => createPcmSource().push(new Float32Array(1), rateHz)).toThrow(
      expect.objectContaining({ code: 'audio-unreadable' }),
    )
  })

  it('stops a reader that waits', async () => {
    const stop = new AbortController()
    const reading = all(createPcmSource(), stop.signal)
    stop.abort()
    expect(await reading).toEqual([])
  })
})
