import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseWav } from '../../../src/audio/wav.ts'
import { encodeWav } from '../../../src/audio/wav-writer.ts'
import { createFileOutput } from '../../../src/tts/file-output.ts'
import type { SynthesizedSentence } from '../../../src/tts/ports.ts'

const clip = (sentence: string, lengthMs = 100): SynthesizedSentence => ({
  sentence,
  samples: new Float32Array((16_000 * lengthMs) / 1000).fill(0.25),
  sampleRateHz: 16_000,
  firstSampleMs: 1,
  synthesisMs: 2,
})

describe('a loudspeaker that writes files', () => {
  let folder: string
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam spoken '))
  })
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

  it('numbers sentences in their order and says what was written and heard', async () => {
    const output = createFileOutput({ folder: path.join(folder, 'new', 'one'), encode: encodeWav })
    const files: (string | undefined)[] = []
    const plays = ['a', 'b', 'c'].map((sentence, index) =>
      output.play(clip(sentence, 100 * (index + 1)), 't', ({ file }) => files.push(file)),
    )
    expect(await Promise.all(plays)).toEqual([{ playedMs: 100 }, { playedMs: 200 }, { playedMs: 300 }])
    expect(files.map((file) => path.basename(file ?? ''))).toEqual(['001.wav', '002.wav', '003.wav'])
    const sound = parseWav(fs.readFileSync(files[1] ?? ''))
    expect(sound).toMatchObject({ sampleRateHz: 16_000, channels: 1 })
    expect(sound.samples).toEqual(new Float32Array(3200).fill(0.25))
  })

  it('keeps the sounds that are there and goes on after them', async () => {
    for (const name of ['007.wav', 'note.wav', '12.txt']) fs.writeFileSync(path.join(folder, name), name)
    await createFileOutput({ folder, encode: encodeWav }).play(clip('a'), 't')
    expect(fs.readFileSync(path.join(folder, '007.wav'), 'utf8')).toBe('007.wav')
    expect(fs.existsSync(path.join(folder, '008.wav'))).toBe(true)
  })

  it('is cut by a flush, and drops what was queued before it', async () => {
    const output = createFileOutput({ folder, encode: encodeWav, realTime: true })
    let started = () => {}
    const sounding = new Promise<void>((resolve) => {
      started = resolve
    })
    const first = output.play(clip('long', 60_000), 't', () => started())
    const second = output.play(clip('queued'), 't')
    await sounding
    output.flush()
    const { playedMs } = await first
    expect(playedMs).toBeLessThan(60_000)
    expect(await second).toEqual({ playedMs: 0 })
    expect(fs.readdirSync(folder)).toEqual(['001.wav'])
    expect(await output.play(clip('after'), 't')).toEqual({ playedMs: expect.closeTo(100, -1.5) })
  })

  it('says when it cannot write, and goes on with the next sentence', async () => {
    fs.writeFileSync(path.join(folder, 'file'), '')
    const output = createFileOutput({ folder: path.join(folder, 'file'), encode: encodeWav })
    await expect(output.play(clip('a'), 't')).rejects.toMatchObject({
      code: 'sound-not-written',
      remedy: expect.any(String),
    })
    fs.rmSync(path.join(folder, 'file'))
    expect(await output.play(clip('b'), 't')).toEqual({ playedMs: 100 })
  })
})
