import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { handOverOf } from '../../../src/app/electron/core-process/hand-over.ts'
import { createKeychain } from '../../../src/app/electron/mac/keychain.ts'
import { checkEveryMs, createUpdates, firstCheckMs, idleForMs } from '../../../src/app/electron/mac/updates.ts'
import { coreArguments } from '../../../src/app/electron/shell-settings.ts'
import { pageRequestSchema } from '../../../src/app/electron/window/page-bridge.ts'
import { createReloading } from '../../../src/app/electron/window/reloading.ts'
import { turningSeal } from './fake-shell.ts'

const key = 'sk-ant-api03-abcdefghij'

describe('the Keychain', () => {
  const home = () => fs.mkdtempSync(path.join(os.tmpdir(), 'sam-keychain-'))

  test('a key is kept sealed for this user alone, read back, replaced and forgotten', async () => {
    const folder = path.join(home(), 'not there yet')
    const keychain = createKeychain(folder, turningSeal)
    expect([keychain.has(), await keychain.read()]).toEqual([false, undefined])
    await keychain.write(` ${key}\n`)
    await keychain.write(`${key}k`)
    expect([keychain.has(), await keychain.read()]).toEqual([true, `${key}k`])
    const names = fs.readdirSync(folder)
    expect(names).toEqual(['claude-key.sealed'])
    expect(fs.statSync(path.join(folder, names[0] ?? '')).mode & 0o077).toBe(0)
    keychain.forget()
    expect([keychain.has(), await keychain.read()]).toEqual([false, undefined])
  })

  test('what is no key, or cannot be sealed, is not kept; what another account sealed is no key', async () => {
    const folder = home()
    for (const wrong of ['', 'hello', `${key} and more`, `sk-ant-${'x'.repeat(600)}`])
      await expect(createKeychain(folder, turningSeal).write(wrong)).rejects.toMatchObject({ code: 'key-invalid' })
    const none = createKeychain(folder, { ...turningSeal, isAvailable: async () => false })
    await expect(none.write(key)).rejects.toMatchObject({ code: 'keychain-unavailable' })
    expect(fs.readdirSync(folder)).toEqual([])
    await createKeychain(folder, turningSeal).write(key)
    const foreign = createKeychain(folder, { ...turningSeal, open: () => Promise.reject(new Error('cannot decrypt')) })
    expect([foreign.has(), await foreign.read()]).toEqual([true, undefined])
  })
})

describe('updates', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function build() {
    const calls: string[] = []
    const world = { online: true, idle: true }
    let downloaded = () => {}
    const updates = createUpdates({
      port: {
        check: () => calls.push('check'),
        onDownloaded: (listener) => {
          downloaded = listener
        },
        installAndRestart: () => calls.push('install'),
      },
      mayAsk: () => world.online,
      isIdle: () => world.idle,
      onReady: () => calls.push('ready'),
    })
    updates.start()
    return { calls, world, updates, download: () => downloaded() }
  }

  test('are looked for once a day, and not at all offline', () => {
    const { calls, world, updates } = build()
    vi.advanceTimersByTime(firstCheckMs - 1)
    expect(calls).toEqual([])
    vi.advanceTimersByTime(checkEveryMs)
    expect(calls).toEqual(['check', 'check'])
    world.online = false
    vi.advanceTimersByTime(3 * checkEveryMs)
    expect(calls).toEqual(['check', 'check'])
    updates.stop()
  })

  test('are installed after ten idle minutes without a break, once, and not fetched again meanwhile', () => {
    const { calls, world, updates, download } = build()
    vi.advanceTimersByTime(idleForMs * 2)
    world.idle = false
    download()
    vi.advanceTimersByTime(2 * checkEveryMs)
    expect(calls).toEqual(['check', 'ready'])
    world.idle = true
    vi.advanceTimersByTime(idleForMs - 60_000)
    world.idle = false
    vi.advanceTimersByTime(60_000)
    world.idle = true
    vi.advanceTimersByTime(idleForMs - 60_000)
    expect(calls).toEqual(['check', 'ready'])
    vi.advanceTimersByTime(60_000)
    expect(calls).toEqual(['check', 'ready', 'install'])
    vi.advanceTimersByTime(idleForMs * 3)
    expect(calls.length).toBe(3)
    updates.stop()
  })
})

test('a second start says what it wants among what macOS and Chromium add', () => {
  expect(handOverOf(['/Applications/SAM.app/Contents/MacOS/SAM', '--allow-file-access-from-files'])).toBe('show')
  expect(handOverOf(['SAM', '--sam-stop', '/some/file'])).toBe('stop')
  expect(handOverOf(['SAM', '--sam-format-disk'])).toBe('show')
})

test('the core is given a port only where the user asked for one: a port that is taken must not keep it from starting', () => {
  const [main, ...rest] = coreArguments('/sam/main.ts', undefined)
  expect(main).toBe('/sam/main.ts')
  expect(rest).toEqual(['start', '--headless', '--json', '--under-shell'])
  expect(coreArguments('/sam/main.ts', 0).slice(-2)).toEqual(['--port', '0'])
})

test('a page asks for what the list knows, and nothing else', () => {
  const requests = [
    { type: 'ask-permission', name: 'camera' },
    { type: 'open-permission', name: 'https://evil.example' },
    { type: 'set-login-item', on: 'yes' },
    { type: 'set-claude-key', key: 'x'.repeat(5000) },
    { type: 'read-state', more: 1 },
    'read-state',
    null,
  ]
  expect(requests.filter((request) => pageRequestSchema.safeParse(request).success)).toEqual([])
})

test('a page is loaded again three times a minute', () => {
  let nowMs = 0
  const reloading = createReloading(() => nowMs)
  const tries = () => [1, 2, 3, 4].map(() => reloading.mayReload())
  expect(tries()).toEqual([true, true, true, false])
  nowMs = 60_000
  expect(reloading.mayReload()).toBe(true)
})
