import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { encodeWav, writeWavFile } from '../../../src/audio/wav-writer.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-wav-'))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))
const file = path.join(folder, 'sound.wav')
const onDisk = (cause: unknown) => new Error('disk', { cause })

describe('a sound written in pieces', () => {
  it('is the same file as one written at once', async () => {
    const pieces = [Float32Array.of(0.5, -0.5), new Float32Array(0), Float32Array.of(2, -2, 0.1)]
    expect(await writeWavFile(file, 40_000, pieces, onDisk)).toBe(5)
    const whole = encodeWav(Float32Array.of(0.5, -0.5, 2, -2, 0.1), 40_000)
    expect(fs.readFileSync(file).equals(whole)).toBe(true)
    expect(fs.readdirSync(folder)).toEqual(['sound.wav'])
  })

  it('leaves the file that was there when its pieces end in trouble', async () => {
    fs.writeFileSync(file, 'kept')
    async function* broken() {
      yield Float32Array.of(1)
      throw new Error('no more')
    }
    await expect(writeWavFile(file, 40_000, broken(), onDisk)).rejects.toThrow('no more')
    expect(fs.readFileSync(file, 'utf8')).toBe('kept')
    expect(fs.readdirSync(folder)).toEqual(['sound.wav'])
  })

  it('says when the disk is the trouble', async () => {
    await expect(writeWavFile(path.join(folder, 'absent', 'a.wav'), 40_000, [], onDisk)).rejects.toThrow('disk')
  })
})
