import { readDay } from './calendar-days.ts'
import { readNumber } from './numbers.ts'

/** Days from `from` up to, not including, `to`, in local time. */
export interface DateRange {
  from: Date
  to: Date
  length: number
}

const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
/** First month, counted from 0, of three. */
const seasons = new Map([
  ['spring', 2],
  ['summer', 5],
  ['autumn', 8],
  ['fall', 8],
  ['winter', 11],
])

function span(unit: string, offset: number, now: Date): { from: Date; to: Date } | undefined {
  const year = now.getFullYear()
  const month = now.getMonth()
  const day = now.getDate()
  switch (unit) {
    case 'day':
      return { from: new Date(year, month, day + offset), to: new Date(year, month, day + offset + 1) }
    case 'week': {
      const monday = day - ((now.getDay() + 6) % 7) + offset * 7
      return { from: new Date(year, month, monday), to: new Date(year, month, monday + 7) }
    }
    case 'month':
      return { from: new Date(year, month + offset, 1), to: new Date(year, month + offset + 1, 1) }
    case 'year':
      return { from: new Date(year + offset, 0, 1), to: new Date(year + offset + 1, 0, 1) }
    default:
      return undefined
  }
}

/** "last", "this", "the past few", "three ... ago". */
function relative(words: readonly string[], at: number, now: Date): DateRange | undefined {
  const tomorrow = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1)
  let position = words[at] === 'the' ? at + 1 : at
  const word = words[position] ?? ''
  if (word === 'last' || word === 'previous' || word === 'past' || word === 'this' || word === 'current') {
    const next = words[position + 1] ?? ''
    const offset = word === 'this' || word === 'current' ? 0 : -1
    const whole = span(next === 'night' ? 'day' : next, offset, now)
    if (whole !== undefined) return { ...whole, length: position + 2 - at }
    if (seasons.has(next) || monthNames.includes(next))
      return { ...named(next, now, offset), length: position + 2 - at }
    const count =
      next === 'few' || next === 'couple'
        ? { value: 3, length: words[position + 2] === 'of' ? 2 : 1 }
        : readNumber(words, position + 1)
    const unit = (words[position + 1 + (count?.length ?? 0)] ?? '').replace(/s$/, '')
    const first = count === undefined ? undefined : span(unit, -count.value, now)
    if (first === undefined || count === undefined) return undefined
    const days = unit === 'week' ? count.value * 7 : count.value
    const from =
      unit === 'day' || unit === 'week' ? new Date(now.getFullYear(), now.getMonth(), now.getDate() - days) : first.from
    return { from, to: tomorrow, length: position + 2 + count.length - at }
  }
  position = at
  const count = /^an?$/.test(word) ? { value: 1, length: 1 } : readNumber(words, position)
  if (count === undefined) return undefined
  const unit = (words[position + count.length] ?? '').replace(/s$/, '')
  if (words[position + count.length + 1] !== 'ago') return undefined
  const whole = span(unit, -Math.round(count.value), now)
  return whole === undefined ? undefined : { ...whole, length: count.length + 2 }
}

function named(name: string, now: Date, offset: number): { from: Date; to: Date } {
  const season = seasons.get(name)
  const month = season ?? monthNames.indexOf(name)
  const length = season === undefined ? 1 : 3
  let year = now.getFullYear()
  if (new Date(year, month, 1) > now || (offset < 0 && new Date(year, month + length, 1) > now)) year--
  return { from: new Date(year, month, 1), to: new Date(year, month + length, 1) }
}

/**
 * Reads a stretch of past days that starts at word `at`: "last year", "this week", "yesterday", "march 2024", "2023",
 * "three weeks ago", "the last 10 days", "last monday", "may 3rd".
 */
export function readDateRange(words: readonly string[], at: number, now: Date): DateRange | undefined {
  const word = words[at] ?? ''
  if (word === 'today' || word === 'yesterday') {
    const whole = span('day', word === 'today' ? 0 : -1, now)
    return whole === undefined ? undefined : { ...whole, length: 1 }
  }
  const found = relative(words, at, now)
  if (found !== undefined) return found
  if (/^(?:19|20)\d\d$/.test(word)) {
    return { from: new Date(Number(word), 0, 1), to: new Date(Number(word) + 1, 0, 1), length: 1 }
  }
  if (monthNames.includes(word) || seasons.has(word)) {
    const year = /^(?:19|20)\d\d$/.test(words[at + 1] ?? '') ? Number(words[at + 1]) : undefined
    if (year !== undefined) {
      const whole = named(word, new Date(year, 11, 31), 0)
      return { ...whole, length: 2 }
    }
    const day = readDay(words, at, now)
    if (day !== undefined) return pastDay(day.day, day.length, now)
    return { ...named(word, now, 0), length: 1 }
  }
  const lastWeekday = word === 'last' || word === 'on' || word === 'this' ? 1 : 0
  if (/^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/.test(words[at + lastWeekday] ?? '')) {
    const day = readDay(words, at + lastWeekday, now)
    return day === undefined ? undefined : pastDay(day.day, lastWeekday + 1, now, 7)
  }
  return undefined
}

/** Dates of files lie in the past: a day that is still to come means the one before. */
function pastDay(day: Date, length: number, now: Date, backDays = 0): DateRange {
  let from = day
  while (from > now) {
    from =
      backDays > 0
        ? new Date(from.getFullYear(), from.getMonth(), from.getDate() - backDays)
        : new Date(from.getFullYear() - 1, from.getMonth(), from.getDate())
  }
  return { from, to: new Date(from.getFullYear(), from.getMonth(), from.getDate() + 1), length }
}
