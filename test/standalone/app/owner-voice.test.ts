import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { learnOwnerVoiceAgain } from '../../../src/app/wake/owner-voice.ts'
import { keepWakeClip } from '../../../src/app/wake/wake-clips.ts'
import { keepVoiceprint, readVoiceprint } from '../../../src/audio/speaker/voiceprint.ts'

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-owner-'))
afterAll(() => fs.rmSync(home, { recursive: true, force: true }))

it('a training with too few recordings of the user leaves what is known of the voice, and does not fail by it', async () => {
  const known = {
    direction: Array.from({ length: 256 }, () => 1 / 16),
    threshold: 0.4,
    recordings: 8,
    madeAt: '2026-11-30T00:00:00.000Z',
  }
  keepVoiceprint(home, known)
  for (let atMs = 1; atMs <= 6; atMs++)
    keepWakeClip(home, {
      phrase: 'hey sam',
      label: atMs < 5 ? 'sample' : 'false',
      samples: new Float32Array(160),
      atMs,
    })
  const none = {
    locate(): never {
      throw new Error('Nothing is to be learned.')
    },
  }
  await learnOwnerVoiceAgain(home, none, new Date())
  expect(readVoiceprint(home)).toEqual(known)
})
