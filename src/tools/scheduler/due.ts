import type { StoredTimer } from '../../memory/ports.ts'
import type { MachineClock } from './machine-clock.ts'

/**
 * How long until it rings; negative when it should have. A timer counts on the machine's own clock while the machine has not
 * been started anew, so that setting the time moves nothing; an alarm counts on local wall time, also in a new time zone.
 */
export function remainingMs(timer: StoredTimer, wall: Date, machine: MachineClock): number {
  const { elapsed, localTime, deadline } = timer
  if (elapsed !== undefined && elapsed.bootId === machine.bootId()) return elapsed.deadlineMs - machine.elapsedMs()
  const moment = localTime === undefined ? deadline : new Date(localTime)
  return moment.getTime() - wall.getTime()
}
