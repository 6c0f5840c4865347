import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createHttpDownload, type HttpDownloadRequest } from '../../../src/models/fetch/http-download.ts'
import { closedAddress, type FileServer, startFileServer } from './file-server.ts'

const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 251))

describe('a download over http', () => {
  let server: FileServer
  let folder: string
  let file: string
  const download = createHttpDownload({ retryDelayMs: 1, stallMs: 200, attempts: 3 })

  beforeAll(async () => {
    server = await startFileServer()
  })
  afterAll(() => server.close())
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-download-'))
    file = path.join(folder, 'model.bin')
    server.files.clear()
    server.requests.length = 0
  })
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

  const request = (more: Partial<HttpDownloadRequest> = {}): HttpDownloadRequest => ({
    url: server.url('model.bin'),
    file,
    expectedBytes: bytes.length,
    maximumBytes: bytes.length,
    signal: new AbortController().signal,
    onBytes() {},
    ...more,
  })
  const arrived = () => fs.readFileSync(file).equals(bytes)

  it('goes on where the connection was cut, as often as needed', async () => {
    server.files.set('model.bin', { bytes, cutAfter: 100_000 })
    await download(request())
    expect(arrived()).toBe(true)
    const starts = server.requests.map(({ range }) => Number(/\d+/.exec(range ?? '0')))
    expect(starts.length).toBeGreaterThanOrEqual(3)
    expect(starts).toEqual([...starts].sort((a, b) => a - b))
    expect(starts.at(-1)).toBeGreaterThan(100_000)
    expect(fs.readdirSync(folder)).toEqual(['model.bin'])
  })

  it('goes on in a later run where an earlier one was stopped', async () => {
    server.files.set('model.bin', { bytes, cutAfter: 100_000 })
    const stop = new AbortController()
    const stopped = download(request({ signal: stop.signal, onBytes: () => stop.abort(new Error('stopped by me')) }))
    await expect(stopped).rejects.toThrow('stopped by me')
    expect(fs.existsSync(file)).toBe(false)
    const kept = fs.statSync(`${file}.part`).size
    expect(kept).toBeGreaterThan(0)
    server.files.set('model.bin', { bytes })
    server.requests.length = 0
    await download(request())
    expect(arrived()).toBe(true)
    // A connection that the server had closed may be tried first; nothing is ever asked for twice.
    expect(new Set(server.requests.map(({ range }) => range))).toEqual(new Set([`bytes=${kept}-`]))
  })

  it('begins anew when the file on the server has changed since', async () => {
    fs.writeFileSync(`${file}.part`, Buffer.alloc(1000, 1))
    fs.writeFileSync(`${file}.part.json`, JSON.stringify({ validator: '"old"' }))
    server.files.set('model.bin', { bytes, etag: '"new"' })
    await download(request())
    expect(arrived()).toBe(true)
  })

  it('does not trust a half of which nobody knows the version', async () => {
    fs.writeFileSync(`${file}.part`, Buffer.alloc(1000, 1))
    server.files.set('model.bin', { bytes })
    await download(request())
    expect(arrived()).toBe(true)
    expect(server.requests).toEqual([{ name: 'model.bin', range: undefined }])
  })

  it('needs no server for a half that is whole', async () => {
    fs.writeFileSync(`${file}.part`, bytes)
    fs.writeFileSync(`${file}.part.json`, JSON.stringify({ validator: '"1"' }))
    await download(request())
    expect(arrived()).toBe(true)
    expect(server.requests).toEqual([])
  })

  it.each([
    ['a file of another size', { bytes: bytes.subarray(0, 5000) }, /offers 5000 bytes/],
    ['a file that is not there', { bytes, status: 404 }, /answered 404/],
  ])('gives up at once on %s', async (_, served, message) => {
    server.files.set('model.bin', served)
    await expect(download(request())).rejects.toMatchObject({
      code: 'download-failed',
      message: expect.stringMatching(message),
    })
    expect(server.requests).toHaveLength(1)
  })

  it('never writes more than the most that was allowed when the size is unknown', async () => {
    server.files.set('model.bin', { bytes })
    const { expectedBytes: _, ...unknown } = request({ maximumBytes: 10_000 })
    await expect(download(unknown)).rejects.toMatchObject({ code: 'download-failed' })
    expect(fs.readdirSync(folder)).toEqual([])
  })

  it('tries a busy or silent server again, a few times', async () => {
    server.files.set('model.bin', { bytes, status: 503 })
    await expect(download(request())).rejects.toThrow(/answered 503/)
    expect(server.requests).toHaveLength(3)
    server.requests.length = 0
    server.files.set('model.bin', { bytes, stall: true })
    await expect(download(request())).rejects.toThrow(/nothing for too long/)
    expect(server.requests).toHaveLength(3)
  })

  it('asks a server that is not there once', async () => {
    const patient = createHttpDownload({ attempts: 2, retryDelayMs: 3_600_000 })
    const url = await closedAddress('model.bin')
    await expect(patient(request({ url }))).rejects.toMatchObject({ code: 'source-unreachable', kind: 'missing' })
  })

  it('waits for a server that goes away in the middle', async () => {
    const gone = await startFileServer()
    gone.files.set('model.bin', { bytes, cutAfter: 100_000 })
    const left = download(request({ url: gone.url('model.bin'), onBytes: () => void gone.close() }))
    await expect(left).rejects.toMatchObject({ code: 'source-unreachable' })
    expect(fs.statSync(`${file}.part`).size).toBeGreaterThan(0)
  })

  it('tells how far it is', async () => {
    server.files.set('model.bin', { bytes, cutAfter: 200_000 })
    const seen: number[] = []
    const totals = new Set<number | undefined>()
    const onBytes = (received: number, total: number | undefined) => {
      seen.push(received)
      totals.add(total)
    }
    await download(request({ onBytes }))
    expect([...totals]).toEqual([bytes.length])
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    expect(seen.at(-1)).toBe(bytes.length)
  })

  it('takes nothing from another machine without encryption', async () => {
    await expect(download(request({ url: 'http://192.0.2.1/model.bin' }))).rejects.toThrow(/only downloaded over https/)
  })
})
