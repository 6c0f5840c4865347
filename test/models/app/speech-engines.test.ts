import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadSpeechEngines } from '../../../src/app/speech-worker/speech-engines.ts'
import { hearingRateHz } from '../../../src/audio/ports.ts'
import { installedModels } from '../installed-models.ts'

const modelsFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-few-models-'))
afterAll(() => fs.rmSync(modelsFolder, { recursive: true, force: true }))
for (const id of ['whisper-tiny-en', 'silero-vad'])
  fs.symlinkSync(installedModels.locate(id).folder, path.join(modelsFolder, id))

describe('the engines of speech', { timeout: 60_000 }, () => {
  it('hear on where the model that heard ends of turns was removed meanwhile', async () => {
    const { recognizer } = loadSpeechEngines({
      modelsFolder,
      home: modelsFolder,
      wake: { models: [], threshold: 0.5 },
      recognizer: { model: 'whisper-tiny-en', threads: 1, turnSound: true },
      voice: { id: 'piper-en-us-joe', own: '', pitch: 'swift-f0', rate: 1, threads: 1 },
      warm: [],
    })
    const hears = await recognizer()
    expect((await hears.recognize(new Float32Array(hearingRateHz))).text).toBe('')
  })
})
