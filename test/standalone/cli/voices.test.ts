import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { torchArchive } from '../../../scripts/stand-in-voice/torch-archive.ts'
import { readNpy, writeNpy } from '../../../src/core/files/npy.ts'
import { standIn } from '../tts/rvc/stand-in.ts'
import { freshUser } from './run-sam.ts'

let user: ReturnType<typeof freshUser>
let checkpoint: string
beforeEach(() => {
  user = freshUser()
  checkpoint = path.join(user.folder, 'Anna.pth')
  fs.writeFileSync(checkpoint, torchArchive(standIn()))
})
afterEach(() => user.remove())

const voiceFolder = (id: string) => path.join(user.environment.SAM_HOME, 'voices', id)
const setting = async () => (await user.sam('config', 'get', 'speech.ownVoice', '--json')).lines()[0]?.['value']

describe('sam voices', () => {
  it('adds a voice whose speaker agreed, with what it is', async () => {
    const run = await user.sam('voices', 'add', checkpoint, '--name', "Anna's Voice", '--yes', '--json')
    expect(run.code).toBe(0)
    expect(run.lines()).toMatchObject([
      {
        type: 'voice',
        id: 'anna-s-voice',
        name: "Anna's Voice",
        version: 'v2',
        f0: true,
        sampleRateHz: 40_000,
        speakers: 2,
      },
    ])
    expect(run.lines()[0]?.['realTimeFactor']).toBeGreaterThan(0)
    expect(fs.readdirSync(voiceFolder('anna-s-voice')).sort()).toEqual(['manifest.json', 'voice.pth'])
    expect((await user.sam('voices', 'list', '--json')).lines()).toMatchObject([{ id: 'anna-s-voice', inUse: false }])
  })

  it('asks whether the speaker agreed, and adds nothing where nobody answers', async () => {
    const run = await user.sam('voices', 'add', checkpoint, '--json')
    expect(run.code).toBe(4)
    expect(run.error()).toMatchObject({ code: 'voice-consent-missing', remedy: expect.stringContaining('--yes') })
    expect(fs.existsSync(voiceFolder('anna'))).toBe(false)
  })

  it('refuses what is no voice before it asks, and writes nothing', async () => {
    fs.writeFileSync(checkpoint, 'IwFl')
    const run = await user.sam('voices', 'add', checkpoint, '--json')
    expect(run.code).toBe(1)
    expect(run.error()).toMatchObject({
      code: 'voice-file-refused',
      message: 'Anna.pth is a search index, not a voice.',
    })
    expect(fs.existsSync(user.environment.SAM_HOME)).toBe(false)
  })

  it('does not take another voice of the same name, but the same voice again', async () => {
    await user.sam('voices', 'add', checkpoint, '--yes')
    expect((await user.sam('voices', 'add', checkpoint, '--yes')).code).toBe(0)
    fs.writeFileSync(checkpoint, torchArchive(standIn({ seed: 2 })))
    const run = await user.sam('voices', 'add', checkpoint, '--yes', '--json')
    expect(run.error()).toMatchObject({
      code: 'voice-exists',
      remedy: expect.stringContaining('sam voices remove anna'),
    })
  })

  it('uses a voice and the plain one again', async () => {
    await user.sam('voices', 'add', checkpoint, '--yes')
    expect((await user.sam('voices', 'use', 'anna')).code).toBe(0)
    expect(await setting()).toBe('anna')
    expect((await user.sam('voices', 'list')).stdout).toMatch(/^\* anna /m)
    await user.sam('voices', 'use', 'plain')
    expect(await setting()).toBe('')
    expect((await user.sam('voices', 'use', 'nobody', '--json')).error()).toMatchObject({ code: 'voice-unknown' })
  })

  it('removes a voice with everything built of it, and speaks plainly then', async () => {
    await user.sam('voices', 'add', checkpoint, '--yes')
    await user.sam('voices', 'use', 'anna')
    expect((await user.sam('voices', 'remove', 'anna')).code).toBe(0)
    expect(fs.existsSync(voiceFolder('anna'))).toBe(false)
    expect(fs.readdirSync(path.join(user.environment.SAM_HOME, 'cache', 'voices'))).toEqual([])
    expect(await setting()).toBe('')
    expect((await user.sam('voices', 'remove', 'anna')).code).toBe(3)
  })

  it.each(['..', '../..', 'a/b', '.'])('removes nothing outside its folder: %s', async (id) => {
    await user.sam('voices', 'add', checkpoint, '--yes')
    expect((await user.sam('voices', 'remove', id, '--json')).error()).toMatchObject({ code: 'voice-unknown' })
    expect(fs.existsSync(voiceFolder('anna'))).toBe(true)
  })

  it('takes a folder that was carried from another machine, and tells of damaged and loose files', async () => {
    await user.sam('voices', 'add', checkpoint, '--yes')
    const other = freshUser()
    const place = path.join(other.environment.SAM_HOME, 'voices')
    fs.cpSync(voiceFolder('anna'), path.join(place, 'anna'), { recursive: true })
    fs.mkdirSync(path.join(place, 'broken'))
    fs.copyFileSync(checkpoint, path.join(place, 'loose.pth'))
    const lines = (await other.sam('voices', 'list', '--json')).lines()
    expect(lines).toMatchObject([
      { type: 'voice', id: 'anna' },
      { type: 'voice-damaged', folder: path.join(place, 'broken') },
      { type: 'voice-file', file: path.join(place, 'loose.pth') },
    ])
    expect((await other.sam('voices', 'use', 'anna')).code).toBe(0)
    other.remove()
  })

  it('renders given tensors, the same each time', async () => {
    const at = (name: string) => path.join(user.folder, name)
    const frames = 6
    const ramp = (count: number) => Float32Array.from({ length: count }, (_, index) => Math.sin(index))
    writeNpy(at('phone.npy'), { dims: [1, frames, 768], data: ramp(frames * 768) })
    writeNpy(at('hertz.npy'), { dims: [1, frames], data: new Float32Array(frames).fill(150) })
    fs.writeFileSync(at('pitch.npy'), int64Npy(frames, 70n))
    const common = ['voices', 'render', checkpoint, '--phone', at('phone.npy'), '--json']
    const pitched = [...common, '--pitch', at('pitch.npy'), '--pitchf', at('hertz.npy')]
    expect((await user.sam(...pitched, '--out', at('a.npy'))).lines()).toMatchObject([
      { samples: 2400, sampleRateHz: 40_000 },
    ])
    await user.sam(...pitched, '--out', at('b.npy'))
    expect(readNpy(at('a.npy'))).toMatchObject({ dims: [1, 1, 2400], type: 'float32' })
    expect(fs.readFileSync(at('a.npy')).equals(fs.readFileSync(at('b.npy')))).toBe(true)

    expect((await user.sam(...common, '--out', at('c.npy'))).error()).toMatchObject({
      code: 'usage',
      message: '--pitch is needed.',
    })
    const mixed = [...pitched, '--noise', at('hertz.npy'), '--out', at('c.npy')]
    expect((await user.sam(...mixed)).error()).toMatchObject({ code: 'voice-tensor-invalid' })
    const stranger = [...pitched, '--sid', '5', '--out', at('c.npy')]
    expect((await user.sam(...stranger)).error()).toMatchObject({ code: 'voice-speaker-unknown' })
  })
})

function int64Npy(count: number, value: bigint): Buffer {
  const header = `{'descr': '<i8', 'fortran_order': False, 'shape': (1, ${count}), }`.padEnd(117)
  const start = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${header}\n`, 'latin1')
  return Buffer.concat([start, Buffer.from(BigInt64Array.from({ length: count }, () => value).buffer)])
}
