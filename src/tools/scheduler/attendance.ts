import type { Clock } from '../../core/clock.ts'
import { isAlive } from '../../core/is-alive.ts'
import type { TimerStore } from '../../memory/ports.ts'

/** Which processes of this user are there to ring what is due. */
export interface Attendance {
  /** Tells that this one is there, where that is due again; true when it did and no other living one is there. */
  beatAlone(): boolean
  /** Some living process is there. */
  anybody(): boolean
  leave(): void
}

const beatEveryMs = 20_000
const beatCountsMs = 60_000

export function createAttendance(timers: TimerStore, clock: Clock, processId: number): Attendance {
  let nextBeatMs = Number.NEGATIVE_INFINITY
  const present = () => timers.ringers(new Date(clock.wallTime().getTime() - beatCountsMs)).filter(isAlive)
  return {
    beatAlone() {
      if (clock.nowMs() < nextBeatMs) return false
      nextBeatMs = clock.nowMs() + beatEveryMs
      timers.beat(processId, clock.wallTime())
      return present().every((id) => id === processId)
    },
    anybody: () => present().length > 0,
    leave() {
      nextBeatMs = Number.NEGATIVE_INFINITY
      timers.retire(processId)
    },
  }
}
