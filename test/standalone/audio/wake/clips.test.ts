import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { wakeClipsFor } from '../../../../src/app/wake/set-aside.ts'
import {
  discardWakeClip,
  discardWakeClips,
  keepWakeClip,
  listWakeClips,
  readWakeClip,
} from '../../../../src/app/wake/wake-clips.ts'

describe('recordings of a wake phrase', () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-clips-'))
  afterEach(() => fs.rmSync(path.join(home, 'wake-clips'), { recursive: true, force: true }))
  const sound = Float32Array.from({ length: 8000 }, (_, at) => Math.sin(at / 9) / 2)
  const keep = (label: 'sample' | 'missed' | 'false', phrase = 'Hey Sam') =>
    keepWakeClip(home, { phrase, label, samples: sound, atMs: 1_700_000_000_000 })

  test('are kept for the user alone, in order, also two of one moment', async () => {
    expect(listWakeClips(home)).toEqual([])
    const first = keep('sample')
    const second = keep('missed')
    expect(first).toMatchObject({ id: 'hey_sam/1700000000000-sample', phrase: 'hey_sam', seconds: 0.5 })
    expect(listWakeClips(home)).toEqual([first, second])
    expect((await readWakeClip(home, first.id))[100]).toBeCloseTo(sound[100] ?? 0, 3)
    const file = path.join(home, 'wake-clips', `${first.id}.wav`)
    expect(fs.statSync(file).mode & 0o077).toBe(0)
    discardWakeClip(home, first.id)
    expect(listWakeClips(home)).toEqual([second])
  })

  test('count for their phrase: where it was said, and where it was not', async () => {
    keep('sample')
    keep('missed')
    keep('false')
    keep('sample', 'dear computer')
    const { said, notSaid } = await wakeClipsFor(home, 'hey sam')
    expect([said.length, notSaid.length]).toEqual([2, 1])
    discardWakeClips(home, 'hey sam')
    expect(listWakeClips(home).map(({ phrase }) => phrase)).toEqual(['dear_computer'])
  })

  test('nothing else is read or deleted', async () => {
    fs.writeFileSync(path.join(home, 'config.json'), '{}')
    for (const id of ['../config', 'hey_sam/../../config', 'hey_sam/1-sample', '']) {
      await expect(readWakeClip(home, id)).rejects.toThrow('no longer there')
      expect(() => discardWakeClip(home, id)).toThrow('no longer there')
    }
    expect(() => keep('sample', '../../x')).toThrow('cannot be a wake phrase')
    expect(fs.existsSync(path.join(home, 'config.json'))).toBe(true)
  })
})
