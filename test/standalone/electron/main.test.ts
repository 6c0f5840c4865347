import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import readline from 'node:readline'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ensureShellBuilt } from '../../../src/app/electron/shell-build.ts'
import { shellSettingsVariable } from '../../../src/app/electron/shell-settings.ts'

/** A core that says where its panel is, once it heeds signals, and lives until it is told to end. */
const core = `
  require('readline').createInterface({ input: process.stdin })
    .on('line', (line) => require('fs').appendFileSync(process.env.ENDED + '-told', line + '\\n'))
  process.on('SIGTERM', () => { require('fs').writeFileSync(process.env.ENDED, 'yes'); process.exit(0) })
  process.on('SIGUSR2', () => require('fs').writeFileSync(process.env.ENDED + '-stopped', 'yes'))
  console.log(JSON.stringify({ type: 'panel', url: 'http://127.0.0.1:4000/?token=a' }))
  console.log(JSON.stringify({ type: 'session-state', state: 'listening' }))
  setInterval(() => {}, 1000)`

describe('the built shell, with a stand-in for Electron', () => {
  test('locks its window, starts the core, shows its panel and ends it', async () => {
    const { main } = await ensureShellBuilt()
    expect((await ensureShellBuilt()).built).toBe(false)
    const ended = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'sam-shell-')), 'ended')
    const home = path.dirname(ended)
    const settings = { node: process.execPath, projectRoot: os.tmpdir(), home, coreArguments: ['-e', core] }
    const shell = spawn(process.execPath, ['--require', path.join(import.meta.dirname, 'fake-electron.cjs'), main], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ENDED: ended, [shellSettingsVariable]: JSON.stringify(settings) },
    })
    onTestFinished(() => void shell.kill('SIGKILL'))
    const calls: unknown[][] = []
    readline.createInterface({ input: shell.stdout }).on('line', (line) => calls.push(JSON.parse(line) as unknown[]))
    const called = (name: string) => calls.filter(([call]) => call === name)
    const code = new Promise<number | null>((resolve) => shell.on('close', resolve))
    const told = () =>
      fs.existsSync(`${ended}-told`) ? fs.readFileSync(`${ended}-told`, 'utf8').trim().split('\n') : []
    const enough = { permission: 4, request: 2, page: 5, send: 1, show: 1 }
    const allSeen = () =>
      Object.entries(enough).every(([name, count]) => called(name).length >= count) &&
      told().length >= 4 &&
      fs.existsSync(`${ended}-stopped`) &&
      called('label').at(-1)?.[1] === 'SAM: listening'
    while (!allSeen()) await new Promise((resolve) => setTimeout(resolve, 20))

    expect(called('window')[0]?.[1]).toMatchObject({
      preload: 'preload.cjs',
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
    })
    expect(called('open')).toEqual([['open', { action: 'deny' }]])
    expect(called('load')).toEqual([['load', 'http://127.0.0.1:4000/?token=a']])
    expect(called('navigate')).toEqual([
      ['navigate', '127.0.0.1', true],
      ['navigate', 'evil.example', false],
    ])
    expect(called('permission')).toEqual([
      ['permission', 'media', 'audio', '127.0.0.1', true],
      ['permission', 'media', 'video', '127.0.0.1', false],
      ['permission', 'media', 'audio', 'evil.example', false],
      ['permission', 'geolocation', '', '127.0.0.1', false],
    ])
    // Only the panel's own top frame is answered, and only what the list of requests knows.
    expect(called('page')).toEqual([
      ['page', 'read-state', true],
      ['page', 'run', false],
      ['page', 'read-state', false],
      ['page', 'read-state', false],
      ['page', 'read-state', false],
    ])
    expect(called('request')).toEqual([
      ['request', '127.0.0.1', true],
      ['request', 'evil.example', false],
    ])
    expect(called('path')).toEqual([['path', 'userData', 'menu-bar']])
    // The core was greeted, told that somebody may be there, and that the Mac falls asleep.
    expect(told().map((line) => JSON.parse(line))).toEqual([
      { type: 'hello' },
      { type: 'away', reasons: [] },
      { type: 'quiet', quiet: false },
      { type: 'away', reasons: ['asleep'] },
    ])
    expect(called('show').length).toBe(1)
    expect(called('send')).toEqual([['send', 'toggle-talk']])
    // Both shortcuts were pressed: one talks, the other reaches the core past the page.
    expect(fs.readFileSync(`${ended}-stopped`, 'utf8')).toBe('yes')
    expect(called('label').at(-1)).toEqual(['label', 'SAM: listening'])
    expect(called('icon').at(-1)?.[1]).toMatchObject({ template: true })

    shell.kill('SIGTERM')
    expect(await code).toBe(0)
    expect(fs.readFileSync(ended, 'utf8')).toBe('yes')
    expect(called('ended').length).toBe(1)
  })
})
