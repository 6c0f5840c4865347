import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { torchArchive } from '../../../scripts/stand-in-voice/torch-archive.ts'
import { readWavFile } from '../../../src/audio/wav-file.ts'
import { encodeWav } from '../../../src/audio/wav-writer.ts'
import { encodeIndex } from '../tts/rvc/faiss-index.ts'
import { installFeatures } from '../tts/rvc/install-features.ts'
import { evenNumbers, writeSmallHubert } from '../tts/rvc/small-hubert.ts'
import { standIn } from '../tts/rvc/stand-in.ts'
import { freshUser, startSam } from './run-sam.ts'

const user = freshUser()
afterAll(user.remove)
const at = (name: string) => path.join(user.folder, name)
const rateHz = 22_050
const fifth = 2 ** (7 / 12)

/** A hum at 150 Hz that swells and fades. */
const hum = (seconds: number) =>
  Float32Array.from({ length: seconds * rateHz }, (_, index) => {
    const turns = (150 * index) / rateHz
    const partials = [1, 2, 3].reduce((sum, partial) => sum + Math.sin(2 * Math.PI * partial * turns) / partial, 0)
    return 0.2 * partials * (0.6 + 0.4 * Math.sin((2 * Math.PI * index) / rateHz))
  })

const convert = (...options: string[]) =>
  user.sam('voices', 'convert', at('in.wav'), at('out.wav'), '--voice', 'nobody', ...options, '--json')

/** How strong a frequency and its first partials are in the sound that was written. */
async function strengthAt(hertz: number): Promise<number> {
  const { samples, sampleRateHz } = await readWavFile(at('out.wav'))
  return [1, 2, 3].reduce((sum, partial) => {
    let [real, imaginary] = [0, 0]
    samples.forEach((sample, index) => {
      const angle = (2 * Math.PI * partial * hertz * index) / sampleRateHz
      real += sample * Math.cos(angle)
      imaginary += sample * Math.sin(angle)
    })
    return sum + Math.hypot(real, imaginary)
  }, 0)
}

describe('sam voices convert', () => {
  beforeAll(async () => {
    fs.writeFileSync(at('in.wav'), encodeWav(hum(2), rateHz))
    fs.writeFileSync(at('nobody.pth'), torchArchive(standIn({ version: 'v1', speakers: 2 })))
    const vectors = Array.from({ length: 12 }, (_, row) => Array.from(evenNumbers(row, 256)))
    fs.writeFileSync(at('nobody.index'), encodeIndex({ width: 256, centroids: vectors.slice(0, 1), lists: [vectors] }))
    const added = await user.sam('voices', 'add', at('nobody.pth'), '--index', at('nobody.index'), '--yes', '--json')
    expect(added).toMatchObject({ code: 0 })
  })

  it('says what is missing and what mends it, while no model of content features is there', async () => {
    const run = await convert()
    expect(run.code).toBe(3)
    expect(run.error()).toMatchObject({ code: 'model-missing', remedy: 'sam models pull hubert-base-weights' })
    expect(fs.existsSync(at('out.wav'))).toBe(false)
  })

  it('is what the doctor says too, once the voice is in use', async () => {
    expect(await user.sam('voices', 'use', 'nobody')).toMatchObject({ code: 0 })
    const { lines } = await user.sam('doctor', '--json')
    expect(lines().find(({ name }) => name === 'your voice nobody')).toMatchObject({
      ok: false,
      detail: expect.stringContaining('The plain voice speaks instead.'),
      remedy: 'sam models pull hubert-base-weights',
    })
  })

  describe('with one', () => {
    beforeAll(() => installFeatures(user.environment.SAM_MODELS, (file) => writeSmallHubert(file)))

    it('writes a sound of the same length at the rate of the voice', async () => {
      const run = await convert()
      expect(run).toMatchObject({ code: 0 })
      expect(run.lines()).toMatchObject([
        { type: 'notice', code: 'pitch-detector-missing', remedy: 'sam models pull swift-f0' },
        { type: 'done', file: at('out.wav'), voice: 'nobody', sampleRateHz: 40_000, audioMs: 2000 },
      ])
      const { samples, sampleRateHz, truncated } = await readWavFile(at('out.wav'))
      expect({ sampleRateHz, truncated, length: samples.length }).toEqual({
        sampleRateHz: 40_000,
        truncated: false,
        length: 80_000,
      })
      expect(await strengthAt(150)).toBeGreaterThan(3 * (await strengthAt(150 * fifth)))
    })

    it('sings higher by semitones', async () => {
      expect(await convert('--semitones', '7')).toMatchObject({ code: 0 })
      expect(await strengthAt(150 * fifth)).toBeGreaterThan(3 * (await strengthAt(150)))
    })

    it('sounds different with another speaker, other retrieval, and other protection of what is unvoiced', async () => {
      const breath = evenNumbers(1, 2 * rateHz)
      const half = hum(2).map((value, index) => (index < rateHz ? value : 0.3 * (breath[index] ?? 0)))
      fs.writeFileSync(at('in.wav'), encodeWav(half, rateHz))
      const sounds: string[] = []
      for (const options of [[], ['--speaker', '1'], ['--index-rate', '0'], ['--protect', '0.5']]) {
        expect(await convert(...options)).toMatchObject({ code: 0 })
        sounds.push(fs.readFileSync(at('out.wav'), 'base64'))
      }
      expect(new Set(sounds).size).toBe(4)
    })

    it.each([
      ['a speaker the voice has not', ['--speaker', '2'], 2, 'voice-speaker-unknown'],
      ['a pitch beyond reason', ['--semitones', '99'], 2, 'usage'],
      ['another voice', ['--voice', 'somebody'], 3, 'voice-unknown'],
    ])('refuses %s and leaves what was there', async (_what, options, code, error) => {
      fs.writeFileSync(at('out.wav'), 'kept')
      const run = await convert(...options)
      expect(run.code).toBe(code)
      expect(run.error().code).toBe(error)
      expect(fs.readFileSync(at('out.wav'), 'utf8')).toBe('kept')
      expect(fs.readdirSync(user.folder).filter((name) => name.endsWith('.part'))).toEqual([])
    })

    it('refuses a sound that is none', async () => {
      const run = await user.sam('voices', 'convert', at('nobody.pth'), at('no.wav'), '--voice', 'nobody', '--json')
      expect(run.error().code).toBe('audio-unreadable')
      expect(fs.existsSync(at('no.wav'))).toBe(false)
    })

    it('stops when it is told to, and leaves nothing behind', async () => {
      fs.writeFileSync(at('in.wav'), encodeWav(hum(120), rateHz))
      const args = ['voices', 'convert', at('in.wav'), at('long.wav'), '--voice', 'nobody', '--json']
      const { child, done } = startSam(args, user.environment)
      await expect
        .poll(() => fs.readdirSync(user.folder).some((name) => name.endsWith('.part')), { timeout: 20_000 })
        .toBe(true)
      child.kill('SIGINT')
      expect((await done).code).toBe(130)
      expect(fs.readdirSync(user.folder).filter((name) => name.startsWith('long.wav'))).toEqual([])
    })
  })
})
