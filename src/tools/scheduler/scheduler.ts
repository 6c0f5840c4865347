import type { Clock } from '../../core/clock.ts'
import { localTime } from '../../core/local-time.ts'
import type { Logger } from '../../core/log.ts'
import type { NewTimer, StoredTimer, TimerStore } from '../../memory/ports.ts'
import { createAttendance } from './attendance.ts'
import { remainingMs } from './due.ts'
import type { MachineClock } from './machine-clock.ts'
import { nextTime } from './repetition.ts'
import { type Ring, ringOf } from './ring.ts'

export interface SchedulerOptions {
  timers: TimerStore
  clock: Clock
  machine: MachineClock
  logger: Logger
  /** Rings: resolves when the user was told. A failure leaves the timer to be told as missed by the next start. */
  onRing(ring: Ring): void | Promise<void>
  /** Names this process among those that ring. */
  processId?: number
}

export interface Scheduler {
  /** Stores a timer; it rings in whichever process of this user runs the scheduler. */
  addTimer(timer: { durationMs: number; name?: string }): StoredTimer
  /**
   * @param alarm.localTime `2025-11-22T07:30:00`, wall time wherever the user then is
   * @param alarm.weekdays repeats on these, 0 is Sunday; `localTime` is the first time
   */
  addAlarm(alarm: { localTime: string; name?: string; weekdays?: readonly number[] }): StoredTimer
  /**
   * Stores something to be spoken at its time, or again and again.
   * @param reminder.reminderId which reminder it speaks
   */
  addReminder(reminder: {
    localTime: string
    text: string
    weekdays?: readonly number[]
    reminderId?: string
  }): StoredTimer
  /** Speaks the reminder no more, or, where its time is still to come, again. */
  muteReminder(reminderId: string, muted: boolean): void
  /** What rang last, within this time; also what rings now. */
  lastRung(withinMs: number): StoredTimer | undefined
  /** Lets what was told last, if not long ago, be told again; undefined when nothing was. */
  snooze(durationMs: number): StoredTimer | undefined
  /** Those still to ring, soonest first, each with the time left. */
  waiting(): { timer: StoredTimer; remainingMs: number }[]
  cancel(id: number): boolean
  /** Takes a cancellation back; false when its time has passed meanwhile. */
  restore(id: number): boolean
  /** Whether some living process will ring what is due. */
  isAttended(): boolean
  /** Begins to ring, first what was missed. The process that speaks calls this once. */
  start(): void
  stop(): void
  /** Rings what is due now and waits until it was told; after `start` this happens by itself. */
  check(): Promise<void>
}

const longestPauseMs = 1000
/** Later than this it is told as missed instead of rung. */
const missedAfterMs = 60_000
/** What was told within this time is meant by "snooze". */
const snoozeWithinMs = 15 * 60_000

export function createScheduler(options: SchedulerOptions): Scheduler {
  const { timers, clock, machine, logger, onRing, processId = process.pid } = options
  let pause: ReturnType<typeof setTimeout> | undefined
  let running = false
  const attendance = createAttendance(timers, clock, processId)
  const ringing = new Set<number>()
  const left = (timer: StoredTimer) => remainingMs(timer, clock.wallTime(), machine)

  const elapsing = (durationMs: number): Pick<StoredTimer, 'elapsed'> => {
    const bootId = machine.bootId()
    return bootId === undefined ? {} : { elapsed: { bootId, deadlineMs: machine.elapsedMs() + durationMs } }
  }

  const addAt = (moment: Omit<NewTimer, 'createdAt' | 'deadline'> & { localTime: string }): StoredTimer =>
    timers.add({ ...moment, createdAt: clock.wallTime(), deadline: new Date(moment.localTime) })

  const lastRung = (withinMs: number) => timers.lastClaimed(new Date(clock.wallTime().getTime() - withinMs))

  const restore = (id: number): boolean => {
    const timer = timers.get(id)
    if (timer === undefined) return false
    if (left(timer) > 0) return timers.restore(id)
    const { weekdays, localTime: at } = timer
    if (weekdays === undefined || at === undefined) return false
    return timers.restore(id, nextTime(at.slice(11), weekdays, clock.wallTime()))
  }

  const ring = async (timer: StoredTimer, lateMs: number): Promise<void> => {
    const missed = lateMs > missedAfterMs
    ringing.add(timer.id)
    try {
      await onRing(ringOf(timer, lateMs, missed, clock.wallTime()))
      timers.finish(timer.id, missed ? 'missed' : 'rung')
    } catch (error) {
      logger.error('a timer could not ring', { timer: timer.id, error: String(error) })
    } finally {
      ringing.delete(timer.id)
    }
  }

  /** Takes what is due for this process. The claim makes sure that each rings once, whoever else looks at the same moment. */
  const takeDue = (): Promise<void>[] => {
    const due = timers.waiting().filter((timer) => left(timer) <= 0)
    return due.flatMap((timer) => {
      const lateMs = -left(timer)
      const mine = take(timer)
      return mine === undefined ? [] : [ring(mine, lateMs)]
    })
  }

  /** However many times of a repeating one went by while nobody was there, one is told: its next is the next from now. */
  const take = (timer: StoredTimer): StoredTimer | undefined => {
    const now = clock.wallTime()
    if (timer.weekdays === undefined || timer.localTime === undefined)
      return timers.claim(timer.id, now) ? timer : undefined
    return timers.claimOnce(timer, nextTime(timer.localTime.slice(11), timer.weekdays, now), now)
  }

  /** What another process claimed and died over, or could not ring. */
  const takeAbandoned = (): Promise<void>[] => {
    const before = new Date(clock.wallTime().getTime() - missedAfterMs)
    const lost = timers.abandoned(before).filter((timer) => !ringing.has(timer.id))
    return lost.map((timer) => ring(timer, Math.max(missedAfterMs + 1, -left(timer))))
  }

  const loop = (): void => {
    if (!running) return
    try {
      if (attendance.beatAlone()) takeAbandoned()
      takeDue()
    } catch (error) {
      logger.error('the scheduler could not look at its timers', { error: String(error) })
    }
    pause = setTimeout(loop, Math.max(5, soonestMs()))
    // Waiting for a timer does not keep a command alive that is otherwise done.
    pause.unref()
  }

  const soonestMs = (): number => {
    try {
      return Math.min(longestPauseMs, ...timers.waiting().map(left))
    } catch {
      return longestPauseMs
    }
  }

  return {
    addTimer({ durationMs, name }) {
      const createdAt = clock.wallTime()
      return timers.add({
        kind: 'timer',
        createdAt,
        durationMs,
        deadline: new Date(createdAt.getTime() + durationMs),
        ...elapsing(durationMs),
        ...(name === undefined ? {} : { name }),
      })
    },
    addAlarm: (alarm) => addAt({ kind: 'alarm', ...alarm }),
    addReminder: ({ text, ...reminder }) => addAt({ kind: 'reminder', name: text, ...reminder }),
    muteReminder(reminderId, muted) {
      for (const { id } of timers.ofReminder(reminderId)) muted ? timers.cancel(id) : restore(id)
    },
    lastRung,
    snooze(durationMs) {
      const now = clock.wallTime()
      const last = lastRung(snoozeWithinMs)
      if (last === undefined) return undefined
      const { kind, name, reminderId } = last
      const deadline = new Date(now.getTime() + durationMs)
      const named = name === undefined ? {} : { name }
      if (kind === 'timer')
        return timers.add({ kind, createdAt: now, deadline, durationMs, ...elapsing(durationMs), ...named })
      return addAt({
        kind,
        localTime: localTime(deadline),
        ...named,
        ...(reminderId === undefined ? {} : { reminderId }),
      })
    },
    waiting: () =>
      timers
        .waiting()
        .map((timer) => ({ timer, remainingMs: left(timer) }))
        .sort((a, b) => a.remainingMs - b.remainingMs),
    cancel: (id) => timers.cancel(id),
    restore,
    isAttended: () => running || attendance.anybody(),
    start() {
      if (running) return
      running = true
      loop()
    },
    stop() {
      if (!running) return
      running = false
      clearTimeout(pause)
      attendance.leave()
    },
    async check() {
      await Promise.all(takeDue())
    },
  }
}
