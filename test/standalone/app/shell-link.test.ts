import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { followShell } from '../../../src/app/shell/follow-shell.ts'
import { openShellLink } from '../../../src/app/shell/shell-link.ts'
import type { Logger } from '../../../src/core/log.ts'
import { silentLogger } from '../../../src/core/log.ts'

function build() {
  const input = new PassThrough()
  const calls: string[] = []
  const warned: string[] = []
  const logger: Logger = {
    ...silentLogger,
    warn: (message, details) => warned.push(JSON.stringify([message, details])),
  }
  const link = openShellLink({
    input,
    logger,
    onPing: () => calls.push('pong'),
    onGone: () => calls.push('gone'),
  })
  const say = (message: object) => input.write(`${JSON.stringify(message)}\n`)
  return { input, calls, warned, link, say }
}

describe('the pipe from the menu bar', () => {
  test('brings the key before the core is made, and a new one later', async () => {
    const { link, say, input, warned } = build()
    say({ type: 'hello', claudeKey: 'sk-ant-first' })
    const shell = await link
    expect(shell.claudeKey()).toBe('sk-ant-first')
    say({ type: 'claude-key', key: 'sk-ant-second' })
    await expect.poll(() => shell.claudeKey()).toBe('sk-ant-second')
    say({ type: 'claude-key', key: null })
    await expect.poll(() => shell.claudeKey()).toBeUndefined()
    // A key that is none is not taken, and not written down either.
    say({ type: 'claude-key', key: 'sk-ant with spaces' })
    input.write('{"type":"claude-key","key":"sk-ant-cut\n')
    await expect.poll(() => warned.length).toBe(2)
    expect(warned.join()).not.toContain('sk-ant')
    expect(shell.claudeKey()).toBeUndefined()
  })

  test('tells a late listener what holds and nothing that has passed, answers pings, and tells when the shell is gone', async () => {
    const { link, say, input, calls } = build()
    say({ type: 'hello' })
    say({ type: 'quiet', quiet: false })
    say({ type: 'push-to-talk', down: true })
    say({ type: 'quiet', quiet: true })
    say({ type: 'ping' })
    const shell = await link
    await expect.poll(() => calls).toEqual(['pong'])
    const heard: string[] = []
    shell.onMessage((message) => heard.push(message.type))
    say({ type: 'push-to-talk', down: true })
    await expect.poll(() => heard).toEqual(['quiet', 'push-to-talk'])
    // The core was started anew by the panel: its new session is told as well.
    const again: unknown[] = []
    shell.onMessage((message) => again.push(message))
    expect(again).toEqual([{ type: 'quiet', quiet: true }])
    input.end()
    await expect.poll(() => calls).toEqual(['pong', 'gone'])
  })

  test('a shell that dies before its hello ends the waiting', async () => {
    const { link, input, calls } = build()
    input.end()
    await link
    expect(calls).toEqual(['gone'])
  })
})

test('the session follows: locked lets a turn end, sleep and another user cut it off', async () => {
  const { link, say } = build()
  say({ type: 'hello' })
  const calls: string[] = []
  followShell(await link, {
    session: {
      hold: (reason) => calls.push(`hold ${reason}`),
      setQuiet: (quiet) => calls.push(`quiet ${quiet}`),
      stop: () => calls.push('stop'),
    },
    engine: { pushToTalk: (down) => calls.push(`talk ${down}`) },
    logger: silentLogger,
  })
  const comesOf = async (message: object, count: number) => {
    calls.length = 0
    say(message)
    await expect.poll(() => calls.length).toBe(count)
    return calls
  }
  expect(await comesOf({ type: 'away', reasons: ['locked'] }, 1)).toEqual(['hold The screen is locked.'])
  expect(await comesOf({ type: 'away', reasons: ['asleep', 'locked'] }, 2)).toEqual(['hold The Mac is asleep.', 'stop'])
  expect(await comesOf({ type: 'away', reasons: ['another-user'] }, 2)).toContain('stop')
  expect(await comesOf({ type: 'away', reasons: [] }, 1)).toEqual(['hold undefined'])
  expect(await comesOf({ type: 'quiet', quiet: true }, 1)).toEqual(['quiet true'])
  expect(await comesOf({ type: 'push-to-talk', down: true }, 1)).toEqual(['talk true'])
})
