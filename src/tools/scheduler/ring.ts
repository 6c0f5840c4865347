import type { StoredTimer } from '../../memory/ports.ts'
import { spokenDay, spokenTime } from '../spoken/clock-times.ts'
import { spokenDuration } from '../spoken/durations.ts'
import { ended } from '../spoken/ended.ts'

/** A timer, alarm or reminder that is due, for the speaker and the panel. */
export interface Ring {
  timer: StoredTimer
  /** What SAM says. */
  spoken: string
  /** So often until somebody answers. */
  times: number
  /** It was due while nobody was there to ring it. */
  missed: boolean
  lateMs: number
}

/** "the pasta timer", "the 5 minute timer", "the 7:30 alarm". */
export function timerName(timer: StoredTimer): string {
  if (timer.name !== undefined) return `${timer.name} ${timer.kind}`
  if (timer.localTime !== undefined) return `${spokenTime(new Date(timer.localTime))} ${timer.kind}`
  const length = spokenDuration(timer.durationMs ?? 0)
  return `${length.replace(/(minute|second|hour|day)s/g, '$1')} timer`
}

/** An alarm rings for some two minutes, a timer for half of one. */
const timesOf = { alarm: 12, timer: 3, reminder: 1 } as const

export function ringOf(timer: StoredTimer, lateMs: number, missed: boolean, now: Date): Ring {
  const was = new Date(now.getTime() - Math.max(0, lateMs))
  const when = `${spokenTime(was)}${spokenDay(was, now) === 'today' ? '' : ` ${spokenDay(was, now)}`}`
  const spoken = missed ? wordsMissed(timer, when) : words(timer, was)
  return { timer, spoken, times: missed ? 1 : timesOf[timer.kind], missed, lateMs: Math.max(0, lateMs) }
}

function words(timer: StoredTimer, was: Date): string {
  if (timer.kind === 'reminder') return ended(`A reminder: ${timer.name}`)
  const name = timerName(timer)
  if (timer.kind === 'timer') return `Your ${name} is done.`
  return `It's ${spokenTime(was)}. This is your ${timer.name === undefined ? 'alarm' : name}.`
}

function wordsMissed(timer: StoredTimer, when: string): string {
  if (timer.kind === 'reminder') return ended(`I was not there to remind you at ${when}: ${timer.name}`)
  return `I was not there when your ${timerName(timer)} was due, at ${when}.`
}
