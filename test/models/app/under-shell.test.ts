import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { CoreLine } from '../../../src/app/electron/core-process/core-line.ts'
import { createCoreProcess } from '../../../src/app/electron/core-process/core-process.ts'
import { coreArguments } from '../../../src/app/electron/shell-settings.ts'
import { projectRoot } from '../../../src/core/paths.ts'

const secret = 'sk-ant-api03-never-to-be-seen'

/** The real core as the menu bar runs it, in a home of its own. */
function runCore(config: string, port?: number) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-under-shell-'))
  fs.writeFileSync(path.join(home, 'config.json'), config)
  const lines: CoreLine[] = []
  const downs: { reason: string; retryInMs: number | undefined }[] = []
  const main = path.join(projectRoot, 'src', 'app', 'cli', 'main.ts')
  const core = createCoreProcess({
    command: process.execPath,
    args: coreArguments(main, port),
    cwd: projectRoot,
    environment: { ...process.env, SAM_HOME: home, SAM_PLATFORM: 'recording' },
    greet: async () => [
      { type: 'hello', claudeKey: secret },
      { type: 'away', reasons: ['locked'] },
    ],
    onLine: (line) => lines.push(line),
    onDown: (reason, retryInMs) => downs.push({ reason, retryInMs }),
    onHandedOver: () => undefined,
  })
  onTestFinished(() => core.stop())
  core.start()
  const states = () => lines.flatMap((line) => (line.type === 'session-state' ? [line.state] : []))
  return { core, home, lines, downs, states }
}

const patience = { timeout: 60_000, interval: 50 }

describe('the real core under the menu bar', { timeout: 120_000 }, () => {
  test('follows what it is told, gives the key to nobody, and ends with the shell', async () => {
    const { core, lines, states, downs, home } = runCore('{"aSettingOfTomorrow":{"deep":true},"offline":true}')
    await expect.poll(() => lines.some(({ type }) => type === 'panel'), patience).toBe(true)
    await expect.poll(states, patience).toEqual(['muted'])
    core.send({ type: 'away', reasons: [] })
    await expect.poll(states, patience).toEqual(['muted', 'idle'])
    core.send({ type: 'ping' })
    await expect.poll(() => lines.some(({ type }) => type === 'pong'), patience).toBe(true)

    // Neither its own arguments and environment nor those of its workers hold the key, and no file in its home.
    const { pid } = JSON.parse(fs.readFileSync(path.join(home, 'instance.json'), 'utf8')) as { pid: number }
    if (process.platform === 'linux') {
      const told = (id: number, name: string) => fs.readFileSync(`/proc/${id}/${name}`, 'latin1')
      const workers = told(pid, `task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number)
      expect(workers.length).toBeGreaterThan(0)
      for (const id of [pid, ...workers]) expect(told(id, 'cmdline') + told(id, 'environ')).not.toContain(secret)
    }
    const files = fs.readdirSync(home, { recursive: true, encoding: 'utf8' }).map((name) => path.join(home, name))
    for (const file of files.filter((name) => fs.statSync(name).isFile()))
      expect(fs.readFileSync(file, 'latin1')).not.toContain(secret)
    // A setting of a later version is left as it was.
    expect(fs.readFileSync(path.join(home, 'config.json'), 'utf8')).toContain('aSettingOfTomorrow')

    // As when the shell crashes: the pipe ends, and with it the core.
    core.hangUp()
    await expect
      .poll(() => {
        try {
          return process.kill(pid, 0)
        } catch {
          return false
        }
      }, patience)
      .toBe(false)
    expect(downs).toEqual([])
  })

  test('settings of a later version that mean something else are named, kept, and not tried again and again', async () => {
    const config = '{"wake":"by thought"}'
    const { downs, home } = runCore(config)
    await expect.poll(() => downs.length, patience).toBe(1)
    expect(downs[0]?.retryInMs).toBeUndefined()
    expect(downs[0]?.reason).toMatch(/config\.json are not valid: .*wake.*Correct .*config\.json/s)
    expect(fs.readFileSync(path.join(home, 'config.json'), 'utf8')).toBe(config)
  })

  test('a port that the user asked for and another program has is named', async () => {
    const other = http.createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void other.close())
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    const { downs } = runCore('{}', port)
    await expect.poll(() => downs.length, patience).toBe(1)
    expect(downs[0]?.reason).toContain(String(port))
    expect(downs[0]?.retryInMs).toBeGreaterThan(0)
  })

  test('the usual port, where another user has it, is left to them', async () => {
    const other = http.createServer()
    onTestFinished(() => void other.close())
    // Whoever has it already plays the other user.
    await new Promise<void>((resolve) => other.once('error', () => resolve()).listen(7260, '127.0.0.1', resolve))
    const { lines } = runCore('{}')
    await expect.poll(() => lines.find(({ type }) => type === 'panel'), patience).toBeDefined()
    const panel = lines.find((line) => line.type === 'panel')
    expect(panel?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//)
    expect(panel?.url).not.toContain(':7260/')
  })
})
