import { describe, expect, it } from 'vitest'
import { createResampler, resample } from '../../../src/audio/resampler.ts'
import { joinSamples } from '../../../src/core/numbers/join-samples.ts'
import { rootMeanSquare, sine } from './wav-bytes.ts'

const rates = [8000, 11_025, 22_050, 24_000, 44_100, 48_000, 96_000]

/** The sound without its ends, where a filter sees only half of its window. */
const middle = (samples: Float32Array) => samples.subarray(samples.length * 0.2, samples.length * 0.8)

describe('the resampler', () => {
  it.each(rates)('keeps a tone at %d Hz as loud and as long as it was', (rateHz) => {
    const sound = resample(sine(1000, rateHz, 1), rateHz)
    expect(Math.abs(sound.length - 16_000)).toBeLessThanOrEqual(16)
    expect(rootMeanSquare(middle(sound))).toBeCloseTo(0.5 / Math.SQRT2, 2)
    const wanted = sine(1000, 16_000, 1)
    const difference = sound.subarray(0, wanted.length).map((sample, index) => sample - (wanted[index] ?? 0))
    expect(rootMeanSquare(middle(difference))).toBeLessThan(0.01)
  })

  it('keeps out what 16 kHz cannot hold, so that it does not come back as another tone', () => {
    expect(rootMeanSquare(middle(resample(sine(11_000, 48_000, 1), 48_000)))).toBeLessThan(0.005)
  })

  it.each(rates)('gives the same sound for %d Hz in pieces as in one', (rateHz) => {
    const sound = sine(440, rateHz, 0.7)
    const resampler = createResampler(rateHz)
    const pieces: Float32Array[] = []
    const lengths = [1, 0, 7, 160, 1001, 4096]
    for (let at = 0, turn = 0; at < sound.length; turn++) {
      const length = lengths[turn % lengths.length] ?? 1
      pieces.push(resampler.push(sound.slice(at, at + length)))
      at += length
    }
    pieces.push(resampler.end())
    const joined = joinSamples(pieces)
    const whole = resample(sound, rateHz)
    expect(joined.length).toBe(whole.length)
    expect(Math.max(...joined.map((sample, index) => Math.abs(sample - (whole[index] ?? 9))))).toBeLessThan(1e-4)
  })

  it('goes the other way too', () => {
    const sound = resample(sine(1000, 16_000, 1), 16_000, 22_050)
    expect(Math.abs(sound.length - 22_050)).toBeLessThanOrEqual(22)
    expect(rootMeanSquare(middle(sound))).toBeCloseTo(0.5 / Math.SQRT2, 2)
  })

  it('leaves sound of the right rate and no sound alone', () => {
    const sound = sine(440, 16_000, 0.1)
    expect(resample(sound, 16_000)).toBe(sound)
    expect(createResampler(16_000).end().length).toBe(0)
    expect(resample(new Float32Array(0), 48_000).length).toBe(0)
  })
})
