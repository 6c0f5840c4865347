import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ModelStore } from '../../../src/models/ports.ts'
import { createSynthesizer } from '../../../src/tts/synthesizer.ts'
import { installedModels } from '../installed-models.ts'
import { voice } from '../spoken-sound.ts'

const loudness = (samples: Float32Array) =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
const seconds = ({ samples, sampleRateHz }: { samples: Float32Array; sampleRateHz: number }) =>
  samples.length / sampleRateHz

const long =
  'This is the first clause, this is another one, and this is a third one, and so it goes on and on, until nobody listens any more, which is a pity.'

describe('the voice', () => {
  it('speaks a sentence: sound of a plausible length and loudness', async () => {
    const sound = await voice.synthesize('Good morning, it is nine o’clock.')
    expect(sound.sentence).toBe('Good morning, it is nine o’clock.')
    expect(sound.sampleRateHz).toBe(22_050)
    expect(seconds(sound)).toBeGreaterThan(1)
    expect(seconds(sound)).toBeLessThan(5)
    expect(loudness(sound.samples)).toBeGreaterThan(0.02)
    expect(sound.samples.every((sample) => Math.abs(sample) <= 1)).toBe(true)
    expect(sound.firstSampleMs).toBeLessThanOrEqual(sound.synthesisMs)
  })

  it('speaks faster when asked to', async () => {
    const slow = await voice.synthesize(long, { rate: 0.7 })
    const fast = await voice.synthesize(long, { rate: 1.6 })
    expect(seconds(slow)).toBeGreaterThan(1.5 * seconds(fast))
  })

  it.each(['🎉', '', '---', '```'])('says nothing for "%s"', async (text) => {
    expect((await voice.synthesize(text)).samples.length).toBe(0)
  })

  it('gives up a sentence in the middle, at once, and speaks the next', async () => {
    const stop = new AbortController()
    const sentence = `${long} `.repeat(8)
    const speaking = voice.synthesize(sentence, { signal: stop.signal })
    const queued = voice.synthesize('Never said.', { signal: stop.signal })
    let settled = false
    const outcome = speaking
      .catch((error: unknown) => error)
      .finally(() => {
        settled = true
      })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(settled).toBe(false)
    stop.abort()
    expect(await outcome).toMatchObject({ code: 'cancelled', kind: 'cancelled' })
    await expect(queued).rejects.toMatchObject({ code: 'cancelled' })
    await expect(voice.synthesize('Late.', { signal: stop.signal })).rejects.toMatchObject({ code: 'cancelled' })
    expect(seconds(await voice.synthesize('Hello.'))).toBeGreaterThan(0.2)
  })

  it('answers overlapping requests each with its own sentence, in order', async () => {
    const order: string[] = []
    const sentences = ['One.', 'Two and a half.', 'Three.']
    const sounds = await Promise.all(
      sentences.map(async (sentence) => {
        const sound = await voice.synthesize(sentence)
        order.push(sentence)
        return sound
      }),
    )
    expect(order).toEqual(sentences)
    expect(sounds.map(({ sentence }) => sentence)).toEqual(sentences)
  })

  it('is made quicker to load at its first use, and made anew where that is damaged or old', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-voice-'))
    onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }))
    const { files } = installedModels.locate('piper-en-us-joe')
    const model = path.join(folder, 'model.onnx')
    const quick = path.join(folder, 'model.quick.onnx')
    fs.symlinkSync(files['model'] ?? '', model)
    const models = { locate: (id: string) => ({ id, folder, files: { ...files, model } }) }
    const say = async () =>
      (await createSynthesizer({ models, voice: 'piper-en-us-joe', steady: true }).synthesize('Good morning.')).samples
    fs.writeFileSync(quick, 'no model')
    const first = await say()
    expect(fs.existsSync(quick)).toBe(false)
    const second = await say()
    expect(fs.statSync(quick).size).toBeGreaterThan(10_000_000)
    expect(second).toEqual(first)
    fs.utimesSync(quick, new Date(0), new Date(0))
    expect(await say()).toEqual(first)
    expect(fs.statSync(quick).mtimeMs).toBeGreaterThan(0)
    expect(fs.readdirSync(folder).sort()).toEqual(['model.onnx', 'model.quick.onnx'])
  })

  it.each<[string, Pick<ModelStore, 'locate'>, string, RegExp]>([
    ['a voice that nobody knows', installedModels, 'nobody', /no voice called "nobody"/],
    ['a model that is no voice', installedModels, 'swift-f0', /"swift-f0" is not a voice/],
    [
      'a voice whose files are no model',
      {
        locate: (id) => {
          const { folder, files } = installedModels.locate('piper-en-us-joe')
          return { id, folder, files: { ...files, model: import.meta.filename } }
        },
      },
      'broken',
      /voice broken cannot be loaded/,
    ],
  ])('says what to do about %s', async (_, models, id, message) => {
    const broken = createSynthesizer({ models, voice: id })
    await expect(broken.synthesize('Hello.')).rejects.toMatchObject({
      code: 'voice-missing',
      kind: 'missing',
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(/^sam models/),
    })
  })
})
