import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseWav } from '../../../src/audio/wav.ts'
import { samModels } from '../../../src/core/paths.ts'
import { type Line, startSam } from '../../standalone/cli/run-sam.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-commands-'))
const environment = {
  SAM_HOME: path.join(folder, 'home'),
  SAM_MODELS: samModels(),
  SAM_PLATFORM: 'recording',
  SAM_PLATFORM_LOG: path.join(folder, 'platform.jsonl'),
}
const sam = (...args: string[]) => startSam(args, environment).done
const inFolder = (name: string) => path.join(folder, name)
const types = (lines: Line[]) => lines.map(({ type }) => type)

beforeAll(async () => {
  const run = await sam('say', 'hey jarvis, set a timer for five minutes.', '--out', inFolder('timer.wav'), '--json')
  expect(run.code).toBe(0)
})
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

describe('the commands that hear and speak', () => {
  it('say writes a sound that holds what was said', async () => {
    const { samples, sampleRateHz } = parseWav(fs.readFileSync(inFolder('timer.wav')), 'timer.wav')
    expect(samples.length / sampleRateHz).toBeGreaterThan(1.5)
    const [line] = (await sam('transcribe', inFolder('timer.wav'), '--json')).lines()
    expect(line).toMatchObject({ type: 'transcript', text: expect.stringMatching(/timer for (five|5) minutes/i) })
  })

  it('say reports its times', async () => {
    const lines = (await sam('say', 'One. Two.', '--out', inFolder('two.wav'), '--json')).lines()
    expect(types(lines)).toEqual(['speech-audio', 'speech-audio', 'done'])
    expect(lines.at(-1)).toMatchObject({ file: inFolder('two.wav'), voice: 'piper-en-us-joe' })
  })

  it('say has no voice of another name', async () => {
    const run = await sam('say', 'hello', '--voice', 'nobody', '--out', inFolder('never.wav'), '--json')
    expect(run.code).toBe(3)
    expect(run.error()?.code).toBe('voice-missing')
    expect(fs.existsSync(inFolder('never.wav'))).toBe(false)
  })

  it('listen carries out what a recording says and writes the answer as sound', async () => {
    const quiet = inFolder('quiet.wav')
    fs.writeFileSync(quiet, fs.readFileSync(inFolder('timer.wav')))
    const run = await sam('listen', inFolder('timer.wav'), '--speak-dir', inFolder('replies'), '--json')
    expect(run.code).toBe(0)
    const lines = run.lines()
    expect(lines.every((line) => typeof line['atMs'] === 'number' && typeof line['audioMs'] === 'number')).toBe(true)
    expect(lines.find(({ type }) => type === 'tool-call')).toMatchObject({
      tool: 'time.timer',
      input: { durationSeconds: 300 },
    })
    const audio = lines.find(({ type }) => type === 'speech-audio')
    const { samples } = parseWav(fs.readFileSync(String(audio?.['file'])), 'reply')
    expect(Math.max(...samples)).toBeGreaterThan(0.05)
  })

  it('listen without the wake word hears the same', async () => {
    const lines = (await sam('listen', inFolder('timer.wav'), '--no-wake', '--dry-run', '--json')).lines()
    expect(lines.filter(({ type }) => type === 'route-decided')).toMatchObject([{ intent: 'time.timer' }])
  })

  it('one broken recording does not keep the others from being transcribed', async () => {
    fs.writeFileSync(inFolder('broken.wav'), 'nothing')
    const run = await sam('transcribe', inFolder('broken.wav'), inFolder('timer.wav'), '--json')
    expect(run.code).toBe(1)
    expect(types(run.lines())).toEqual(['error', 'transcript'])
  })

  it('wake test tells the sound of the wake word from other words', async () => {
    const lines = (await sam('wake', 'test', inFolder('timer.wav'), inFolder('two.wav'), '--json')).lines()
    expect(lines.map((line) => line['fired'])).toEqual([true, false])
  })

  it('ask writes the spoken answer into a file', async () => {
    const run = await sam('ask', 'what time is it', '--speak', inFolder('answer.wav'), '--json')
    expect(run.code).toBe(0)
    expect(fs.statSync(inFolder('answer.wav')).size).toBeGreaterThan(20_000)
  })

  it('the demo hears itself and ends well', async () => {
    const run = await sam('start', '--demo', '--json')
    expect(run.code).toBe(0)
    expect(run.lines().filter(({ type }) => type === 'turn-finished')).toMatchObject([
      { outcome: 'done' },
      { outcome: 'done' },
    ])
  })

  // sherpa-onnx itself ends the process over a damaged table of tokens.
  it.each(['encoder.onnx', 'tokens.txt'])('a damaged %s is named with the command that mends it', async (file) => {
    const models = inFolder(`models with damaged ${file}`)
    fs.mkdirSync(models)
    for (const name of fs.readdirSync(samModels())) {
      if (!name.startsWith('.') && name !== 'whisper-tiny-en')
        fs.symlinkSync(path.join(samModels(), name), path.join(models, name))
    }
    fs.cpSync(path.join(samModels(), 'whisper-tiny-en'), path.join(models, 'whisper-tiny-en'), { recursive: true })
    const damaged = path.join(models, 'whisper-tiny-en', file)
    fs.writeFileSync(damaged, Buffer.alloc(fs.statSync(damaged).size))
    const run = await startSam(['transcribe', inFolder('timer.wav'), '--json'], { ...environment, SAM_MODELS: models })
      .done
    expect(run.code).toBe(3)
    expect(run.error()).toMatchObject({ code: 'model-corrupted', remedy: 'sam models pull whisper-tiny-en' })
    // The remedy notices the damage; without the network it cannot go further.
    const pull = ['models', 'pull', 'whisper-tiny-en', '--offline', '--json']
    const mending = await startSam(pull, { ...environment, SAM_MODELS: models, SAM_MODELS_MIRROR: '' }).done
    expect(mending.error()?.code).toBe('model-download-failed')
  })
})
