import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { electronAvailability } from '../../../src/app/electron/available.ts'

function fakeCheckout(options: { package?: boolean; binary?: boolean }): string {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-electron-'))
  const folder = path.join(root, 'node_modules', 'electron')
  if (options.package === false) return root
  fs.mkdirSync(path.join(folder, 'dist'), { recursive: true })
  fs.writeFileSync(path.join(folder, 'install.js'), '')
  if (options.binary) putBinary(folder)
  return root
}

function putBinary(folder: string): void {
  fs.writeFileSync(path.join(folder, 'path.txt'), 'electron')
  fs.writeFileSync(path.join(folder, 'dist', 'electron'), '')
}

const withDisplay = { platform: 'linux' as const, environment: { DISPLAY: ':0' } }

describe('whether the menu bar can be had here', () => {
  test('with a display and the binary', async () => {
    const root = fakeCheckout({ binary: true })
    const executable = path.join(root, 'node_modules', 'electron', 'dist', 'electron')
    for (const machine of [withDisplay, { platform: 'darwin' as const, environment: {} }]) {
      expect(await electronAvailability({ root, ...machine, mayDownload: false })).toEqual({
        available: true,
        executable,
      })
    }
  })

  test.each([
    ['no display', { binary: true }, { platform: 'linux' as const, environment: {} }, /no display/],
    [
      'a remote session',
      { binary: true },
      { platform: 'darwin' as const, environment: { SSH_CONNECTION: '1 2' } },
      /remote session/,
    ],
    ['no package', { package: false }, withDisplay, /not installed/],
    ['offline without the binary', {}, withDisplay, /offline/],
  ])('not with %s', async (_, checkout, machine, reason) => {
    const answer = await electronAvailability({ root: fakeCheckout(checkout), ...machine, mayDownload: false })
    expect(answer).toMatchObject({ available: false })
    expect('reason' in answer ? answer.reason : '').toMatch(reason)
  })

  test('the binary is fetched once when that is allowed, and a failure is said', async () => {
    const root = fakeCheckout({})
    const asked: string[] = []
    const failing = await electronAvailability({
      root,
      ...withDisplay,
      mayDownload: true,
      download: async (script) => {
        asked.push(path.basename(script))
        return false
      },
    })
    expect(failing).toEqual({ available: false, reason: 'Electron could not be downloaded.' })
    const fetched = await electronAvailability({
      root,
      ...withDisplay,
      mayDownload: true,
      download: async (script) => {
        putBinary(path.dirname(script))
        return true
      },
    })
    expect(fetched.available).toBe(true)
    expect(asked).toEqual(['install.js'])
  })

  test("Electron's own installer, run for real, is told apart by its outcome", async () => {
    const root = fakeCheckout({})
    const folder = path.join(root, 'node_modules', 'electron')
    fs.writeFileSync(path.join(folder, 'install.js'), 'process.exit(1)')
    expect(await electronAvailability({ root, ...withDisplay, mayDownload: true })).toMatchObject({ available: false })
    const script = "const fs = require('fs'); const p = require('path').join(__dirname, 'dist', 'electron');"
    const name = "fs.writeFileSync(require('path').join(__dirname, 'path.txt'), 'electron');"
    fs.writeFileSync(path.join(folder, 'install.js'), `${script} fs.writeFileSync(p, ''); ${name}`)
    expect(await electronAvailability({ root, ...withDisplay, mayDownload: true })).toMatchObject({ available: true })
  })
})
