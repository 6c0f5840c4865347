import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadTurnSound, type TurnSound, turnSoundModel } from '../../../src/audio/turn-sound.ts'
import { projectRoot } from '../../../src/core/paths.ts'
import { createModelStore } from '../../../src/models/store.ts'
import { noise, spoken } from '../spoken-sound.ts'

// In a folder of its own: where it is installed, it is used.
describe('the model that hears ends of turns', { timeout: 120_000 }, () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-turn-sound-'))
  afterAll(() => fs.rmSync(root, { recursive: true, force: true }))
  let ends: TurnSound
  beforeAll(async () => {
    const models = createModelStore({ root, projectRoot, environment: process.env, offline: false })
    await expect(loadTurnSound(models)).rejects.toMatchObject({ remedy: 'sam models pull smart-turn' })
    await models.pull([turnSoundModel], { onProgress: () => undefined })
    ends = await loadTurnSound(models)
  }, 120_000)

  it('tells a finished sentence from one that is cut off', async () => {
    const whole = await spoken('Please turn off the lights in the kitchen.', { beforeMs: 200, afterMs: 200 })
    const cut: number[] = []
    for (const share of [0.35, 0.4, 0.45, 0.5, 0.55, 0.6])
      cut.push(await ends.chanceOfEnd(whole.subarray(0, Math.round(whole.length * share))))
    const end = await ends.chanceOfEnd(whole)
    expect(end).toBeGreaterThan(0.5)
    expect(cut.reduce((sum, each) => sum + each, 0) / cut.length).toBeLessThan(end)
  })

  it('hears the last eight seconds of what is longer', async () => {
    const whole = await spoken('Please turn off the lights in the kitchen.', { beforeMs: 9000, afterMs: 200 })
    const same = await ends.chanceOfEnd(whole.subarray(whole.length - 8 * 16_000))
    expect(await ends.chanceOfEnd(whole)).toBe(same)
    expect(await ends.chanceOfEnd(noise(300, 0.001))).toBeGreaterThanOrEqual(0)
  })
})
