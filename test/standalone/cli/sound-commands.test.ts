import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeWav } from '../../../src/audio/wav-writer.ts'
import { freshUser } from './run-sam.ts'

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

  it('start does not go to the network when it is forbidden', async () => {
    const run = await user.sam('start', '--headless', '--offline', '--json')
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
