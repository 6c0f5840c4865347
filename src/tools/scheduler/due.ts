import type { StoredTimer } from '../../memory/ports.ts'
import type { MachineClock } from './machine-clock.ts'
import { nextTime } from './repetition.ts'

/** A clock that stands this much before the last ring was set back. */
const setBackMs = 3_600_000
/** For so long after its time such a one is due. */
const duringMs = 60_000

/**
 * When it rings by the wall clock. A repeating one that already rang at a time which the clock has not reached any more (it
 * had been set wrong) is due at its next time from now.
 */
export function momentOf(timer: StoredTimer, wall: Date): Date {
  const { localTime, deadline, weekdays, claimedAt } = timer
  if (localTime === undefined) return deadline
  const setBack = claimedAt !== undefined && claimedAt.getTime() - wall.getTime() > setBackMs
  const justBefore = new Date(wall.getTime() - duringMs)
  return new Date(weekdays !== undefined && setBack ? nextTime(localTime.slice(11), weekdays, justBefore) : localTime)
}

/**
 * How long until it rings; negative when it should have. A timer counts on the machine's own clock while the machine has not
 * been started anew, so that setting the time moves nothing; an alarm counts on local wall time, also in a new time zone.
 */
export function remainingMs(timer: StoredTimer, wall: Date, machine: MachineClock): number {
  const { elapsed } = timer
  if (elapsed !== undefined && elapsed.bootId === machine.bootId()) return elapsed.deadlineMs - machine.elapsedMs()
  return momentOf(timer, wall).getTime() - wall.getTime()
}
