import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withLock } from '../../../src/models/store/lock.ts'
import { type FileServer, startFileServer } from './file-server.ts'
import { smallModel, storeIn, temporaryFolder } from './small-store.ts'

const holder = fileURLToPath(new URL('./fixtures/hold-lock.ts', import.meta.url))

async function holdElsewhere(file: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [holder, file], { stdio: ['pipe', 'pipe', 'inherit'] })
  const [said] = await once(child.stdout, 'data')
  expect(String(said)).toBe('held\n')
  return child
}

describe('the lock of a model between processes', () => {
  let place: ReturnType<typeof temporaryFolder>
  let file: string
  const never = new AbortController().signal

  beforeEach(() => {
    place = temporaryFolder()
    file = path.join(place.folder, 'locks', 'a.lock')
  })
  afterEach(() => place.remove())

  it('names the folder that cannot be made', async () => {
    fs.writeFileSync(path.join(place.folder, 'locks'), '')
    await expect(withLock(file, never, async () => 'done')).rejects.toMatchObject({
      code: 'folder-unusable',
      message: expect.stringContaining(path.dirname(file)),
    })
  })

  it('waits for another process, and no longer', async () => {
    const other = await holdElsewhere(file)
    let mine = false
    const work = withLock(file, never, async () => {
      mine = true
    })
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(mine).toBe(false)
    other.stdin?.end()
    await work
    expect(mine).toBe(true)
  })

  it('is free again when its process was killed', async () => {
    const other = await holdElsewhere(file)
    other.kill('SIGKILL')
    expect(await withLock(file, never, async () => 'mine')).toBe('mine')
  })

  it('can be given up while it waits', async () => {
    const other = await holdElsewhere(file)
    const stop = new AbortController()
    const waiting = withLock(file, stop.signal, async () => {})
    stop.abort()
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
    other.stdin?.end()
    await once(other, 'close')
  })

  it('is not kept by work that fails', async () => {
    const failing = withLock(file, never, async () => {
      throw new Error('failed')
    })
    await expect(failing).rejects.toThrow('failed')
    expect(await withLock(file, never, async () => 'mine')).toBe('mine')
  })

  it('lets one of two stores download, and the other find it there', async () => {
    const server: FileServer = await startFileServer()
    const bytes = Buffer.alloc(30_000, 5)
    server.files.set('model.bin', { bytes })
    const entry = smallModel('plain', bytes, [{ kind: 'https', url: server.url('model.bin') }])
    const pulls = [1, 2].map(() => storeIn(place.folder, [entry]).pull(['plain']))
    const outcomes = (await Promise.all(pulls)).map(([report]) => report?.outcome)
    expect(outcomes.sort()).toEqual(['already-there', 'installed'])
    expect(server.requests).toHaveLength(1)
    await server.close()
  })
})
