import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { findSpeech, speechProbabilities } from '../../../src/audio/speech-segments.ts'
import { frameSamples, loadVoiceActivity, type VoiceActivityModel } from '../../../src/audio/voice-activity.ts'
import { joinSamples } from '../../../src/core/numbers/join-samples.ts'
import { installedModels } from '../installed-models.ts'
import { music, noise, quiet, spoken } from '../spoken-sound.ts'

describe('voice activity', () => {
  let model: VoiceActivityModel
  beforeAll(async () => {
    model = await loadVoiceActivity(installedModels.locate('silero-vad').files['model'] ?? '')
  })

  it.each([
    ['zeros', () => new Float32Array(48_000)],
    ['a quiet room', () => quiet(3000)],
    ['loud noise', () => noise(3000, 0.3)],
    ['music', () => music(3000)],
    [
      'a hum',
      () => Float32Array.from({ length: 48_000 }, (_, index) => 0.2 * Math.sin((index * 2 * Math.PI * 50) / 16_000)),
    ],
  ])('hears nobody in %s', async (_, sound) => {
    expect(await findSpeech(await speechProbabilities(sound(), model))).toEqual([])
  })

  it('finds each of two sentences, where they are, also beside noise', async () => {
    const first = await spoken('Good morning, how are you today?', { beforeMs: 0, afterMs: 0 })
    const second = await spoken('Please open the window.', { beforeMs: 0, afterMs: 0 })
    const silent = joinSamples([quiet(1000), first, quiet(1500), second, quiet(1000)])
    const hiss = noise((silent.length / 16_000) * 1000 + 1, 0.003)
    for (const sound of [silent, silent.map((sample, index) => sample + (hiss[index] ?? 0))]) {
      const segments = await findSpeech(await speechProbabilities(sound, model))
      const near = (position: number, wanted: number) => Math.abs(position - wanted) < 0.35 * 16_000
      const starts = [16_000, 16_000 + first.length + 24_000]
      expect(near(segments[0]?.start ?? 0, starts[0] ?? 0)).toBe(true)
      expect(near(segments.at(-1)?.end ?? 0, (starts[1] ?? 0) + second.length)).toBe(true)
      expect(segments.some(({ start }) => near(start, starts[1] ?? 0))).toBe(true)
      // Nothing in the pause between them.
      const inPause = (position: number) =>
        position > 16_000 + first.length + 6000 && position < (starts[1] ?? 0) - 6000
      expect(segments.some(({ start, end }) => inPause(start) || inPause(end))).toBe(false)
      expect(segments.every(({ certainty }) => certainty > 0.6)).toBe(true)
    }
  })

  it('answers alike in pieces and in one, and forgets a stream', async () => {
    const sound = await spoken('Testing, one, two, three.')
    const whole = sound.subarray(0, Math.floor(sound.length / frameSamples) * frameSamples)
    const stream = model.openStream()
    const once = await stream.probabilities(whole)
    stream.reset()
    const pieces: number[] = []
    for (let at = 0; at < whole.length; at += frameSamples) {
      pieces.push(...(await stream.probabilities(whole.subarray(at, at + frameSamples))))
    }
    expect(pieces.length).toBe(once.length)
    for (const [index, probability] of pieces.entries())
      expect(Math.abs(probability - (once[index] ?? 9))).toBeLessThan(1e-4)
    expect(await stream.probabilities(new Float32Array(0))).toEqual(new Float32Array(0))
  })

  it('says what to do when its file is not there, damaged, or another model', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-vad-'))
    const broken = path.join(folder, 'model.onnx')
    fs.writeFileSync(broken, 'not a model')
    const remedy = { kind: 'missing', remedy: 'sam models pull silero-vad' }
    await expect(loadVoiceActivity(path.join(folder, 'absent'))).rejects.toMatchObject({
      code: 'model-missing',
      ...remedy,
    })
    await expect(loadVoiceActivity(broken)).rejects.toMatchObject({ code: 'model-corrupted', ...remedy })
    const other = installedModels.locate('swift-f0').files['model'] ?? ''
    await expect(loadVoiceActivity(other)).rejects.toMatchObject({ code: 'model-corrupted', ...remedy })
    fs.rmSync(folder, { recursive: true, force: true })
  })
})
