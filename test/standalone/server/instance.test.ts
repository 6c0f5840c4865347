import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { handOverPath, nonceHeader, proofOf } from '../../../src/app/server/http-handler.ts'
import { acquireInstance, askRunning, type HeldInstance } from '../../../src/app/server/instance.ts'
import { ask, type Running, startServer, temporaryFolder } from './fixtures.ts'

describe('one engine for each home', () => {
  let running: Running | undefined
  let held: HeldInstance | undefined
  let child: ChildProcess | undefined
  afterEach(async () => {
    held?.release()
    child?.kill('SIGKILL')
    await running?.server.close()
    held = running = child = undefined
  })
  const hold = async (home: string) => {
    const instance = await acquireInstance(home)
    if (instance.kind !== 'held') throw new Error('expected to be the first')
    held = instance
    return instance
  }

  test('a second start finds the first, which shows its panel and hands out a fresh address', async () => {
    const home = temporaryFolder()
    const first = await hold(home)
    running = await startServer()
    const { server, shown } = running
    first.publish({ port: server.port, secret: server.handOverSecret })
    expect(fs.statSync(path.join(home, 'instance.json')).mode & 0o077).toBe(0)

    const second = await acquireInstance(home)
    expect(second).toMatchObject({ kind: 'running', pid: process.pid })
    const url = new URL(second.kind === 'running' ? second.url : '')
    expect((await ask(server.port, `/${url.search}`)).status).toBe(303)
    expect(shown).toHaveLength(1)
    expect(shown[0]).not.toBe(url.href)

    first.release()
    expect(fs.existsSync(path.join(home, 'instance.json'))).toBe(false)
    expect((await hold(home)).kind).toBe('held')
  })

  test('a start that comes while the first is still starting waits for it', async () => {
    const home = temporaryFolder()
    const first = await hold(home)
    const second = acquireInstance(home)
    running = await startServer()
    first.publish({ port: running.server.port, secret: running.server.handOverSecret })
    expect((await second).kind).toBe('running')
  })

  test('one that holds the home and never answers is told apart', async () => {
    const home = temporaryFolder()
    await hold(home)
    await expect(acquireInstance(home, 300)).rejects.toMatchObject({ code: 'instance-unreachable' })
  })

  test('what a killed engine left behind does not stop the next', async () => {
    const home = temporaryFolder()
    const module = path.resolve(import.meta.dirname, '../../../src/app/server/instance.ts')
    const script = `const { acquireInstance } = await import(${JSON.stringify(module)})
      const held = await acquireInstance(${JSON.stringify(home)})
      held.publish({ port: 9, secret: 'a secret that is long enough' })
      console.log('held')
      setInterval(() => {}, 1000)`
    child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise<void>((resolve) => child?.stdout?.once('data', () => resolve()))
    expect(await askRunning(home)).toBeUndefined()
    await expect(acquireInstance(home, 300)).rejects.toMatchObject({ code: 'instance-unreachable' })

    const gone = new Promise((resolve) => child?.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
    expect(fs.existsSync(path.join(home, 'instance.json'))).toBe(true)
    expect((await hold(home)).kind).toBe('held')
    expect(fs.existsSync(path.join(home, 'instance.json'))).toBe(false)
  })

  test('whoever sits on the port of an engine that is gone, and does not know its secret, leads nobody astray', async () => {
    const home = temporaryFolder()
    const secret = 'a secret that is long enough'
    const asked: string[] = []
    const stranger = http.createServer(({ headers }, response) => {
      // All that it is told is tried as the secret.
      const [given = '', nonce = ''] = [headers.authorization?.replace('Bearer ', ''), String(headers[nonceHeader])]
      asked.push(JSON.stringify(headers))
      const url = 'http://127.0.0.1:9/?token=mine'
      response.end(JSON.stringify({ url, pid: 1, proof: proofOf(given, nonce, url) }))
    })
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
    const { port } = stranger.address() as AddressInfo
    const left = { pid: 1, port, secret }
    fs.writeFileSync(path.join(home, 'instance.json'), JSON.stringify(left))
    expect(await askRunning(home)).toBeUndefined()
    expect(asked).toHaveLength(1)
    expect(asked[0]).not.toContain(secret)
    expect((await hold(home)).kind).toBe('held')
    stranger.close()
  })

  test('a home is for its user alone, and one that cannot be used is named with its cure', async () => {
    const home = path.join(temporaryFolder(), 'new', 'home')
    await hold(home)
    expect(fs.statSync(home).mode & 0o077).toBe(0)
    const foreign = temporaryFolder()
    fs.mkdirSync(path.join(foreign, 'instance.lock'))
    await expect(acquireInstance(foreign)).rejects.toMatchObject({
      code: 'instance-lock-failed',
      remedy: expect.stringContaining('SAM_HOME'),
    })
  })

  test('the hand-over is refused without the secret, and to browsers', async () => {
    running = await startServer()
    const { server, shown } = running
    const asking = (nonce: string) => ({
      Authorization: `Bearer ${proofOf(server.handOverSecret, nonce, handOverPath)}`,
      [nonceHeader]: nonce,
    })
    const secret = asking('once')
    expect((await ask(server.port, '/hand-over', {}, 'POST')).status).toBe(403)
    expect((await ask(server.port, '/hand-over', asking(''), 'POST')).status).toBe(403)
    expect((await ask(server.port, '/hand-over', { ...secret, [nonceHeader]: 'other' }, 'POST')).status).toBe(403)
    expect((await ask(server.port, '/hand-over', { Authorization: 'Bearer guess' }, 'POST')).status).toBe(403)
    expect((await ask(server.port, '/hand-over', secret, 'GET')).status).toBe(405)
    const fromPage = { ...secret, Origin: `http://127.0.0.1:${server.port}` }
    expect((await ask(server.port, '/hand-over', fromPage, 'POST')).status).toBe(403)
    expect(shown).toEqual([])
    expect((await ask(server.port, '/hand-over', secret, 'POST')).status).toBe(200)
  })
})
