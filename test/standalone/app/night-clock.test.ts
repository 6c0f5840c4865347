import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { NightClock } from '../../../src/app/learning/night-clock.ts'
import { whyNotNow } from '../../../src/app/learning/night-conditions.ts'
import { systemClock } from '../../../src/core/clock.ts'
import { silentLogger } from '../../../src/core/log.ts'
import { createDatabase } from '../../../src/memory/database.ts'
import { createNightStore } from '../../../src/memory/learning/night-store.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

function nightly(schedule: string) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-night-clock-'))
  const database = createDatabase(home)
  closing.push(() => {
    database.close()
    fs.rmSync(home, { recursive: true, force: true })
  })
  const nights = createNightStore(database)
  let now = new Date('2026-03-04T02:00:00')
  let reason: string | undefined
  const log: string[] = []
  let letBegin: Promise<void> = Promise.resolve()
  let leave = (): void => undefined
  const clock = new NightClock({
    schedule,
    nights,
    clock: { ...systemClock, wallTime: () => now },
    logger: silentLogger,
    whyNot: async () => reason,
    async begin() {
      const end = Promise.withResolvers<void>()
      await letBegin
      leave = end.resolve
      log.push('begins')
      return {
        ended: end.promise,
        stop() {
          log.push('stops')
          end.resolve()
        },
      }
    },
  })
  const finish = () => {
    const { id } = nights.begin(now, '2026-03-04')
    nights.finish(id, { at: now, outcome: 'not-adopted', reasons: ['chance'] })
  }
  return {
    ...{ clock, log, nights, finish },
    /** The process ends by itself. */
    leave: () => leave(),
    holdBegin() {
      const held = Promise.withResolvers<void>()
      letBegin = held.promise
      return held.resolve
    },
    at: (time: string) => {
      now = new Date(`2026-03-04T${time}`)
    },
    because: (why: string | undefined) => {
      reason = why
    },
  }
}

describe('the clock of nights', () => {
  it('begins once at its time, and not again when that night has ended', async () => {
    const { clock, at, log, finish } = nightly('every day at 3:00')
    expect(await clock.look()).toBe(false)
    at('03:05:00')
    expect(await clock.look()).toBe(true)
    expect(await clock.look()).toBe(false)
    finish()
    await clock.giveWay()
    at('04:00:00')
    expect(await clock.look()).toBe(false)
    expect(log).toEqual(['begins', 'stops'])
  })

  it('gives way when somebody needs SAM, goes on with the night that was cut off, and lets the morning alone', async () => {
    const { clock, at, because, log, nights } = nightly('every day at 3:00')
    at('03:05:00')
    because('Somebody needs SAM.')
    expect(await clock.look()).toBe(false)
    because(undefined)
    expect(await clock.look()).toBe(true)
    nights.begin(new Date('2026-03-04T03:05:10'), '2026-03-04')
    await clock.giveWay()
    at('03:30:00')
    expect(await clock.look()).toBe(true)
    await clock.giveWay()
    at('09:00:00')
    expect(await clock.look()).toBe(false)
    expect(log).toEqual(['begins', 'stops', 'begins', 'stops'])
  })

  it('does not try again at once when a night ended by itself and came to nothing', async () => {
    const { clock, at, log, leave } = nightly('every day at 3:00')
    at('03:05:00')
    expect(await clock.look()).toBe(true)
    leave()
    await new Promise(setImmediate)
    at('03:06:00')
    expect(await clock.look()).toBe(false)
    at('03:36:00')
    expect(await clock.look()).toBe(true)
    await clock.stop()
    expect(log).toEqual(['begins', 'begins', 'stops'])
  })

  it('begins one night at a time, and stops one that was about to begin when somebody needed SAM', async () => {
    const { clock, at, log, holdBegin } = nightly('every day at 3:00')
    at('03:05:00')
    const letBegin = holdBegin()
    const first = clock.look()
    expect(await clock.look()).toBe(false)
    await new Promise(setImmediate)
    const givesWay = clock.giveWay()
    letBegin()
    await Promise.all([first, givesWay])
    expect(log).toEqual(['begins', 'stops'])
    expect(await clock.look()).toBe(true)
    await clock.stop()
  })

  it('never begins by itself without a time, nor on battery', async () => {
    const { clock, log } = nightly('')
    clock.start()
    await clock.stop()
    expect(log).toEqual([])
    const on = (battery: Parameters<typeof whyNotNow>[0]['battery']) =>
      whyNotNow({ battery }, new AbortController().signal)
    expect(await on(async () => ({ state: 'none' }))).toBeUndefined()
    expect(await on(async () => ({ state: 'charging', percent: 50 }))).toBeUndefined()
    expect(await on(async () => ({ state: 'discharging', percent: 50 }))).toMatch(/battery/)
    expect(await on(async () => ({ state: 'unknown' }))).toMatch(/cannot be told/)
  })
})
