import { SamError } from '../../core/errors.ts'
import { startOfDay } from '../../core/local-time.ts'
import type { Due, Span } from '../platform/personal-port.ts'
import { spokenDay, spokenTime } from '../spoken/clock-times.ts'

const dateAndTime = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?$/
const dateOnly = /^\d{4}-\d{2}-\d{2}$/
const timeOnly = /^(\d{1,2}):(\d{2})(?::\d{2})?$/

/**
 * Reads local wall time: `2025-11-23T09:00`, a day `2025-11-23` (then the whole day), or `09:00` for the next such time or,
 * with `day`, for that day. An hour that the clocks skip becomes the one after it. Errors: `time-unclear`, `time-past`.
 */
export function readDue({ at, day }: { at?: string | undefined; day?: string | undefined }, now: Date): Due {
  const due = readMoment(at, day, now)
  if (due === undefined || Number.isNaN(due.at.getTime())) {
    throw new SamError('time-unclear', 'I did not understand for when.')
  }
  const over = due.allDay ? due.at < startOfDay(now) : due.at <= now
  if (over) throw new SamError('time-past', 'That time is already over.')
  return due
}

function readMoment(at: string | undefined, day: string | undefined, now: Date): Due | undefined {
  if (at === undefined) return day === undefined ? undefined : { at: dayStart(day), allDay: true }
  if (dateOnly.test(at)) return { at: dayStart(at), allDay: true }
  const full = dateAndTime.exec(at)
  if (full !== null) return { at: atTime(dayStart(full[1]), full[2], full[3]), allDay: false }
  const bare = timeOnly.exec(at)
  if (bare === null) return undefined
  const moment = atTime(day === undefined ? startOfDay(now) : dayStart(day), bare[1], bare[2])
  if (day === undefined && moment <= now) moment.setDate(moment.getDate() + 1)
  return { at: moment, allDay: false }
}

/** Invalid for text that is no day of the calendar, such as 2025-02-30. */
function dayStart(day = ''): Date {
  const [year = Number.NaN, month = Number.NaN, date = Number.NaN] = day.split('-').map(Number)
  const start = new Date(year, month - 1, date)
  return start.getMonth() === month - 1 ? start : new Date(Number.NaN)
}

function atTime(day: Date, hour = '', minute = ''): Date {
  const known = Number(hour) < 24 && Number(minute) < 60
  return new Date(
    day.getFullYear(),
    day.getMonth(),
    day.getDate(),
    known ? Number(hour) : Number.NaN,
    known ? Number(minute) : Number.NaN,
  )
}

/** The same time of day so many days later, whatever the clocks do in between. */
export function addDays(moment: Date, days: number): Date {
  const later = new Date(moment)
  later.setDate(later.getDate() + days)
  return later
}

const longestSpanDays = 366

/**
 * The days meant: `day`, or from `from` up to, not including, `to` (each a day). One end alone means one week. Undefined
 * without any. Errors: `time-unclear`.
 */
export function readSpan({
  day,
  from,
  to,
}: {
  day?: string | undefined
  from?: string | undefined
  to?: string | undefined
}): Span | undefined {
  if (day === undefined && from === undefined && to === undefined) return undefined
  const end = to === undefined ? undefined : dayStart(to.slice(0, 10))
  const start = day !== undefined ? dayStart(day) : from !== undefined ? dayStart(from.slice(0, 10)) : undefined
  const first = start ?? (end === undefined ? new Date(Number.NaN) : addDays(end, -7))
  const before = day !== undefined ? addDays(first, 1) : (end ?? addDays(first, 7))
  if (!(first < before)) throw new SamError('time-unclear', 'I did not understand which days you mean.')
  const longest = addDays(first, longestSpanDays)
  return { from: first, before: before < longest ? before : longest }
}

/** "tomorrow at 9 o'clock in the morning", "on Monday". */
export function spokenDue({ at, allDay }: Due, now: Date): string {
  return allDay ? spokenDay(at, now) : `${spokenDay(at, now)} at ${spokenTime(at)}`
}

/** "today", "on Monday", "from Monday until November 30". */
export function spokenSpan({ from, before }: Span, now: Date): string {
  const last = addDays(before, -1)
  if (last <= from) return spokenDay(from, now)
  const plain = (moment: Date) => spokenDay(moment, now).replace(/^on /, '')
  return `from ${plain(from)} until ${plain(last)}`
}
