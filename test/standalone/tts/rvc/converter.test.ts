import { describe, expect, it } from 'vitest'
import type { ContentFeatures } from '../../../../src/tts/rvc/content/content-features.ts'
import { phoneFrames } from '../../../../src/tts/rvc/converter/phone-frames.ts'
import { planChunks } from '../../../../src/tts/rvc/converter/plan-chunks.ts'
import { createVoiceConverter, type VoiceSettings } from '../../../../src/tts/rvc/converter/voice-converter.ts'
import { createExcitation, seededNoise } from '../../../../src/tts/rvc/excitation.ts'
import { coarsePitch } from '../../../../src/tts/rvc/pitch/coarse-pitch.ts'
import type { PitchDetector } from '../../../../src/tts/rvc/pitch/pitch-detector.ts'
import type { IndexFile } from '../../../../src/tts/rvc/retrieval/index-file.ts'
import type { VoiceFrames, VoiceModel } from '../../../../src/tts/rvc/voice-model.ts'
import { evenNumbers } from './small-hubert.ts'

const samplesPerFrame = 320
const plain: VoiceSettings = { semitones: 0, indexRate: 0, protect: 0.5, speaker: 0 }

/** Sound at 16 kHz: noise with a pause of 100 ms at the end of every `wordMs`. */
function words(seconds: number, wordMs = 1000): Float32Array {
  const word = wordMs * 16
  return evenNumbers(11, seconds * 16_000).map((value, index) => (index % word > word - 1600 ? 0 : 0.3 * value))
}

const content: ContentFeatures = {
  width: 256,
  async extract(samples) {
    const rows = Math.ceil(samples.length / 320)
    return Float32Array.from({ length: rows * 256 }, (_, index) => samples[Math.floor(index / 256) * 320] ?? 0)
  },
  async close() {},
}

/** Hertz that tell the place in the sound. */
const rising: PitchDetector = {
  async detect(samples) {
    return Float32Array.from({ length: samples.length / 160 }, (_, frame) => 100 + frame)
  },
}

/** Stands in for the networks: `decode` answers what it is given of the excitation or of the features. */
function mirror(answers: 'excitation' | 'features') {
  const seen: VoiceFrames[] = []
  const model: VoiceModel = {
    version: 'v1',
    usesPitch: true,
    sampleRateHz: 32_000,
    speakers: 1,
    phoneWidth: 256,
    latentChannels: 0,
    samplesPerFrame,
    async encode(input) {
      seen.push(input)
      const frames = input.phone.length / 256
      return { frames, data: Float32Array.from({ length: frames }, (_, frame) => input.phone[frame * 256] as number) }
    },
    async decode({ data }, source, _speaker, { from, to }) {
      if (answers === 'excitation') return (source as Float32Array).slice(from * samplesPerFrame, to * samplesPerFrame)
      return Float32Array.from(
        { length: (to - from) * samplesPerFrame },
        (_, index) => data[from + Math.floor(index / samplesPerFrame)] as number,
      )
    },
    async close() {},
  }
  return { model, seen }
}

const resample = (samples: Float32Array) => samples

async function converted(model: VoiceModel, samples: Float32Array, settings = plain): Promise<Float32Array[]> {
  const converter = createVoiceConverter({ model, content, pitch: rising, resample })
  const pieces: Float32Array[] = []
  for await (const piece of converter.convert({ samples, sampleRateHz: 16_000 }, settings)) pieces.push(piece)
  return pieces
}

const joined = (pieces: Float32Array[]) => Float32Array.from(pieces.flatMap((piece) => Array.from(piece)))

describe('a converted sound', () => {
  it.each([160, 161, 8000, 16_000 * 14 + 7])('of %i samples is as long as the sound', async (length) => {
    const pieces = await converted(mirror('features').model, words(15, 700).subarray(0, length))
    expect(joined(pieces)).toHaveLength(Math.ceil(length / 160) * samplesPerFrame)
    for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(100 * samplesPerFrame)
  })

  it('of twenty minutes is made in chunks no longer than those of a short one', async () => {
    const tenSeconds = words(10)
    const sound = new Float32Array(tenSeconds.length * 120)
    for (let at = 0; at < sound.length; at += tenSeconds.length) sound.set(tenSeconds, at)
    const { model, seen } = mirror('excitation')
    const lengths = (await converted(model, sound)).map((piece) => piece.length)
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe((sound.length / 160) * samplesPerFrame)
    // Frames of 10 ms: a chunk of six seconds, a quarter more at the end, and what is seen around it.
    expect(Math.max(...seen.map(({ phone }) => phone.length / 256))).toBeLessThanOrEqual(6 * 125 + 100)
    expect(Math.max(...lengths)).toBeLessThanOrEqual(7 * 100 * samplesPerFrame)
  }, 240_000)

  it('is nothing of nothing', async () => {
    expect(await converted(mirror('features').model, new Float32Array(0))).toEqual([])
  })

  it('is excited without a break where slices and chunks meet', async () => {
    const sound = words(14)
    const { model, seen } = mirror('excitation')
    const output = joined(await converted(model, sound))
    expect(seen.length).toBeGreaterThan(2)
    const hertz = Float32Array.from({ length: 1400 + 80 }, (_, frame) => 100 + frame)
    const whole = createExcitation(samplesPerFrame, seededNoise(1))
      .next(hertz)
      .subarray(40 * samplesPerFrame)
    // The loudness is changed slowly, so that the ratio of neighbours stays: signs tell the phase.
    let same = 0
    let sounding = 0
    for (let index = 0; index < output.length; index++) {
      if (Math.abs(whole[index] as number) < 0.02 || output[index] === 0) continue
      sounding++
      if (Math.sign(output[index] as number) === Math.sign(whole[index] as number)) same++
    }
    expect(sounding).toBeGreaterThan(output.length / 2)
    expect(same).toBe(sounding)
  })

  it('has the features of its own place, in every chunk', async () => {
    const sound = words(14)
    const { model } = mirror('features')
    const output = joined(await converted(model, sound))
    const sampleAt = (frame: number) => Math.sign(sound[frame * 160] ?? 0)
    let own = 0
    let sounding = 0
    for (let frame = 1; frame < 1400; frame++) {
      // Too quiet to survive the filter with its sign.
      if ([frame, frame - 1].some((near) => Math.abs(sound[near * 160] ?? 0) < 0.15)) continue
      sounding++
      const sign = Math.sign(output[frame * samplesPerFrame + 5] as number)
      if (sign === sampleAt(frame) || sign === sampleAt(frame - 1)) own++
    }
    expect(sounding).toBeGreaterThan(300)
    expect(own / sounding).toBeGreaterThan(0.97)
  })

  it('is sung higher by the semitones that were asked for', async () => {
    const [low, high] = [mirror('features'), mirror('features')]
    await converted(low.model, words(1))
    await converted(high.model, words(1), { ...plain, semitones: 12 })
    const pitch = (seen: VoiceFrames[]) => Number(seen[0]?.pitch?.[0])
    expect(pitch(low.seen)).toBeLessThan(pitch(high.seen))
    expect(pitch(high.seen)).toBe(Number(coarsePitch(Float32Array.of(200))[0]))
  })

  it('is the same each time', async () => {
    const [first, second] = [mirror('excitation').model, mirror('excitation').model]
    expect(joined(await converted(first, words(2)))).toEqual(joined(await converted(second, words(2))))
  })

  it('stops after the slice at which it was cancelled', async () => {
    const stop = new AbortController()
    const converter = createVoiceConverter({ model: mirror('features').model, content, pitch: rising, resample })
    let pieces = 0
    const run = async () => {
      const sound = { samples: words(30), sampleRateHz: 16_000 }
      for await (const _ of converter.convert(sound, plain, stop.signal)) if (++pieces === 2) stop.abort()
    }
    await expect(run()).rejects.toMatchObject({ code: 'cancelled', kind: 'cancelled' })
    expect(pieces).toBe(2)
  })

  it('is refused with features or an index of another width', () => {
    const { model } = mirror('features')
    const other = { ...content, width: 768 }
    const index: IndexFile = { width: 768, probes: 1, centroids: new Float32Array(768), lists: [new Float32Array(768)] }
    const parts = { model, content, pitch: rising, resample }
    expect(() => createVoiceConverter({ ...parts, content: other })).toThrow(
      /reads 256 features, and the model gives 768/,
    )
    expect(() => createVoiceConverter({ ...parts, index })).toThrow(/its index has 768/)
  })
})

describe('chunks', () => {
  it('follow each other, are cut in pauses, the first of them early', () => {
    const sound = words(60)
    const chunks = planChunks(sound)
    expect(chunks[0]?.from).toBe(0)
    expect(chunks.at(-1)?.to).toBe(6000)
    chunks.slice(1).forEach(({ from }, index) => {
      expect(from).toBe(chunks[index]?.to)
      const pause = sound.subarray(from * 160 - 160, from * 160 + 160)
      expect(pause.every((sample) => sample === 0)).toBe(true)
    })
    expect(chunks[0]?.to).toBeLessThanOrEqual(300)
    for (const { from, to } of chunks) expect(to - from).toBeLessThanOrEqual(750)
  })

  it('are one for a short sound, and none for nothing', () => {
    expect(planChunks(words(3))).toEqual([{ from: 0, to: 300 }])
    expect(planChunks(new Float32Array(0))).toEqual([])
  })
})

describe('frames for the encoder', () => {
  const index: IndexFile = {
    width: 2,
    probes: 1,
    centroids: Float32Array.of(0, 0),
    lists: [Float32Array.of(9, 9)],
  }
  const rows = Float32Array.of(1, 2, 3, 4)

  it('are the rows twice, the last as often as needed', () => {
    expect(phoneFrames(rows, 2, [true, true, true, false, true], undefined)).toEqual(
      Float32Array.of(1, 2, 1, 2, 3, 4, 3, 4, 3, 4),
    )
  })

  it('get less of the retrieval where the detector heard no pitch', () => {
    const voiced = [true, false, true, false]
    const halfway = phoneFrames(rows, 2, voiced, { index, rate: 0.5, protect: 0.25 })
    expect(halfway).toEqual(Float32Array.of(5, 5.5, 2, 2.875, 6, 6.5, 3.75, 4.625))
    const unprotected = phoneFrames(rows, 2, voiced, { index, rate: 0.5, protect: 0.5 })
    expect(unprotected).toEqual(Float32Array.of(5, 5.5, 5, 5.5, 6, 6.5, 6, 6.5))
  })
})
