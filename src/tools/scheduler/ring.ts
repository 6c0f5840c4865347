import type { StoredTimer } from '../../memory/ports.ts'
import { spokenDay, spokenTime } from '../spoken/clock-times.ts'
import { spokenDuration } from '../spoken/durations.ts'

/** A timer or alarm that is due, for the speaker and the panel. */
export interface Ring {
  timer: StoredTimer
  /** What SAM says. */
  spoken: string
  /** It was due while nobody was there to ring it. */
  missed: boolean
  lateMs: number
}

/** "the pasta timer", "the 5 minute timer", "the 7:30 alarm". */
export function timerName(timer: StoredTimer): string {
  if (timer.name !== undefined) return timer.kind === 'alarm' ? `${timer.name} alarm` : `${timer.name} timer`
  if (timer.kind === 'alarm') return `${spokenTime(timer.deadline)} alarm`
  const length = spokenDuration(timer.durationMs ?? 0)
  return `${length.replace(/(minute|second|hour|day)s/g, '$1')} timer`
}

export function ringOf(timer: StoredTimer, lateMs: number, missed: boolean, now: Date): Ring {
  const was = new Date(now.getTime() - Math.max(0, lateMs))
  const name = timerName(timer)
  const when = `${spokenTime(was)}${spokenDay(was, now) === 'today' ? '' : ` ${spokenDay(was, now)}`}`
  const spoken = missed
    ? `I was not there when your ${name} was due, at ${when}.`
    : timer.kind === 'alarm'
      ? `It's ${spokenTime(was)}. This is your ${timer.name === undefined ? 'alarm' : name}.`
      : `Your ${name} is done.`
  return { timer, spoken, missed, lateMs: Math.max(0, lateMs) }
}
