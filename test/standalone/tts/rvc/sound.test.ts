import { describe, expect, it } from 'vitest'
import { highPass } from '../../../../src/tts/rvc/sound/high-pass.ts'
import { limitPeak } from '../../../../src/tts/rvc/sound/limit-peak.ts'
import { LoudnessMix } from '../../../../src/tts/rvc/sound/loudness-mix.ts'
import { expectNear, reference } from './reference.ts'
import { evenNumbers } from './small-hubert.ts'

const tone = (hertz: number, samples = 16_000) =>
  Float32Array.from({ length: samples }, (_, index) => 0.5 * Math.sin((2 * Math.PI * hertz * index) / 16_000))
const rms = (samples: Float32Array) =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)

describe('before a voice is converted', () => {
  it('a peak above 0.95 is brought down to it, and nothing else is touched', () => {
    expectNear(limitPeak(Float32Array.of(0.5, -1.9, 0)), [0.25, -0.95, 0], 1e-7)
    expect(limitPeak(Float32Array.of(0.5, -0.95))).toEqual(Float32Array.of(0.5, -0.95))
    expect(limitPeak(new Float32Array(3))).toEqual(new Float32Array(3))
  })

  it('what lies below the voice is filtered out as SciPy does it', () => {
    expectNear(highPass(evenNumbers(2, 1600).map((value) => 0.3 * value + 0.2)), reference('high-pass'), 1e-6)
  })

  it('hum goes, the voice stays, and nothing moves', () => {
    const middle = (samples: Float32Array) => samples.subarray(4000, 12_000)
    expect(rms(middle(highPass(tone(20))))).toBeLessThan(0.001)
    const voice = tone(120)
    expectNear(middle(highPass(voice)), middle(voice), 0.005)
  })

  it.each([0, 1, 18, 19])('even a sound of %i samples comes through', (length) => {
    const filtered = highPass(tone(200, length))
    expect(filtered).toHaveLength(length)
    expect(filtered.every(Number.isFinite)).toBe(true)
  })
})

describe('the loudness of a converted voice', () => {
  const swell = (count: number) => (value: number, index: number) => value * Math.sin((index / count) * 7) ** 2
  const source = evenNumbers(3, 400).map(swell(400))
  const output = evenNumbers(4, 1000).map((value) => 0.1 * value)
  const rates = { sourceRateHz: 160, outputRateHz: 400 }
  const mix = (rate: number) => new LoudnessMix({ source, outputSamples: output.length, rate, ...rates })

  it('is mixed with that of the source as RVC does it', () => {
    expectNear(mix(0.25).push(output), reference('loudness-mix'), 1e-6)
  })

  it('stays its own at a rate of 1', () => {
    expect(mix(1).push(output)).toEqual(output)
  })

  it('follows the source piece by piece, without a jump between pieces', () => {
    const steady = { source: new Float32Array(64_000).fill(0.2), sourceRateHz: 16_000, outputRateHz: 40_000, rate: 0 }
    const mixer = new LoudnessMix({ ...steady, outputSamples: 160_000 })
    const pieces = [20_000, 60_000, 80_000].map((length) => mixer.push(new Float32Array(length).fill(0.05)))
    const joined = pieces.flatMap((piece) => Array.from(piece))
    expectNear(joined, new Float32Array(160_000).fill(0.2), 1e-6)
    const growing = { ...steady, source: Float32Array.from({ length: 64_000 }, (_, index) => index / 64_000) }
    const follower = new LoudnessMix({ ...growing, outputSamples: 160_000 })
    const line = [20_000, 60_000, 80_000].flatMap((length) =>
      Array.from(follower.push(new Float32Array(length).fill(0.05))),
    )
    const steps = line.slice(1).map((value, index) => Math.abs(value - (line[index] as number)))
    expect(Math.max(...steps.slice(0, 1000), ...steps.slice(-1000))).toBeLessThan(1e-4)
    for (const border of [20_000, 80_000]) expect(steps[border - 1]).toBeLessThan(1e-4)
  })

  it('is never raised without bound over silence', () => {
    const mixer = new LoudnessMix({ source, outputSamples: 1000, rate: 0.25, ...rates })
    expect(mixer.push(new Float32Array(1000))).toEqual(new Float32Array(1000))
  })
})
