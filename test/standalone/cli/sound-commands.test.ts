import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeWav } from '../../../src/audio/wav-writer.ts'
import { freshUser, startSam } from './run-sam.ts'

let user: ReturnType<typeof freshUser>
beforeEach(() => {
  user = freshUser()
})
afterEach(() => user.remove())

const file = (name: string, content: string | Uint8Array) => {
  const full = path.join(user.folder, name)
  fs.writeFileSync(full, content)
  return full
}

describe('commands that need models, where none is there', () => {
  it.each([
    ['listen', 'silero-vad'],
    ['transcribe', 'silero-vad'],
  ])('%s names the missing model and the command that fetches it', async (command, model) => {
    const silence = file('silence.wav', encodeWav(new Float32Array(16_000), 16_000))
    const run = await user.sam(command, silence, '--json')
    expect(run.code).toBe(3)
    expect(run.error()).toMatchObject({ code: 'model-missing', remedy: `sam models pull ${model}` })
  })

  it('say names the missing voice', async () => {
    const run = await user.sam('say', 'hello', '--out', path.join(user.folder, 'out.wav'), '--json')
    expect(run.code).toBe(3)
    expect(run.error()).toMatchObject({ code: 'voice-missing', remedy: 'sam models pull piper-en-us-joe' })
  })

  it('start without them and without a network opens the panel, and says what is missing and what helps', async () => {
    const { child, done } = startSam(['start', '--headless', '--offline', '--port', '0', '--json'], user.environment)
    let said = ''
    child.stdout?.on('data', (part) => {
      const before = said
      said += part
      // Once: a second one would cut it off.
      if (said.includes('models-missing') && !before.includes('models-missing')) child.kill('SIGINT')
    })
    const run = await done
    expect(run.code).toBe(0)
    const [panel] = run.lines()
    expect(panel).toMatchObject({ type: 'panel', url: expect.stringMatching(/^http:/) })
    expect(run.lines().filter(({ type }) => type === 'notice')).toMatchObject([
      {
        message: expect.stringMatching(/offline.*silero-vad.*smollm2/),
        remedy: expect.stringContaining('Privacy'),
      },
    ])
    expect(run.error()).toBeUndefined()
  }, 60_000)

  it('the demo, which needs them all, does not go to the network when it is forbidden', async () => {
    const run = await user.sam('start', '--demo', '--offline', '--json')
    expect(run.code).toBe(3)
    expect(run.error()).toMatchObject({ code: 'model-missing', remedy: 'sam models pull' })
  })
})

describe('listen with a broken recording', () => {
  it.each([
    ['empty', ''],
    ['not a sound', 'RIFFxxxxWAVEnot really'],
    ['text', 'hello'],
  ])('%s: an error before anything is heard', async (_name, content) => {
    const run = await user.sam('listen', file('broken.wav', content), '--json')
    expect(run.code).toBe(1)
    expect(run.error()?.code).toBe('audio-unreadable')
    expect(run.lines()).toHaveLength(1)
  })

  it('a file that is not there is named', async () => {
    const run = await user.sam('listen', path.join(user.folder, 'absent.wav'), '--json')
    expect(run.code).toBe(1)
    expect(run.error()?.message).toMatch(/absent\.wav/)
  })
})

describe('sam wake list', () => {
  it('shows the phrases and which of them listens', async () => {
    const lines = (await user.sam('wake', 'list', '--json')).lines()
    expect(lines.filter((line) => line['listening'] === true).map((line) => line['phrase'])).toEqual(['hey jarvis'])
  })
})
