import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { learnOwnerVoice, learnOwnerVoiceAgain } from '../../../src/app/wake/owner-voice.ts'
import { keepWakeClip } from '../../../src/app/wake/wake-clips.ts'
import { createEar } from '../../../src/audio/ear.ts'
import { hearingRateHz } from '../../../src/audio/ports.ts'
import { resample } from '../../../src/audio/resampler.ts'
import { forgetVoiceprint, hasVoiceprint } from '../../../src/audio/speaker/voiceprint.ts'
import { frameSamples, loadVoiceActivity, type VoiceActivityModel } from '../../../src/audio/voice-activity.ts'
import { scoreClip } from '../../../src/audio/wake/score-clip.ts'
import { defaultWakeThreshold, WakeListener } from '../../../src/audio/wake/wake-listener.ts'
import { loadWakeEngine, type WakeEngine } from '../../../src/audio/wake/wake-models.ts'
import { installedModels } from '../installed-models.ts'
import { spoken } from '../spoken-sound.ts'

// The user is SAM's own voice; the stranger has a shorter throat, and both say "hey jarvis".
const tallness = 1.35
const stranger = async () => resample(await spoken('Hey Jarvis.'), Math.round(hearingRateHz * tallness))

describe('a wake word that listens to its user alone', () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-owner-'))
  afterAll(() => fs.rmSync(home, { recursive: true, force: true }))
  let activity: VoiceActivityModel
  let engine: WakeEngine
  let open: WakeEngine
  beforeAll(async () => {
    activity = await loadVoiceActivity(installedModels.locate('silero-vad').files['model'] ?? '')
    open = await loadWakeEngine(installedModels, home, ['hey_jarvis'])
    const keep = (label: 'sample' | 'missed' | 'false', samples: Float32Array) =>
      keepWakeClip(home, { phrase: 'hey jarvis', label, samples, atMs: 1_700_000_000_000 })
    for (let index = 0; index < 6; index += 1) keep(index < 5 ? 'sample' : 'missed', await spoken('Hey Jarvis.'))
    keep('false', await stranger())
  })

  it('learns it from what its user said', async () => {
    expect(await learnOwnerVoice(home, installedModels, new Date())).toEqual({ recordings: 6, recognised: 6 })
    engine = await loadWakeEngine(installedModels, home, ['hey_jarvis'], { onlyOwner: true })
  })

  it('wakes by the user and tells who else said it', async () => {
    expect(await scoreClip(await spoken('Hey Jarvis.'), engine, activity)).toMatchObject({ fired: true })
    const sound = await stranger()
    expect(await scoreClip(sound, open, activity)).toMatchObject({ fired: true })
    const refused = await scoreClip(sound, engine, activity)
    expect(refused).toMatchObject({ fired: false, stranger: true })
    expect(refused.reason).toMatch(/not in your voice/)
  })

  it('does the same while it listens', async () => {
    const ear = createEar(
      activity.openStream(),
      new WakeListener(engine, { threshold: defaultWakeThreshold, gated: true }),
    )
    const hear = async (sound: Float32Array) => {
      const frames = []
      for (let at = 0; at < sound.length; at += frameSamples)
        frames.push(...(await ear.analyze(sound.subarray(at, at + frameSamples))))
      return {
        wakes: frames.filter(({ wake }) => wake).length,
        strangers: frames.filter(({ nearest }) => nearest?.stranger).length,
      }
    }
    expect(await hear(await stranger())).toEqual({ wakes: 0, strangers: 1 })
    expect(await hear(await spoken('Hey Jarvis.'))).toEqual({ wakes: 1, strangers: 0 })
  })

  it('brings nothing back that was turned off while it was learned again', async () => {
    const turnedOff = {
      locate(id: string) {
        forgetVoiceprint(home)
        return installedModels.locate(id)
      },
    }
    await learnOwnerVoiceAgain(home, turnedOff, new Date())
    expect(hasVoiceprint(home)).toBe(false)
  })
})
