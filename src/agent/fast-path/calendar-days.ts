import { readOrdinal } from './numbers.ts'

const months = 'janfebmaraprmayjunjulaugsepoctnovdec'
const month =
  /^(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)$/
export const weekday = /^(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:'?s)?$/

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
  if (word === 'yesterday' || word === "yesterday's") return { day: addDays(today, -1), length: 1 }
  if (ahead === 'day after tomorrow') return { day: addDays(today, 2), length: 3 }
  const article = word === 'the' ? 1 : 0
  if (article === 1 && words.slice(at + 1, at + 4).join(' ') === 'day after tomorrow') {
    return { day: addDays(today, 2), length: 4 }
  }
  const relative = word === 'next' || word === 'this' || word === 'coming' ? 1 : 0
  const named = words[at + relative] ?? ''
  if (weekday.test(named)) return { day: weekdayFrom(named, word === 'next', now), length: relative + 1 }
  if (/^\d{1,4}[/-]\d{1,2}(?:[/-]\d{1,4})?$/.test(word)) {
    const day = readWrittenDate(word, now)
    return day === undefined ? undefined : { day, length: 1 }
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

/** The day that exists; without a year the coming one. Months count from 0. */
function dayOf(year: number | undefined, monthOfYear: number, dayOfMonth: number, now: Date): Date | undefined {
  const today = addDays(now, 0)
  // eight years ahead there is a 29th of February
  const years = year === undefined ? Array.from({ length: 9 }, (_, ahead) => now.getFullYear() + ahead) : [year]
  return years
    .map((candidate) => new Date(candidate, monthOfYear, dayOfMonth))
    .find((day) => day.getMonth() === monthOfYear && (year !== undefined || day >= today))
}

/** "5/25", "25/5/2026", "2026/05/25"; where both are possible the month comes first. */
function readWrittenDate(word: string, now: Date): Date | undefined {
  const numbers = word.split(/[/-]/).map(Number)
  const [first = 0, second = 0, third] = numbers
  const [year, one, other] = first > 31 ? [first, second, third ?? 0] : [third, first, second]
  const [monthNumber, dayOfMonth] = one > 12 ? [other, one] : [one, other]
  if (monthNumber < 1 || monthNumber > 12 || dayOfMonth < 1 || dayOfMonth > 31) return undefined
  return dayOf(year === undefined || year >= 100 ? year : 2000 + year, monthNumber - 1, dayOfMonth, now)
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
  const monthOfYear = months.indexOf(monthName.slice(0, 3)) / 3
  const day = dayOf(year === undefined ? undefined : Number(year), monthOfYear, dayOfMonth, now)
  return day === undefined ? undefined : { day, length: length + (year === undefined ? 0 : 1) }
}
