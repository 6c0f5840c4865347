import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Ring } from '../../../src/tools/scheduler/ring.ts'
import { createScheduler, type SchedulerOptions } from '../../../src/tools/scheduler/scheduler.ts'
import { createTestClock, createTestLogger, openMemory, temporaryFolder } from './fixtures.ts'

const minute = 60_000
const hour = 60 * minute

/** A scheduler over a real database, whose clocks stand still until a test moves them. */
function schedulerIn(home: string, time = createTestClock(), changes: Partial<SchedulerOptions> = {}) {
  const rings: Ring[] = []
  const memory = openMemory(home)
  const logger = createTestLogger()
  const scheduler = createScheduler({
    timers: memory.timers,
    clock: time.clock,
    machine: time.machine,
    logger,
    onRing: (ring) => void rings.push(ring),
    ...changes,
  })
  onTestFinished(() => scheduler.stop())
  return { scheduler, rings, memory, time, logger, spoken: () => rings.map((ring) => ring.spoken) }
}

/** Waits for what a running scheduler does by itself. */
async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !condition(); tries += 1) await wait(20)
  expect(condition()).toBe(true)
}

describe('timers and alarms', () => {
  test('ring when they are due, once, and not before', async () => {
    const { scheduler, time, spoken } = schedulerIn(temporaryFolder())
    scheduler.addTimer({ durationMs: 5 * minute })
    scheduler.addTimer({ durationMs: 9 * minute, name: 'pasta' })
    time.pass(5 * minute - 1)
    await scheduler.check()
    expect(spoken()).toEqual([])
    time.pass(1)
    await scheduler.check()
    await scheduler.check()
    expect(spoken()).toEqual(['Your 5 minute timer is done.'])
    time.pass(4 * minute)
    await scheduler.check()
    expect(spoken()).toEqual(['Your 5 minute timer is done.', 'Your pasta timer is done.'])
    expect(scheduler.waiting()).toEqual([])
  })

  test('ring by themselves once started', async () => {
    const { scheduler, time, rings } = schedulerIn(temporaryFolder())
    scheduler.addTimer({ durationMs: minute, name: 'tea' })
    scheduler.start()
    expect(rings).toEqual([])
    time.pass(minute)
    await until(() => rings.length === 1)
  })

  test('survive a restart of SAM', async () => {
    const home = temporaryFolder()
    const time = createTestClock()
    const before = schedulerIn(home, time)
    before.scheduler.addTimer({ durationMs: 10 * minute, name: 'tea' })
    before.memory.database.close()
    time.pass(10 * minute)
    const after = schedulerIn(home, time)
    await after.scheduler.check()
    expect(after.spoken()).toEqual(['Your tea timer is done.'])
    expect(before.rings).toEqual([])
  })

  test('missed while SAM was off, they are told with the time they were due', async () => {
    const home = temporaryFolder()
    const time = createTestClock(new Date(2025, 10, 22, 16, 20))
    const before = schedulerIn(home, time)
    before.scheduler.addTimer({ durationMs: 10 * minute, name: 'tea' })
    before.scheduler.addAlarm({ localTime: '2025-11-22T17:00:00' })
    before.memory.database.close()
    time.pass(16 * hour)
    const after = schedulerIn(home, time)
    after.scheduler.start()
    await until(() => after.rings.length === 2)
    expect(after.rings.map((ring) => ring.missed)).toEqual([true, true])
    expect(after.spoken()).toEqual([
      'I was not there when your tea timer was due, at 4:30 in the afternoon yesterday.',
      "I was not there when your 5 o'clock in the afternoon alarm was due, at 5 o'clock in the afternoon yesterday.",
    ])
    expect(after.memory.timers.get(1)?.state).toBe('missed')
  })

  test('an alarm says what time it is', async () => {
    const { scheduler, time, spoken } = schedulerIn(temporaryFolder())
    scheduler.addAlarm({ localTime: '2025-11-22T16:30:00', name: 'taxi' })
    time.pass(10 * minute)
    await scheduler.check()
    expect(spoken()).toEqual(["It's 4:30 in the afternoon. This is your taxi alarm."])
  })

  test('setting the clock of the machine moves alarms and leaves timers alone', async () => {
    const { scheduler, time, spoken } = schedulerIn(temporaryFolder())
    scheduler.addTimer({ durationMs: 10 * minute, name: 'tea' })
    scheduler.addAlarm({ localTime: '2025-11-22T18:00:00', name: 'train' })
    time.setWall(new Date(2025, 10, 22, 17, 59, 50))
    await scheduler.check()
    expect(spoken()).toEqual([])
    expect(scheduler.waiting().map((one) => one.remainingMs)).toEqual([10_000, 10 * minute])
    time.pass(10_000)
    await scheduler.check()
    expect(spoken()).toEqual(["It's 6 o'clock in the evening. This is your train alarm."])
    time.setWall(new Date(2025, 10, 20))
    time.pass(10 * minute - 10_000)
    await scheduler.check()
    expect(spoken().slice(1)).toEqual(['Your tea timer is done.'])
  })

  test('after a restart of the machine, or where its starts have no names, the wall clock counts', async () => {
    for (const change of ['restartMachine', 'forgetStarts'] as const) {
      const { scheduler, time, spoken } = schedulerIn(temporaryFolder())
      scheduler.addTimer({ durationMs: 10 * minute, name: 'tea' })
      time[change]()
      time.setWall(new Date(2025, 10, 22, 16, 30))
      await scheduler.check()
      expect(spoken()).toEqual(['Your tea timer is done.'])
    }
  })

  test('one that is cancelled does not ring; taken back in time it does', async () => {
    const { scheduler, time, spoken } = schedulerIn(temporaryFolder())
    const tea = scheduler.addTimer({ durationMs: 2 * minute, name: 'tea' })
    const eggs = scheduler.addTimer({ durationMs: 2 * minute, name: 'eggs' })
    expect([scheduler.cancel(tea.id), scheduler.cancel(eggs.id), scheduler.cancel(eggs.id)]).toEqual([
      true,
      true,
      false,
    ])
    time.pass(minute)
    expect(scheduler.restore(tea.id)).toBe(true)
    time.pass(minute)
    expect(scheduler.restore(eggs.id)).toBe(false)
    await scheduler.check()
    expect(spoken()).toEqual(['Your tea timer is done.'])
  })

  test('one that could not be told stays to be told', async () => {
    const home = temporaryFolder()
    const time = createTestClock()
    const silent = schedulerIn(home, time, {
      onRing() {
        throw new Error('no loudspeaker')
      },
    })
    silent.scheduler.addTimer({ durationMs: minute, name: 'tea' })
    time.pass(minute)
    await silent.scheduler.check()
    expect(silent.logger.lines.join()).toMatch(/could not ring.*no loudspeaker/)
    time.pass(2 * minute)
    const next = schedulerIn(home, time)
    next.scheduler.start()
    await until(() => next.rings.length === 1)
    expect(next.rings[0]).toMatchObject({ missed: true, timer: { name: 'tea' } })
  })

  test('says whether anybody is there to ring', () => {
    const home = temporaryFolder()
    const command = schedulerIn(home, createTestClock(), { processId: 999_999_999 })
    expect(command.scheduler.isAttended()).toBe(false)
    const running = schedulerIn(home)
    running.scheduler.start()
    expect(running.scheduler.isAttended()).toBe(true)
    expect(command.scheduler.isAttended()).toBe(true)
    running.scheduler.stop()
    expect(command.scheduler.isAttended()).toBe(false)
  })
})

describe('several processes on one database', () => {
  const program = path.join(import.meta.dirname, 'programs', 'ring-timers.ts')

  function startRinger(home: string, ...args: string[]) {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, home, ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.on('data', (part) => (output += part))
    onTestFinished(() => void child.kill('SIGKILL'))
    return {
      child,
      lines: () => output.split('\n').filter((line) => line !== '' && line !== 'ready'),
      ready: () => until(() => output.includes('ready')),
      async end() {
        child.stdin.end()
        await once(child, 'exit')
      },
    }
  }

  test('each timer rings in exactly one of them, also on a database they make at the same moment', async () => {
    const home = temporaryFolder()
    const ringers = [startRinger(home), startRinger(home), startRinger(home)]
    await Promise.all(ringers.map((ringer) => ringer.ready()))
    const { timers } = openMemory(home)
    const names = Array.from({ length: 12 }, (_, index) => `timer-${index}`)
    for (const [index, name] of names.entries()) {
      const createdAt = new Date()
      const durationMs = 100 + 40 * index
      timers.add({ kind: 'timer', name, createdAt, durationMs, deadline: new Date(createdAt.getTime() + durationMs) })
    }
    const rung = () => ringers.flatMap((ringer) => ringer.lines())
    await until(() => names.every((_, index) => timers.get(index + 1)?.state === 'rung'))
    await Promise.all(ringers.map((ringer) => ringer.end()))
    expect(rung().sort()).toEqual(names.map((name) => `rang ${name}`).sort())
    expect(timers.ringers(new Date(0))).toEqual([])
  })

  test('what a process died over while ringing is told by the next', async () => {
    const home = temporaryFolder()
    const first = startRinger(home, 'dies-while-ringing')
    await first.ready()
    const { timers } = openMemory(home)
    timers.add({ kind: 'timer', name: 'tea', createdAt: new Date(), durationMs: 1, deadline: new Date() })
    await until(() => first.lines().length === 1)
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
    expect(timers.get(1)?.state).toBe('ringing')
    const time = createTestClock(new Date(Date.now() + 5 * minute))
    const next = schedulerIn(home, time)
    next.scheduler.start()
    await until(() => next.rings.length === 1)
    expect(next.rings[0]).toMatchObject({ missed: true, timer: { name: 'tea' } })
    await until(() => timers.get(1)?.state === 'missed')
  })
})
