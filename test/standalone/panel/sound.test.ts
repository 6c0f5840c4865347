import { describe, expect, test } from 'vitest'
import { createPlaybackQueue } from '../../../src/app/panel/audio/playback-queue.ts'
import { createResampler } from '../../../src/app/panel/audio/resampler.ts'
import { createSilenceWatch } from '../../../src/app/panel/audio/silence-watch.ts'
import { audibleLevel, createMeter } from '../../../src/app/panel/model/meter.ts'

const sine = (hertz: number, rateHz: number, seconds: number) =>
  Float32Array.from({ length: Math.round(rateHz * seconds) }, (_, i) => Math.sin((2 * Math.PI * hertz * i) / rateHz))

function resample(samples: Float32Array, fromHz: number, toHz: number, pieces: number[]): Float32Array {
  const resampler = createResampler(fromHz, toHz)
  const out: number[] = []
  let at = 0
  for (let i = 0; at < samples.length; i++) {
    const size = pieces[i % pieces.length] ?? 128
    out.push(...resampler.push(samples.subarray(at, at + size)))
    at += size
  }
  out.push(...resampler.end())
  return Float32Array.from(out)
}

const rms = (samples: Float32Array) => Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length)

describe('changing the rate', () => {
  test.each([
    [48_000, 16_000],
    [22_050, 48_000],
    [24_000, 48_000],
    [16_000, 48_000],
    [44_100, 48_000],
    [40_000, 48_000],
    [48_000, 48_000],
  ])('%i to %i Hz keeps a tone where it is, in time and loudness', (fromHz, toHz) => {
    const out = resample(sine(1000, fromHz, 0.5), fromHz, toHz, [128])
    expect(out.length).toBe(Math.ceil((fromHz * 0.5 * toHz) / fromHz))
    const wanted = sine(1000, toHz, 0.5)
    let worst = 0
    // The first and last milliseconds are cut off by the ends of the stream.
    for (let i = Math.round(toHz * 0.01); i < out.length - toHz * 0.01; i++) {
      worst = Math.max(worst, Math.abs((out[i] ?? 9) - (wanted[i] ?? 9)))
    }
    expect(worst).toBeLessThan(1e-3)
  })

  test('what does not fit the lower rate is gone, not folded back', () => {
    const folded = resample(sine(11_000, 48_000, 0.5), 48_000, 16_000, [128]).subarray(200, -200)
    expect(20 * Math.log10(rms(folded) / Math.SQRT1_2)).toBeLessThan(-70)
    const kept = resample(sine(6500, 48_000, 0.5), 48_000, 16_000, [128]).subarray(200, -200)
    expect(Math.abs(20 * Math.log10(rms(kept) / Math.SQRT1_2))).toBeLessThan(0.1)
  })

  test('pieces of any size give the same sound', () => {
    const input = sine(440, 22_050, 0.3)
    const whole = resample(input, 22_050, 48_000, [input.length])
    expect(resample(input, 22_050, 48_000, [1, 7, 128, 3000])).toEqual(whole)
  })

  test('nothing in, nothing out', () => {
    expect(resample(new Float32Array(0), 22_050, 48_000, [128]).length).toBe(0)
  })
})

describe('the queue behind the loudspeaker', () => {
  const part = (...values: number[]) => Float32Array.from(values)
  const played = (queue: ReturnType<typeof createPlaybackQueue>, samples: number) => {
    const block = new Float32Array(samples)
    const { ended, started } = queue.fill(block)
    return { block: [...block], ended, started }
  }

  test('clips play in order, without a gap, and say when they end', () => {
    const queue = createPlaybackQueue(0)
    queue.push(1, part(1, 2), false)
    queue.push(1, part(3), true)
    queue.push(2, part(4, 5), true)
    expect(played(queue, 2)).toMatchObject({ block: [1, 2], ended: [] })
    expect(queue.current()).toEqual({ clipId: 1, playedSamples: 2, finished: false })
    expect(played(queue, 4)).toMatchObject({
      block: [3, 4, 5, 0],
      ended: [
        { clipId: 1, playedSamples: 3, finished: true },
        { clipId: 2, playedSamples: 2, finished: true },
      ],
    })
    expect(queue.current()).toBeUndefined()
  })

  test('a clip that is not complete waits for the rest', () => {
    const queue = createPlaybackQueue(0)
    queue.push(1, part(1), false)
    queue.push(2, part(9), true)
    expect(played(queue, 3)).toMatchObject({ block: [1, 0, 0], ended: [] })
    queue.push(1, part(2), true)
    expect(played(queue, 3).block).toEqual([2, 9, 0])
  })

  test('flush drops everything at once, tells what was heard, and fades instead of clicking', () => {
    const queue = createPlaybackQueue(4)
    queue.push(1, new Float32Array(1000).fill(0.8), true)
    queue.push(2, new Float32Array(1000).fill(0.8), true)
    queue.push(3, part(0.5, 0.5), true)
    played(queue, 100)
    expect(queue.flush(2)).toEqual({
      ended: [
        { clipId: 1, playedSamples: 100, finished: true },
        { clipId: 2, playedSamples: 0, finished: true },
      ],
      // With the fade.
      stopped: { clipId: 1, untilSample: 104 },
    })
    const { block, ended } = played(queue, 8)
    expect(block.map((x) => Number(x.toFixed(2)))).toEqual([0.8, 0.6, 0.4, 0.2, 0.5, 0.5, 0, 0])
    expect(ended).toEqual([{ clipId: 3, playedSamples: 2, finished: true }])
  })

  test('tells where in a block a clip begins, and where it goes on after a gap', () => {
    const queue = createPlaybackQueue(4)
    expect(played(queue, 4).started).toEqual([])
    queue.push(1, part(1, 1, 1), true)
    queue.push(2, part(2, 2, 2, 2), false)
    expect(played(queue, 4).started).toEqual([
      { clipId: 1, fromSample: 0, at: 0 },
      { clipId: 2, fromSample: 0, at: 3 },
    ])
    // One block goes on without a gap, the next one has to wait.
    expect(played(queue, 3).started).toEqual([])
    expect(played(queue, 4).started).toEqual([])
    queue.push(2, part(2, 2), true)
    expect(played(queue, 4).started).toEqual([{ clipId: 2, fromSample: 4, at: 0 }])
    queue.push(3, part(3, 3, 3, 3, 3, 3, 3, 3), true)
    played(queue, 2)
    queue.flush(3)
    queue.push(4, part(4), true)
    expect(played(queue, 8).started).toEqual([{ clipId: 4, fromSample: 0, at: 4 }])
  })

  test('flush of what never sounded makes no sound', () => {
    const queue = createPlaybackQueue(4)
    queue.push(1, part(1, 1, 1), true)
    queue.flush(1)
    expect(played(queue, 3).block).toEqual([0, 0, 0])
  })
})

describe('a microphone that delivers zeros', () => {
  test('is one after seconds of zeros, a quiet room never is', () => {
    const watch = createSilenceWatch(1000)
    const zeros = Array.from({ length: 49 }, () => watch.observe(0, 20))
    expect(zeros.every((silent) => !silent)).toBe(true)
    expect(watch.observe(0, 20)).toBe(true)
    expect(watch.observe(0.0002, 20)).toBe(false)
    for (let i = 0; i < 500; i++) expect(watch.observe(0.00005, 20)).toBe(false)
  })
})

describe('the level meter', () => {
  test('rises at once, falls slowly, fits the ear', () => {
    let now = 0
    const meter = createMeter(() => now)
    meter.set(0.1)
    const loud = meter.level(now)
    now = 100
    meter.set(0.001)
    expect(meter.level(now)).toBeLessThan(loud)
    expect(meter.level(now)).toBeGreaterThan(audibleLevel(0.001))
    expect(meter.level(5000)).toBeLessThan(0.01)
    expect([0, 0.0001, 1].map(audibleLevel)).toEqual([0, 0, 1])
  })
})
