import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { trainPhrase } from '../../../src/app/wake/train-phrase.ts'
import { keepWakeClip } from '../../../src/app/wake/wake-clips.ts'
import { loadInstalledVoiceActivity } from '../../../src/audio/voice-activity.ts'
import { scoreClip } from '../../../src/audio/wake/score-clip.ts'
import { loadWakeEngine } from '../../../src/audio/wake/wake-models.ts'
import { createPhraseReader, type PhraseReader } from '../../../src/audio/whisper/phrase-reader.ts'
import { loadWhisper } from '../../../src/audio/whisper/whisper-decoder.ts'
import { installedModels } from '../installed-models.ts'
import { noise, spoken } from '../spoken-sound.ts'

describe('reading a phrase out of a sound', () => {
  let reader: PhraseReader
  beforeAll(async () => {
    reader = createPhraseReader(await loadWhisper(installedModels, 'whisper-tiny-en'))
  })

  it('finds what was said likely, in any spelling, and nothing else', async () => {
    const heard = await reader.hear(await spoken('Good morning, everybody.'))
    expect(await heard.logLikelihood('goodmorning')).toBeGreaterThan(-2)
    expect(await heard.logLikelihood('openthedoor')).toBeLessThan(-15)
    expect(await heard.words(12)).toMatch(/good morning,? everybody/i)
  })

  it('finds a phrase in noise much less likely than where it is said, and a rare one not at all', async () => {
    const heard = await reader.hear(noise(1500, 0.2))
    expect(await heard.logLikelihood('goodmorning')).toBeLessThan(-6)
    expect(await heard.logLikelihood('purplegarden')).toBeLessThan(-15)
  })
})

describe('a phrase of your own', () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-own-wake-'))
  afterAll(() => fs.rmSync(home, { recursive: true, force: true }))

  it('is learned from a few recordings, wakes, and sleeps on through other talk', { timeout: 300_000 }, async () => {
    const recordings: Float32Array[] = []
    for (let index = 0; index < 2; index += 1) recordings.push(await spoken('Purple garden.'))
    // What was recorded on the page, or did not wake when it should have, counts as well.
    for (const label of ['sample', 'missed'] as const)
      keepWakeClip(home, { phrase: 'Purple garden', label, samples: await spoken('Purple garden.'), atMs: 1 })
    keepWakeClip(home, { phrase: 'purple garden', label: 'false', samples: await spoken('Purple curtain.'), atMs: 1 })
    const stages = new Set<string>()
    const trained = await trainPhrase(
      { phrase: 'purple garden', recordings, others: [noise(2000, 0.1)], seed: 1 },
      { home, models: installedModels, environment: {} },
      { signal: new AbortController().signal, onProgress: ({ stage }) => stages.add(stage) },
    )
    expect(trained).toMatchObject({ id: 'purple_garden', recordings: 4, metrics: { heldOut: 4, missRate: 0 } })
    expect([...stages]).toEqual(['listening', 'speaking', 'testing', 'learning'])

    const engine = await loadWakeEngine(installedModels, home, ['purple_garden'])
    const activity = await loadInstalledVoiceActivity(installedModels)
    const fired = async (text: string) => (await scoreClip(await spoken(text), engine, activity)).fired
    expect(await fired('Purple garden.')).toBe(true)
    expect(await fired('Purple garden, what time is it?')).toBe(true)
    for (const other of ['Purple curtain.', 'The garden is green.', 'Please open the window.', 'Hey Jarvis.'])
      expect([other, await fired(other)]).toEqual([other, false])
  })

  it('needs recordings in which somebody speaks', async () => {
    const training = { phrase: 'silent garden', recordings: [noise(1000, 0.1)], others: [], seed: 1 }
    const run = trainPhrase(
      training,
      { home, models: installedModels, environment: {} },
      { signal: new AbortController().signal, onProgress() {} },
    )
    await expect(run).rejects.toThrow(/A voice is heard in 0 of 1 recordings/)
  })

  it('is not learned once it was cancelled', async () => {
    const recordings = [await spoken('Purple garden.'), await spoken('Purple garden.'), await spoken('Purple garden.')]
    const run = trainPhrase(
      { phrase: 'yellow garden', recordings, others: [], seed: 1 },
      { home, models: installedModels, environment: {} },
      { signal: AbortSignal.abort(), onProgress() {} },
    )
    await expect(run).rejects.toThrow()
    expect(fs.existsSync(path.join(home, 'wake', 'yellow_garden'))).toBe(false)
  })
})
