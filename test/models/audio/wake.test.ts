import { beforeAll, describe, expect, it } from 'vitest'
import { createEar } from '../../../src/audio/ear.ts'
import type { FrameAnalysis } from '../../../src/audio/ports.ts'
import { frameSamples, loadVoiceActivity, type VoiceActivityModel } from '../../../src/audio/voice-activity.ts'
import { scoreClip } from '../../../src/audio/wake/score-clip.ts'
import { defaultWakeThreshold, WakeListener } from '../../../src/audio/wake/wake-listener.ts'
import { loadWakeEngine, type WakeEngine } from '../../../src/audio/wake/wake-models.ts'
import { builtInWakeModels } from '../../../src/audio/wake/wake-phrases.ts'
import { joinSamples } from '../../../src/core/numbers/join-samples.ts'
import { installedModels } from '../installed-models.ts'
import { music, noise, quiet, spoken } from '../spoken-sound.ts'

const settings = { threshold: defaultWakeThreshold, gated: true }

describe('wake words', () => {
  let activity: VoiceActivityModel
  let engine: WakeEngine
  beforeAll(async () => {
    activity = await loadVoiceActivity(installedModels.locate('silero-vad').files['model'] ?? '')
    engine = await loadWakeEngine(installedModels, '/nowhere', ['hey_jarvis'])
  })

  it.each(['Hey Jarvis.', 'Hey Jarvis, open the terminal.'])('wakes by "%s"', async (text) => {
    const score = await scoreClip(await spoken(text), engine, activity)
    expect(score).toMatchObject({ fired: true, thresholdUsed: defaultWakeThreshold })
    expect(score.reason).toMatch(/was heard/)
  })

  it.each(['Good morning everybody.', 'What is the weather like in Paris?', 'I would like a cup of coffee.'])(
    'sleeps on through "%s"',
    async (text) => {
      expect(await scoreClip(await spoken(text), engine, activity)).toMatchObject({ fired: false })
    },
  )

  it.each([
    ['zeros', () => new Float32Array(32_000)],
    ['noise', () => noise(2000, 0.3)],
    ['music', () => music(2000)],
  ])('sleeps on through %s, and says that nobody spoke', async (_, sound) => {
    const score = await scoreClip(sound(), engine, activity)
    expect(score).toMatchObject({ fired: false, score: 0, reason: 'No voice was heard in it.' })
  })

  it('wakes by a word that is said into the first moment of a stream', async () => {
    const sound = await spoken('Hey Jarvis.', { beforeMs: 0 })
    expect((await scoreClip(sound, engine, activity)).fired).toBe(true)
  })

  it('wakes once an utterance, at its end, and again by the next', async () => {
    const word = await spoken('Hey Jarvis.', { beforeMs: 500, afterMs: 2500 })
    const ear = createEar(activity.openStream(), new WakeListener(engine, settings))
    const frames: FrameAnalysis[] = []
    const sound = joinSamples([word, word])
    // As a microphone delivers it: pieces that are no whole frames.
    for (let at = 0; at < sound.length; at += 320) frames.push(...(await ear.analyze(sound.subarray(at, at + 320))))
    const wakes = frames.filter(({ wake }) => wake !== undefined)
    expect(wakes).toMatchObject([{ wake: { phrase: 'hey jarvis' } }, { wake: { phrase: 'hey jarvis' } }])
    // How near it came is told all along.
    expect(Math.max(...frames.map(({ nearest }) => nearest?.score ?? 0))).toBeGreaterThanOrEqual(0.5)
    const wordMs = word.length / 16
    expect(wakes[0]?.endMs).toBeLessThan(wordMs)
    expect(wakes[1]?.endMs).toBeGreaterThan(wordMs)
    expect(frames.map(({ endMs }) => endMs)).toEqual(frames.map((_, index) => (index + 1) * 32))
  })

  it('hears the same with and without the gate', async () => {
    const sound = await spoken('Hey Jarvis, what time is it?')
    const gated = await scoreClip(sound, engine, activity)
    const always = await scoreClip(sound, engine, activity, { gated: false })
    expect([gated.fired, always.fired]).toEqual([true, true])
  })

  it('tells phrases apart, with several loaded', async () => {
    const all = await loadWakeEngine(
      installedModels,
      '/nowhere',
      builtInWakeModels.map(({ id }) => id),
    )
    const heard = async (text: string) => {
      const ear = createEar(activity.openStream(), new WakeListener(all, settings))
      const frames = await ear.analyze(await spoken(text, { afterMs: 1500 }))
      return [...new Set(frames.flatMap(({ wake }) => (wake === undefined ? [] : [wake.phrase])))]
    }
    expect(await heard('Hey Jarvis.')).toEqual(['hey jarvis'])
    expect(await heard('Alexa.')).toEqual(['alexa'])
  })

  it('answers overlapping calls in order and starts afresh after a reset', async () => {
    const ear = createEar(activity.openStream(), new WakeListener(engine, settings))
    const room = quiet(320)
    const answers = await Promise.all(
      [0, 1, 2].map((part) => ear.analyze(room.subarray(part * 1024, (part + 1) * 1024))),
    )
    expect(answers.flat().map(({ endMs }) => endMs)).toEqual([32, 64, 96, 128, 160, 192])
    await ear.reset()
    const [first] = await ear.analyze(noise(32, 0.5))
    expect(first?.endMs).toBe(32)
    expect(first?.loudness).toBeCloseTo(0.5 / Math.sqrt(3), 1)
  })

  it('forgets everything with a reset: what comes next scores as if it came first', async () => {
    const sound = await spoken('Hey Jarvis.')
    const scores = async (listener: WakeListener) => {
      const all: (number | undefined)[] = []
      for (let at = 0; at + frameSamples <= sound.length; at += frameSamples) {
        all.push((await listener.push(sound.subarray(at, at + frameSamples), 1)).best?.score)
      }
      return all
    }
    const listener = new WakeListener(engine, { threshold: Number.POSITIVE_INFINITY, gated: false })
    const first = await scores(listener)
    listener.reset()
    expect(await scores(listener)).toEqual(first)
    expect(Math.max(...first.map((score) => score ?? 0))).toBeGreaterThan(defaultWakeThreshold)
  })

  it('refuses a wake word that it does not have', async () => {
    await expect(loadWakeEngine(installedModels, '/nowhere', ['hey_nobody'])).rejects.toMatchObject({
      code: 'wake-model-unknown',
      kind: 'usage',
      remedy: 'sam wake list',
    })
  })
})
