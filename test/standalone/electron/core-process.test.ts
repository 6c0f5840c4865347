import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { CoreLine } from '../../../src/app/electron/core-line.ts'
import { type CoreProcess, createCoreProcess } from '../../../src/app/electron/core-process.ts'

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10))
}

describe('the core under the shell, with real processes', () => {
  let core: CoreProcess | undefined
  afterEach(() => core?.stop())

  function watch(script: string, command = process.execPath) {
    const lines: CoreLine[] = []
    const downs: { reason: string; retryInMs: number | undefined }[] = []
    let handedOver = 0
    core = createCoreProcess({
      command,
      args: ['-e', script],
      cwd: os.tmpdir(),
      environment: { ...process.env },
      onLine: (line) => lines.push(line),
      onDown: (reason, retryInMs) => downs.push({ reason, retryInMs }),
      onHandedOver: () => handedOver++,
      policy: { firstDelayMs: 10, longestDelayMs: 40, stableAfterMs: 60_000, mostQuickEnds: 5 },
    })
    core.start()
    return { core, lines, downs, handedOver: () => handedOver }
  }

  test('its lines are read, also those around them are survived', async () => {
    const { lines } = watch(`
      console.log('not json')
      console.log(JSON.stringify({ type: 'panel', url: 'http://127.0.0.1:4000/?token=a' }))
      process.stdout.write('{"type":"session-state",'); setTimeout(() => console.log('"state":"idle"}'), 50)
      setInterval(() => {}, 1000)`)
    await until(() => lines.length === 2)
    expect(lines.map((line) => line.type)).toEqual(['panel', 'session-state'])
  })

  test('an interruption reaches it, and it goes on', async () => {
    const { core, lines, downs } = watch(`
      const say = (state) => console.log(JSON.stringify({ type: 'session-state', state }))
      process.on('SIGUSR2', () => say('idle')); say('speaking'); setInterval(() => {}, 1000)`)
    await until(() => lines.length === 1)
    core.interrupt()
    await until(() => lines.length === 2)
    expect(lines.at(-1)).toEqual({ type: 'session-state', state: 'idle' })
    expect(downs).toEqual([])
  })

  test('one that dies is started again, later each time, and given up after five', async () => {
    const { core, downs } = watch(`console.error('warming up'); console.error('out of memory'); process.exit(7)`)
    await until(() => downs.length === 5)
    expect(downs.map(({ retryInMs }) => retryInMs)).toEqual([10, 20, 40, 40, undefined])
    expect(new Set(downs.map(({ reason }) => reason))).toEqual(new Set(['out of memory']))
    core.start()
    await until(() => downs.length === 6)
    expect(downs[5]?.retryInMs).toBe(10)
  })

  test('the reason is what the core said last as an error, then its complaint, then how it ended', async () => {
    const error = { code: 'x', message: 'The recogniser is missing.', remedy: 'sam models pull' }
    const first = watch(`console.log(${JSON.stringify(JSON.stringify({ type: 'error', error }))}); process.exit(3)`)
    await until(() => first.downs.length > 0)
    expect(first.downs[0]?.reason).toBe('The recogniser is missing. sam models pull')
    await first.core.stop()

    const second = watch(`process.kill(process.pid, 'SIGKILL')`)
    await until(() => second.downs.length > 0)
    expect(second.downs[0]?.reason).toBe('It was ended by SIGKILL.')
    await second.core.stop()

    const third = watch('', path.join(os.tmpdir(), 'no-such-node'))
    await until(() => third.downs.length > 0)
    expect(third.downs[0]?.reason).toMatch(/cannot be started/)
  })

  test('one that hands over to another instance is left alone', async () => {
    const { downs, handedOver } = watch(`process.exit(0)`)
    await until(() => handedOver() === 1)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(downs).toEqual([])
    expect(handedOver()).toBe(1)
  })

  test('stopping ends it, without starting it again', async () => {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'sam-core-')), 'pid')
    const { core, downs } = watch(
      `require('fs').writeFileSync(${JSON.stringify(file)}, String(process.pid)); setInterval(() => {}, 1000)`,
    )
    await until(() => fs.existsSync(file) && fs.readFileSync(file, 'utf8') !== '')
    const pid = Number(fs.readFileSync(file, 'utf8'))
    await core.stop()
    expect(() => process.kill(pid, 0)).toThrow()
    expect(downs).toEqual([])
  })
})
