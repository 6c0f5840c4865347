import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadSpeechEngines } from '../../../src/app/speech-worker/speech-engines.ts'
import { hearingRateHz } from '../../../src/audio/ports.ts'
import { toSamError } from '../../../src/core/errors.ts'
import { installedModels } from '../installed-models.ts'

const modelsFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-few-models-'))
afterAll(() => fs.rmSync(modelsFolder, { recursive: true, force: true }))
for (const id of ['whisper-tiny-en', 'silero-vad'])
  fs.symlinkSync(installedModels.locate(id).folder, path.join(modelsFolder, id))

async function hear(): Promise<{ text: string; missed: string[] }> {
  const missed: string[] = []
  const settings = {
    modelsFolder,
    home: modelsFolder,
    wake: { models: [], threshold: 0.5 },
    recognizer: { model: 'whisper-tiny-en', threads: 1, turnSound: true },
    voice: { id: 'piper-en-us-joe', own: '', pitch: 'swift-f0' as const, rate: 1, threads: 1 },
    warm: [],
  }
  const { recognizer } = loadSpeechEngines(settings, (thrown) => void missed.push(toSamError(thrown).code))
  const { text } = await (await recognizer()).recognize(new Float32Array(hearingRateHz))
  return { text, missed }
}

describe('the engines of speech', { timeout: 60_000 }, () => {
  it('hear on where the models that judge ends of turns are not there, which is no failure', async () => {
    expect(await hear()).toEqual({ text: '', missed: [] })
  })

  it('hear on where one of them is damaged, and tell that', async () => {
    const { id, folder } = installedModels.locate('all-minilm-l6-v2')
    const damaged = path.join(modelsFolder, id)
    fs.mkdirSync(damaged)
    for (const name of fs.readdirSync(folder)) {
      const copy = path.join(damaged, name)
      if (name.startsWith('words-to-come')) continue
      if (name.endsWith('.safetensors')) fs.writeFileSync(copy, 'no weights')
      else fs.symlinkSync(path.join(folder, name), copy)
    }
    const { text, missed } = await hear()
    expect(text).toBe('')
    expect(missed).toHaveLength(1)
  })
})
