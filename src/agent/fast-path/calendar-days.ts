import { createRequire } from 'node:module'
import type * as ChronoEnglish from 'chrono-node/en'
import { readOrdinal } from './numbers.ts'

const require = createRequire(import.meta.url)
let chrono: typeof ChronoEnglish | undefined

/** chrono-node costs tens of milliseconds to load and to warm up, so it is loaded with the first date in words. */
function dateInWords(text: string, now: Date): Date | undefined {
  chrono ??= require('chrono-node/en') as typeof ChronoEnglish
  return chrono.parse(text, now, { forwardDate: true })[0]?.start.date()
}

/** Loads and warms the date parser, so that the first alarm does not wait for it. */
export function warmCalendar(): void {
  dateInWords('friday 25 may', new Date())
}

const months =
  'january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec'
const month = new RegExp(`^(?:${months})$`)
export const weekday = /^(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:'?s)?$/
const pad = (value: number) => String(value).padStart(2, '0')

/** ISO date of the local calendar: "2026-05-25". */
export function localDate(date: Date): string {
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
}

/** ISO local time without a zone: "2026-05-25T07:00:00". */
export function localTime(date: Date): string {
  return `${localDate(date)}T${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`
}

/** Midnight of the day that many days on. */
export function addDays(day: Date, days: number): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days)
}

const weekdayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** The coming one; "next friday" is the one of next week, which begins on Monday. */
export function weekdayFrom(name: string, next: boolean, now: Date): Date {
  const wanted = weekdayNames.indexOf(name.replace(/'?s$/, ''))
  if (!next) return addDays(now, (wanted - now.getDay() + 7) % 7 || 7)
  const untilMonday = (8 - now.getDay()) % 7 || 7
  return addDays(now, untilMonday + ((wanted + 6) % 7))
}

function nextDayOfMonth(dayOfMonth: number, now: Date): Date | undefined {
  for (let ahead = 0; ahead < 3; ahead++) {
    const date = new Date(now.getFullYear(), now.getMonth() + ahead, dayOfMonth)
    if (date.getDate() === dayOfMonth && addDays(date, 1) > now) return date
  }
  return undefined
}

/** Reads a calendar day at word `at`: "tomorrow", "next friday", "may 25th", "the twenty second of march", "the 22nd". */
export function readDay(words: readonly string[], at: number, now: Date): { day: Date; length: number } | undefined {
  const today = addDays(now, 0)
  const word = words[at] ?? ''
  const ahead = words.slice(at, at + 3).join(' ')
  if (word === 'today') return { day: today, length: 1 }
  if (word === 'tomorrow' || word === "tomorrow's") return { day: addDays(today, 1), length: 1 }
  if (word === 'yesterday') return { day: addDays(today, -1), length: 1 }
  if (ahead === 'day after tomorrow') return { day: addDays(today, 2), length: 3 }
  const article = word === 'the' ? 1 : 0
  if (article === 1 && words.slice(at + 1, at + 4).join(' ') === 'day after tomorrow') {
    return { day: addDays(today, 2), length: 4 }
  }
  const relative = word === 'next' || word === 'this' || word === 'coming' ? 1 : 0
  const named = words[at + relative] ?? ''
  if (weekday.test(named)) return { day: weekdayFrom(named, word === 'next', now), length: relative + 1 }
  if (/^\d{1,4}[/-]\d{1,2}(?:[/-]\d{1,4})?$/.test(word)) {
    const day = dateInWords(word, now)
    return day === undefined ? undefined : { day: addDays(day, 0), length: 1 }
  }
  if (month.test(word)) {
    const next = words[at + 1] === 'the' ? at + 2 : at + 1
    const ordinal = readOrdinal(words, next) ?? readBareDay(words, next)
    if (ordinal === undefined || ordinal.value < 1) return undefined
    return calendarDay(words, word, ordinal.value, next + ordinal.length - at, at, now)
  }
  const ordinal =
    readOrdinal(words, at + article) ?? (month.test(words[at + 1] ?? '') ? readBareDay(words, at) : undefined)
  if (ordinal === undefined || ordinal.value < 1 || ordinal.value > 31) return undefined
  let length = article + ordinal.length
  if (words[at + length] === 'of') length++
  if (month.test(words[at + length] ?? '')) {
    return calendarDay(words, words[at + length] ?? '', ordinal.value, length + 1, at, now)
  }
  if (article === 0) return undefined
  const day = nextDayOfMonth(ordinal.value, now)
  if (day === undefined) return undefined
  const tail = words.slice(at + article + ordinal.length, at + article + ordinal.length + 3).join(' ')
  return { day, length: article + ordinal.length + (/^(?:of|on) (?:this|the) month$/.test(tail) ? 3 : 0) }
}

function readBareDay(words: readonly string[], at: number) {
  const value = /^\d{1,2}$/.test(words[at] ?? '') ? Number(words[at]) : 0
  return value >= 1 && value <= 31 ? { value, length: 1 } : undefined
}

function calendarDay(
  words: readonly string[],
  monthName: string,
  dayOfMonth: number,
  length: number,
  at: number,
  now: Date,
) {
  const year = /^(?:19|20)\d\d$/.test(words[at + length] ?? '') ? words[at + length] : undefined
  const day = dateInWords(`${dayOfMonth} ${monthName}${year === undefined ? '' : ` ${year}`}`, now)
  return day === undefined ? undefined : { day: addDays(day, 0), length: length + (year === undefined ? 0 : 1) }
}
