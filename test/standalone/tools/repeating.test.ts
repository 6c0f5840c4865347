import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { nextTime, spokenWeekdays, weekdaysOf } from '../../../src/tools/scheduler/repetition.ts'
import { callContext, createTestClock, openMemory, platformWith, temporaryFolder } from './fixtures.ts'
import { toolsOverTime } from './tools-over-time.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** A Saturday. */
const saturday = new Date(2025, 10, 22, 16, 20)

function toolsIn(home = temporaryFolder(), time = createTestClock(saturday)) {
  const { runner, until, ...rest } = toolsOverTime(platformWith(), home, time)
  const run = (tool: string, input: Record<string, unknown> = {}) =>
    runner.run({ callId: 'call-1', tool, input }, callContext())
  const said = async (tool: string, input: Record<string, unknown> = {}) =>
    (await run(tool, input)).spoken.replace(/ It rings only once SAM.*/, '')
  return { ...rest, run, said, at: until }
}

describe('when a repeating alarm rings next', () => {
  test('is worked out from the calendar', () => {
    const next = (weekdays: number[], after: Date) => nextTime('07:00:00', weekdays, after)
    expect(next([1, 2, 3, 4, 5], saturday)).toBe('2025-11-24T07:00:00')
    expect(next([6], saturday)).toBe('2025-11-29T07:00:00')
    expect(next([0, 1, 2, 3, 4, 5, 6], new Date(2025, 11, 31, 7))).toBe('2026-01-01T07:00:00')
    expect(next([1], new Date(2025, 10, 24, 6, 59))).toBe('2025-11-24T07:00:00')
  })

  test('stays at its hour when the clocks change', () => {
    vi.stubEnv('TZ', 'Europe/Lisbon')
    try {
      const spring = new Date(2026, 2, 28, 7)
      const changed = nextTime('07:00:00', [0, 1, 2, 3, 4, 5, 6], spring)
      expect(changed).toBe('2026-03-29T07:00:00')
      expect(new Date(changed).getTime() - spring.getTime()).toBe(23 * hour)
      expect(new Date(nextTime('01:30:00', [0], spring)).getHours()).toBe(2)
    } finally {
      vi.unstubAllEnvs()
    }
  })

  test('its days are read and said in words', () => {
    const said = (words: string) => spokenWeekdays(weekdaysOf(words, saturday))
    expect(['daily', 'weekdays', 'weekends', 'weekly', 'monday and thursday', 'sunday and friday'].map(said)).toEqual([
      'day',
      'weekday',
      'Saturday and Sunday',
      'Saturday',
      'Monday and Thursday',
      'Friday and Sunday',
    ])
    for (const words of ['every hour', 'monthly', 'every other day']) {
      expect(() => weekdaysOf(words, saturday)).toThrowError(expect.objectContaining({ code: 'repeat-unclear' }))
    }
  })
})

describe('repeating alarms', () => {
  test('ring on their days and on no other, told with the time', async () => {
    const { said, at } = toolsIn()
    expect(await said('time.alarm', { at: '2025-11-23T07:00:00', repeat: 'weekdays' })).toBe(
      "Alarm set for 7 o'clock in the morning every weekday.",
    )
    const rung = "It's 7 o'clock in the morning. This is your alarm."
    expect(await at(new Date(2025, 10, 23, 7))).toEqual([])
    for (const date of [24, 25, 26, 27, 28]) expect(await at(new Date(2025, 10, date, 7))).toEqual([rung])
    expect(await at(new Date(2025, 10, 29, 7))).toEqual([])
    expect(await at(new Date(2025, 10, 30, 7))).toEqual([])
    expect(await at(new Date(2025, 11, 1, 7))).toEqual([rung])
  })

  test('are listed, chosen and cancelled in words, and run again when that is taken back', async () => {
    const { run, said, at } = toolsIn()
    await run('time.alarm', { at: '2025-11-24T07:00:00', repeat: 'weekdays' })
    await run('time.alarm', { at: '2025-11-23T09:00:00' })
    await run('time.alarm', { at: '2025-12-01T06:30:00', repeat: 'daily', name: 'pills' })
    expect(await said('time.list')).toBe(
      "An alarm is set for 9 o'clock in the morning tomorrow. An alarm is set for 7 o'clock in the morning every weekday. The pills alarm is set for 6:30 in the morning every day, beginning on December 1.",
    )
    expect(await said('time.list', { day: '2025-11-26' })).toMatch(/every weekday.*pills/)
    expect(await said('time.cancel', { kind: 'alarm', repeat: 'weekends' })).toBe('No such alarm is set.')
    expect(await at(new Date(2025, 10, 23, 9))).toEqual([expect.stringMatching(/^It's 9 o'clock in the morning/)])
    expect(await said('time.cancel', { kind: 'alarm', repeat: 'weekdays' })).toBe(
      "I cancelled the 7 o'clock in the morning alarm every weekday.",
    )
    expect(await said('time.list', { repeat: 'any' })).toMatch(/^The pills alarm/)
    expect(await at(new Date(2025, 10, 24, 8))).toEqual([])
    expect(await said('undo.last')).toBe('It runs again.')
    expect(await at(new Date(2025, 10, 24, 23))).toEqual([])
    expect(await at(new Date(2025, 10, 25, 7))).toHaveLength(1)
    expect(await run('time.alarm', { at: '07:00', repeat: 'monthly' })).toMatchObject({
      ok: false,
      code: 'repeat-unclear',
      spoken: 'I can repeat things on days of the week only, not monthly.',
    })
  })

  test('after days without SAM one is told as missed, and the next rings', async () => {
    const home = temporaryFolder()
    const before = toolsIn(home)
    await before.run('time.alarm', { at: '2025-11-23T07:00:00', repeat: 'daily' })
    before.memory.database.close()
    before.time.pass(4 * day)
    const { at } = toolsIn(home, before.time)
    expect(await at(before.time.clock.wallTime())).toEqual([
      "I was not there when your 7 o'clock in the morning alarm was due, at 7 o'clock in the morning on November 23.",
    ])
    expect(await at(new Date(2025, 10, 27, 7))).toEqual(["It's 7 o'clock in the morning. This is your alarm."])
  })

  test('follow the clock of the machine, also back again, and ring no time twice', async () => {
    const { run, at, time, scheduler, rings } = toolsIn()
    await run('time.alarm', { at: '2025-11-23T07:00:00', repeat: 'daily' })
    expect(await at(new Date(2025, 10, 23, 7))).toHaveLength(1)
    // Summer time ends at breakfast, say: the same time comes once more.
    time.setWall(new Date(2025, 10, 23, 6, 30))
    expect(await at(new Date(2025, 10, 23, 7))).toEqual([])
    // Somebody sets the wrong month, and sets it right.
    time.setWall(new Date(2026, 0, 10, 12))
    await scheduler.check()
    expect(rings.splice(0)).toHaveLength(1)
    time.setWall(new Date(2025, 10, 23, 12))
    expect(await at(new Date(2025, 10, 24, 7))).toHaveLength(1)
  })

  test('survive being killed while one rings: that one is told later, and the next rings', async () => {
    const home = temporaryFolder()
    const program = path.join(import.meta.dirname, 'programs', 'ring-timers.ts')
    const ringer = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', program, home, 'dies-while-ringing'],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    )
    onTestFinished(() => void ringer.kill('SIGKILL'))
    let output = ''
    ringer.stdout.on('data', (part) => (output += part))
    const until = async (condition: () => boolean) => {
      for (let tries = 0; tries < 500 && !condition(); tries += 1) await wait(20)
      expect(condition()).toBe(true)
    }
    await until(() => output.includes('ready'))
    const { timers } = openMemory(home)
    const now = new Date()
    timers.add({
      kind: 'alarm',
      name: 'pills',
      createdAt: now,
      deadline: now,
      localTime: `${now.getFullYear()}-01-01T00:00:00`,
      weekdays: [0, 1, 2, 3, 4, 5, 6],
    })
    await until(() => output.includes('pills'))
    ringer.kill('SIGKILL')
    await once(ringer, 'exit')
    expect(timers.waiting()).toMatchObject([{ id: 1, weekdays: [0, 1, 2, 3, 4, 5, 6] }])
    const time = createTestClock(new Date(Date.now() + 5 * minute))
    const { scheduler, rings } = toolsIn(home, time)
    scheduler.start()
    await until(() => rings.length === 1)
    expect(rings).toMatchObject([{ missed: true, timer: { name: 'pills' } }])
    time.pass(day)
    await until(() => rings.length === 2)
  })

  test('each time is taken by one process only', () => {
    const home = temporaryFolder()
    const one = openMemory(home).timers
    const other = openMemory(home).timers
    const localTime = '2025-11-22T07:00:00'
    const series = one.add({
      kind: 'alarm',
      createdAt: saturday,
      deadline: new Date(localTime),
      localTime,
      weekdays: [6],
    })
    expect(one.claimOnce(series, '2025-11-29T07:00:00', saturday)).toMatchObject({ id: 2, state: 'ringing', localTime })
    expect(other.claimOnce(series, '2025-11-29T07:00:00', saturday)).toBeUndefined()
    expect(other.waiting()).toMatchObject([{ id: 1, localTime: '2025-11-29T07:00:00', weekdays: [6] }])
    expect(other.get(2)).toMatchObject({ state: 'ringing' })
    expect(other.get(2)?.weekdays).toBeUndefined()
  })
})

describe('ringing again', () => {
  test('what rang last comes back, of a repeating one that time only', async () => {
    const { said, run, at, time } = toolsIn()
    expect(await run('time.snooze')).toMatchObject({ ok: false, spoken: 'Nothing has rung just now.' })
    await run('time.timer', { durationSeconds: 60, name: 'pasta' })
    time.pass(minute)
    expect(await at(time.clock.wallTime())).toEqual(['Your pasta timer is done.'])
    expect(await said('time.snooze', { durationSeconds: 120 })).toBe('The pasta timer rings again in 2 minutes.')
    time.pass(2 * minute)
    expect(await at(time.clock.wallTime())).toEqual(['Your pasta timer is done.'])
    await run('time.alarm', { at: '2025-11-24T07:00:00', repeat: 'weekdays' })
    expect(await at(new Date(2025, 10, 24, 7))).toHaveLength(1)
    expect(await said('time.snooze')).toBe('The alarm rings again in 10 minutes.')
    expect(await at(new Date(2025, 10, 24, 7, 10))).toEqual(["It's 7:10 in the morning. This is your alarm."])
    expect(await at(new Date(2025, 10, 25, 7))).toHaveLength(1)
    time.pass(20 * minute)
    expect(await run('time.snooze')).toMatchObject({ ok: false, code: 'nothing-rang' })
  })

  test('turning it off while it rings ends neither the others nor its repetition', async () => {
    const { said, run, at, time, scheduler } = toolsIn()
    await run('time.alarm', { at: '2025-11-24T07:00:00', repeat: 'weekdays' })
    await at(new Date(2025, 10, 24, 7))
    time.pass(5000)
    expect(await said('time.cancel', { kind: 'alarm' })).toBe('Okay.')
    expect(scheduler.waiting()).toHaveLength(1)
    expect(await said('time.cancel', { kind: 'timer' })).toBe('No timer is set.')
    time.pass(minute)
    expect(await said('time.cancel', { kind: 'alarm' })).toMatch(/^I cancelled the 7 o'clock/)
    expect(scheduler.waiting()).toEqual([])
  })

  test('can be taken back', async () => {
    const { said, run, at, time } = toolsIn()
    await run('time.timer', { durationSeconds: 60 })
    time.pass(minute)
    await at(time.clock.wallTime())
    await run('time.snooze')
    expect(await said('undo.last')).toBe('I cancelled it.')
    time.pass(hour)
    expect(await at(time.clock.wallTime())).toEqual([])
  })
})
