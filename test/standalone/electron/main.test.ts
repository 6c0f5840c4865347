import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import readline from 'node:readline'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ensureShellBuilt } from '../../../src/app/electron/shell-build.ts'
import { shellSettingsVariable } from '../../../src/app/electron/shell-settings.ts'

/** A core that says where its panel is and lives until it is told to end. */
const core = `
  console.log(JSON.stringify({ type: 'panel', url: 'http://127.0.0.1:4000/?token=a' }))
  console.log(JSON.stringify({ type: 'session-state', state: 'listening' }))
  process.on('SIGTERM', () => { require('fs').writeFileSync(process.env.ENDED, 'yes'); process.exit(0) })
  process.on('SIGUSR2', () => require('fs').writeFileSync(process.env.ENDED + '-stopped', 'yes'))
  setInterval(() => {}, 1000)`

describe('the built shell, with a stand-in for Electron', () => {
  test('locks its window, starts the core, shows its panel and ends it', async () => {
    const { main } = await ensureShellBuilt()
    expect((await ensureShellBuilt()).built).toBe(false)
    const ended = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'sam-shell-')), 'ended')
    const settings = { node: process.execPath, projectRoot: os.tmpdir(), coreArguments: ['-e', core] }
    const shell = spawn(process.execPath, ['--require', path.join(import.meta.dirname, 'fake-electron.cjs'), main], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ENDED: ended, [shellSettingsVariable]: JSON.stringify(settings) },
    })
    onTestFinished(() => void shell.kill('SIGKILL'))
    const calls: unknown[][] = []
    readline.createInterface({ input: shell.stdout }).on('line', (line) => calls.push(JSON.parse(line) as unknown[]))
    const called = (name: string) => calls.filter(([call]) => call === name)
    const code = new Promise<number | null>((resolve) => shell.on('close', resolve))
    while (called('permission').length < 4) await new Promise((resolve) => setTimeout(resolve, 20))

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
