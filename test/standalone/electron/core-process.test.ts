import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { CoreLine } from '../../../src/app/electron/core-process/core-line.ts'
import { type CoreProcess, createCoreProcess } from '../../../src/app/electron/core-process/core-process.ts'

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10))
}

describe('the core under the shell, with real processes', () => {
  let core: CoreProcess | undefined
  afterEach(() => core?.stop())

  function watch(script: string, { command = process.execPath, pingEveryMs = 60_000, stableAfterMs = 60_000 } = {}) {
    const lines: CoreLine[] = []
    const downs: { reason: string; retryInMs: number | undefined }[] = []
    let handedOver = 0
    core = createCoreProcess({
      command,
      args: ['-e', script],
      cwd: os.tmpdir(),
      environment: { ...process.env },
      greet: async () => [{ type: 'hello', claudeKey: 'sk-ant-secret' }],
      onLine: (line) => lines.push(line),
      onDown: (reason, retryInMs) => downs.push({ reason, retryInMs }),
      onHandedOver: () => handedOver++,
      policy: { firstDelayMs: 10, longestDelayMs: 40, stableAfterMs, mostQuickEnds: 5, pingEveryMs },
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

  test('an interruption does not end one that is only starting', async () => {
    const { core, lines, downs } = watch(`
      const say = (state) => console.log(JSON.stringify({ type: 'session-state', state }))
      setTimeout(() => say('idle'), 100); setInterval(() => {}, 1000)`)
    core.interrupt()
    await until(() => lines.length + downs.length === 1)
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

  test('one that ran for long before it died is started again at once', async () => {
    const { downs } = watch(`process.exit(7)`, { stableAfterMs: 0 })
    await until(() => downs.length >= 3)
    expect(downs.slice(0, 3).map(({ retryInMs }) => retryInMs)).toEqual([0, 0, 0])
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

    const third = watch('', { command: path.join(os.tmpdir(), 'no-such-node') })
    await until(() => third.downs.length > 0)
    expect(third.downs[0]?.reason).toMatch(/cannot be started: .*no-such-node is missing\. Install SAM again\.$/)
  })

  test('what Node itself complains of is read from between its stack and its version', async () => {
    const { downs } = watch(`require('/no/such/part-of-sam.ts')`)
    await until(() => downs.length === 1)
    expect(downs[0]?.reason).toMatch(/^Error: Cannot find module '\/no\/such\/part-of-sam\.ts'/)
  })

  test('what is missing or wrong is not tried again by itself, and its reason stays readable', async () => {
    const error = { code: 'config-invalid', message: 'The settings are not valid: wake is a number.' }
    const { downs } = watch(`console.log(${JSON.stringify(JSON.stringify({ type: 'error', error }))}); process.exit(1)`)
    await until(() => downs.length === 1)
    expect(downs).toEqual([{ reason: 'The settings are not valid: wake is a number.', retryInMs: undefined }])
  })

  test('a trouble that it outlived is not the reason of its end', async () => {
    const error = { code: 'model-missing', message: 'No voice.', kind: 'missing' }
    const { downs } = watch(`
      console.log(${JSON.stringify(JSON.stringify({ type: 'error', error }))})
      console.log(JSON.stringify({ type: 'session-state', state: 'idle' })); process.exit(9)`)
    await until(() => downs.length === 1)
    expect(downs[0]).toEqual({ reason: 'It ended with code 9.', retryInMs: 10 })
  })

  test('it is greeted on its standard input with the key, which stands in no argument and no environment', async () => {
    const { core, lines } = watch(`
      require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
        const leaks = JSON.stringify([process.argv, process.env]).includes('sk-ant-secret')
        console.log(JSON.stringify({ type: 'notice', code: String(leaks), message: line }))
      })`)
    await until(() => lines.length === 1)
    core.send({ type: 'quiet', quiet: true })
    await until(() => lines.length === 2)
    expect(lines).toEqual([
      { type: 'notice', code: 'false', message: '{"type":"hello","claudeKey":"sk-ant-secret"}' },
      { type: 'notice', code: 'false', message: '{"type":"quiet","quiet":true}' },
    ])
  })

  test('one that hangs is ended and started again; one that answers is left alone', async () => {
    const panel = `console.log(JSON.stringify({ type: 'panel', url: 'http://127.0.0.1:4000/' }));`
    const hanging = watch(`${panel} setInterval(() => {}, 1000)`, { pingEveryMs: 30 })
    await until(() => hanging.downs.length > 0)
    expect(hanging.downs[0]?.reason).toBe('It did not answer any more.')
    await hanging.core.stop()

    const living = watch(
      `${panel} require('readline').createInterface({ input: process.stdin })
        .on('line', (line) => line.includes('ping') && console.log('{"type":"pong"}'))`,
      { pingEveryMs: 30 },
    )
    await until(() => living.lines.filter(({ type }) => type === 'pong').length > 8)
    expect(living.downs).toEqual([])
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
