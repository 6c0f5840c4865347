import fs from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createExcitation, seededNoise } from '../../../../src/tts/rvc/excitation.ts'
import type { Latents, VoiceModel } from '../../../../src/tts/rvc/voice-model.ts'
import { decodeSlices } from '../../../../src/tts/rvc/voices/decode-slices.ts'
import { openDecoderPool } from '../../../../src/tts/rvc/voices/decoder-pool.ts'
import { openVoice } from '../../../../src/tts/rvc/voices/open-voice.ts'
import { prepareVoice } from '../../../../src/tts/rvc/voices/prepare-voice.ts'
import { standIn, workshop } from './stand-in.ts'

const shop = workshop()
afterAll(() => shop.remove())
const cache = path.join(shop.folder, 'cache')

async function open(changes: Parameters<typeof standIn>[0] = {}): Promise<VoiceModel> {
  return openVoice(await prepareVoice(shop.file(standIn(changes)), cache), 1)
}

/** Random features, and a pitch that rises from `hertz`. */
async function speak(model: VoiceModel, frames: number, hertz = 120) {
  const noise = seededNoise(5)
  const some = (count: number) => Float32Array.from({ length: count }, noise)
  const pitch = Float32Array.from({ length: frames }, (_, frame) => hertz + frame)
  const latents = await model.encode({
    phone: some(frames * model.phoneWidth),
    noise: some(frames * model.latentChannels),
    speaker: 0,
    ...(model.usesPitch ? { pitch: BigInt64Array.from(pitch, () => 60n) } : {}),
  })
  const source = model.usesPitch ? createExcitation(model.samplesPerFrame, seededNoise(6)).next(pitch) : undefined
  return { latents, source }
}

async function whole(model: VoiceModel, latents: Latents, source: Float32Array | undefined): Promise<Float32Array> {
  return model.decode(latents, source, 0, { from: 0, to: latents.frames })
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length)
  return a.reduce((most, value, index) => Math.max(most, Math.abs(value - (b[index] as number))), 0)
}

const loudest = (samples: Float32Array) => samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

describe('a voice of its checkpoint', () => {
  it.each([
    ['v1', 32_000, true, false],
    ['v1', 40_000, false, true],
    ['v1', 48_000, true, true],
    ['v2', 32_000, false, false],
    ['v2', 40_000, true, false],
    ['v2', 48_000, true, false],
  ] as const)('%s at %i Hz, pitch %s, parametrized %s: makes the sound of its frames', async (...kind) => {
    const [version, sampleRateHz, usesPitch, parametrized] = kind
    const model = await open({ version, sampleRateHz, usesPitch, parametrized })
    const { latents, source } = await speak(model, 7)
    const sound = await whole(model, latents, source)
    expect(sound).toHaveLength((7 * sampleRateHz) / 100)
    expect(loudest(sound)).toBeGreaterThan(0.02)
    expect(loudest(sound)).toBeLessThan(1)
    await model.close()
  })

  it('sounds the same whether its weights are normalised in the old or the new way', async () => {
    const [old, young] = [await open(), await open({ parametrized: true })]
    const { latents, source } = await speak(old, 5)
    expect(largestDifference(await whole(old, latents, source), await whole(young, latents, source))).toBe(0)
  })

  it('hums at the pitch it is given', async () => {
    const model = await open()
    const frames = 50
    const { latents } = await speak(model, frames)
    for (const hertz of [110, 220]) {
      const pitch = new Float32Array(frames).fill(hertz)
      const source = createExcitation(model.samplesPerFrame, () => 0).next(pitch)
      const sound = await whole(model, latents, source)
      const level = (frequency: number) => {
        let [real, imaginary] = [0, 0]
        for (const [index, sample] of sound.entries()) {
          const angle = (2 * Math.PI * frequency * index) / model.sampleRateHz
          real += sample * Math.cos(angle)
          imaginary += sample * Math.sin(angle)
        }
        return Math.hypot(real, imaginary)
      }
      expect(level(hertz)).toBeGreaterThan(5 * level(hertz * 1.37))
    }
    await model.close()
  })

  it('speaks as another person for another speaker, and not for one it has not', async () => {
    const model = await open({ speakers: 2 })
    const { latents, source } = await speak(model, 5)
    const range = { from: 0, to: 5 }
    const [first, second] = [
      await model.decode(latents, source, 0, range),
      await model.decode(latents, source, 1, range),
    ]
    expect(largestDifference(first, second)).toBeGreaterThan(1e-3)
    await expect(model.decode(latents, source, 2, range)).rejects.toThrow('the speakers 0 to 1, not 2')
    await model.close()
  })
})

describe('slices of a sound', () => {
  it.each([
    ['v1', 32_000],
    ['v1', 48_000],
    ['v2', 40_000],
    ['v2', 48_000],
  ] as const)('equal the whole (%s, %i Hz)', async (version, sampleRateHz) => {
    const model = await open({ version, sampleRateHz })
    const { latents, source } = await speak(model, 83)
    const expected = await whole(model, latents, source)
    const got: number[] = []
    for await (const slice of decodeSlices(model, latents, source, 0, { frames: 20 })) got.push(...slice)
    expect(largestDifference(Float32Array.from(got), expected)).toBeLessThanOrEqual(1e-6)
    await model.close()
  })

  it('are decoded side by side by several threads, and equal the whole', async () => {
    const voice = await prepareVoice(shop.file(standIn()), cache)
    const [alone, three] = [await openVoice(voice, 1), await openVoice(voice, 3)]
    const { latents, source } = await speak(alone, 83)
    const expected = await whole(alone, latents, source)
    expect(largestDifference(await whole(three, latents, source), expected)).toBeLessThanOrEqual(1e-6)
    const part = await three.decode(latents, source, 0, { from: 30, to: 80 })
    const spf = alone.samplesPerFrame
    expect(largestDifference(part, expected.slice(30 * spf, 80 * spf))).toBeLessThanOrEqual(1e-6)
    await Promise.all([alone.close(), three.close()])
  })

  it('fail with a sentence where a thread cannot load its half, and not for ever', async () => {
    const folder = fs.mkdtempSync(path.join(shop.folder, 'half '))
    const voice = await prepareVoice(shop.file(standIn()), folder)
    const pool = openDecoderPool(path.join(folder, 'nothing.onnx'), 2)
    await expect(pool).rejects.toMatchObject({ code: 'model-missing' })
    const good = await openDecoderPool(voice.decoder, 2)
    const broken = { latents: new Float32Array(16), channels: 1, kept: [0, 1] as const, place: 0, speaker: 0 }
    await expect(good.run([broken, broken])).rejects.toThrow()
    await good.close()
  })

  it('end when nobody wants them any more', async () => {
    const model = await open()
    const { latents, source } = await speak(model, 30)
    const abort = new AbortController()
    const slices = decodeSlices(model, latents, source, 0, { frames: 10, signal: abort.signal })
    expect((await slices.next()).value).toHaveLength(10 * model.samplesPerFrame)
    abort.abort()
    await expect(slices.next()).rejects.toMatchObject({ code: 'cancelled' })
    await model.close()
  })
})

describe('the excitation', () => {
  const pitch = Float32Array.from({ length: 40 }, (_, frame) => (frame % 9 < 3 ? 0 : 100 + frame * 3.7))

  it('is the same for the same seed, in one piece or in slices', () => {
    const whole = createExcitation(400, seededNoise(3)).next(pitch)
    const sliced = createExcitation(400, seededNoise(3))
    const parts = [pitch.subarray(0, 11), pitch.subarray(11, 12), pitch.subarray(12)].map((part) => sliced.next(part))
    expect(parts.flatMap((part) => [...part])).toEqual([...whole])
    expect([...createExcitation(400, seededNoise(4)).next(pitch)]).not.toEqual([...whole])
  })

  it('follows the pitch without a step, and is only noise where nothing is voiced', () => {
    const tone = createExcitation(400, () => 0)
    const sound = [...tone.next(Float32Array.of(100, 200)), ...tone.next(Float32Array.of(0))]
    // A sine of 200 Hz moves by at most 0.1 · 2π · 200 / 40,000 from one sample to the next.
    for (let index = 1; index < 800; index += 1)
      expect(Math.abs((sound[index] as number) - (sound[index - 1] as number))).toBeLessThan(0.00315)
    expect(sound.slice(800).every((value) => value === 0)).toBe(true)
    const hiss = createExcitation(400, () => 1).next(Float32Array.of(0))
    expect(hiss[0]).toBeCloseTo(0.1 / 3, 6)
  })
})

describe('what is built of a checkpoint', () => {
  it('is kept, and built anew when a byte of it changed or its end is missing', async () => {
    const file = shop.file(standIn({ seed: 11 }))
    const own = path.join(shop.folder, 'own cache')
    const first = await prepareVoice(file, own)
    const built = fs.readFileSync(first.decoder)
    const weights = first.decoder.replace('.onnx', '.weights')
    const builtWeights = fs.readFileSync(weights)
    const builtAtMs = fs.statSync(first.decoder).mtimeMs
    expect(await prepareVoice(file, own)).toEqual(first)
    expect(fs.statSync(first.decoder).mtimeMs).toBe(builtAtMs)

    const harm = [
      () =>
        fs.writeFileSync(
          first.decoder,
          Buffer.concat([built.subarray(0, 1000), Buffer.from([1]), built.subarray(1001)]),
        ),
      () => fs.truncateSync(first.encoder, 500),
      () => fs.rmSync(first.encoder),
      () => fs.truncateSync(weights, 5000),
      () => fs.writeFileSync(path.join(path.dirname(first.encoder), 'prepared.json'), '{}'),
    ]
    for (const damage of harm) {
      damage()
      await prepareVoice(file, own)
      expect(fs.readFileSync(first.decoder).equals(built)).toBe(true)
      expect(fs.readFileSync(weights).equals(builtWeights)).toBe(true)
      expect(fs.existsSync(first.encoder)).toBe(true)
    }
    expect(fs.readdirSync(own)).toHaveLength(1)
  })

  it('is another for another file of the same name', async () => {
    const file = shop.file(standIn({ seed: 12 }), 'same.pth')
    const first = await prepareVoice(file, cache)
    shop.file(standIn({ seed: 13 }), 'same.pth')
    const second = await prepareVoice(file, cache)
    expect(second.sha256).not.toBe(first.sha256)
    expect(second.decoder).not.toBe(first.decoder)
  })

  it('keeps speaking when the file of the voice is replaced meanwhile', async () => {
    const file = shop.file(standIn({ seed: 14 }))
    const model = await openVoice(await prepareVoice(file, cache), 1)
    const { latents, source } = await speak(model, 5)
    const before = await whole(model, latents, source)
    fs.writeFileSync(file, 'something else')
    expect(largestDifference(await whole(model, latents, source), before)).toBe(0)
    await expect(prepareVoice(file, cache)).rejects.toMatchObject({ code: 'voice-file-refused' })
    await model.close()
  })

  it('of many files only the last used stay', async () => {
    const small = path.join(shop.folder, 'small cache')
    for (let seed = 20; seed < 30; seed += 1) await prepareVoice(shop.file(standIn({ seed })), small)
    expect(fs.readdirSync(small)).toHaveLength(8)
  })
})
