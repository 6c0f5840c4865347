import { describe, expect, it } from 'vitest'
import { findSpeech, type SpeechSegment, speechProbabilities } from '../../../src/audio/speech-segments.ts'
import { frameSamples } from '../../../src/audio/voice-activity.ts'

/** One probability a frame: runs of [frames, probability]. */
const runs = (...parts: [number, number][]) =>
  Float32Array.from(parts.flatMap(([frames, probability]) => Array<number>(frames).fill(probability)))

const inFrames = (segments: readonly SpeechSegment[]) =>
  segments.map(({ start, end }) => [start / frameSamples, end / frameSamples])

describe('finding speech', () => {
  it('gives the frames in which somebody speaks', async () => {
    const [segment, ...others] = await findSpeech(runs([20, 0.01], [30, 0.9], [40, 0.02]))
    expect(inFrames(segment ? [segment] : [])).toEqual([[20, 50]])
    expect(segment?.certainty).toBeCloseTo(0.9, 5)
    expect(others).toEqual([])
  })

  it('bridges a short pause and ends at a long one', async () => {
    expect(inFrames(await findSpeech(runs([10, 0.9], [5, 0.1], [10, 0.9], [20, 0.1], [10, 0.9])))).toEqual([
      [0, 25],
      [45, 55],
    ])
  })

  it('keeps speech that lasts to the end, and drops a click', async () => {
    expect(inFrames(await findSpeech(runs([10, 0], [1, 0.9], [30, 0], [10, 0.9])))).toEqual([[41, 51]])
  })

  it('does not tear speech apart that becomes unsure, as long as it is not surely over', async () => {
    expect(inFrames(await findSpeech(runs([10, 0.9], [30, 0.4], [10, 0.9])))).toEqual([[0, 50]])
  })

  it('finds nothing in nothing', async () => {
    expect(await findSpeech(new Float32Array(0))).toEqual([])
    expect(await findSpeech(runs([100, 0.05]))).toEqual([])
  })

  it('fills the last frame of a sound up with silence', async () => {
    const seen: Float32Array[] = []
    const stream = {
      probabilities: async (samples: Float32Array) => {
        seen.push(samples.slice())
        return new Float32Array(samples.length / frameSamples).fill(0.5)
      },
      reset() {},
    }
    const samples = new Float32Array(70 * frameSamples + 1).fill(1)
    const probabilities = await speechProbabilities(samples, { openStream: () => stream })
    expect(probabilities).toEqual(new Float32Array(71).fill(0.5))
    const joined = seen.flatMap((part) => [...part])
    expect(joined.length).toBe(71 * frameSamples)
    expect(joined.reduce((sum, sample) => sum + sample, 0)).toBe(samples.length)
  })
})
