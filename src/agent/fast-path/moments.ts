import { addDays, readDay, weekday, weekdayFrom } from './calendar-days.ts'
import { readClockTime } from './clock-time.ts'
import { readDuration } from './durations.ts'

/** A point in time as somebody said it. */
export interface Moment {
  date: Date
  /** False when only a day was named. */
  hasTime: boolean
  /** A day was named ("tomorrow", "friday"). */
  dayNamed: boolean
  /** "morning", "afternoon", "evening", "night" or "tonight". */
  part?: string
  /** "daily", "weekdays", "weekends", "weekly", "monday and friday", or what nobody can do, as it was said: "every hour". */
  repeat?: string
  /** How many words it took. */
  length: number
}

const dayPart = /^(?:morning|afternoon|evening|night|tonight)$/
const glue = new Set([
  'for',
  'at',
  'on',
  'the',
  'of',
  'by',
  'in',
  'this',
  'coming',
  'around',
  'about',
  'starting',
  'from',
])

function readRepeat(
  words: readonly string[],
  at: number,
): { repeat: string; part?: string; length: number } | undefined {
  const word = words[at] ?? ''
  const next = words[at + 1] ?? ''
  if (word === 'daily' || word === 'everyday') return { repeat: 'daily', length: 1 }
  if (word === 'weekdays' || word === 'weekends' || word === 'weekly') return { repeat: word, length: 1 }
  if (/^alarms?$/.test(next)) {
    if (word === 'weekday' || word === 'weekend') return { repeat: `${word}s`, length: 1 }
    if (/^(?:repeating|recurring|repeated)$/.test(word)) return { repeat: 'any', length: 1 }
  }
  if (pluralDay.test(word)) return readDays(words, at)
  if (word !== 'every' && word !== 'each') return undefined
  const named = next
  if (named === 'day') return { repeat: 'daily', length: 2 }
  if (named === 'weekday' || named === 'weekend') return { repeat: `${named}s`, length: 2 }
  if (named === 'single' && words[at + 2] === 'day') return { repeat: 'daily', length: 3 }
  if (dayPart.test(named)) return { repeat: 'daily', part: named, length: 2 }
  if (named === 'week') return { repeat: 'weekly', length: 2 }
  if (weekday.test(named)) {
    const days = readDays(words, at + 1)
    return { ...days, length: days.length + 1 }
  }
  const unable = rarely.exec(words.slice(at, at + 4).join(' '))?.[0]
  return unable === undefined ? undefined : { repeat: unable, length: unable.split(' ').length }
}

const pluralDay = /^(?:mon|tues|wednes|thurs|fri|satur|sun)days$/
const rarely =
  /^(?:every|each) (?:(?:other|second|third|few|\w+) )?(?:hour|minute|month|year|quarter|day|week|morning|night)s?\b/

/** "monday", "monday and thursday", "monday wednesday and friday". */
function readDays(words: readonly string[], at: number): { repeat: string; length: number } {
  const days: string[] = []
  let length = 0
  for (let position = at; position < words.length; position++) {
    const word = words[position] ?? ''
    const joins = word === 'and' && weekday.test(words[position + 1] ?? '')
    if (!joins && !weekday.test(word)) break
    if (!joins) days.push(word.replace(/'?s$/, ''))
    length = position + 1 - at
  }
  return { repeat: days.join(' and '), length }
}

/** The first of these weekdays from today on. */
function firstOf(repeat: string, now: Date): Date {
  const today = addDays(now, 0)
  const days = repeat.split(' and ').map((name) => weekdayFrom(name, false, addDays(now, -1)))
  return days.reduce((one, other) => (other < one ? other : one), addDays(today, 7))
}

/** Where "at ten" belongs when nobody says morning or evening. */
function placed(
  hour: number,
  part: string | undefined,
  day: Date | undefined,
  minute: number,
  now: Date,
  morning: boolean,
): number {
  if (part === 'morning') return hour % 12
  if (part === 'night' || part === 'tonight') return hour === 12 ? 0 : hour < 5 ? hour : (hour % 12) + 12
  if (part !== undefined) return (hour % 12) + 12
  if (morning) return hour % 12 < 4 && hour !== 12 ? hour : hour % 24
  const today = addDays(now, 0)
  if (day !== undefined && day > today) return hour < 5 || hour === 12 ? (hour % 12) + 12 : hour
  for (const candidate of [hour % 12, (hour % 12) + 12]) {
    if (today.getTime() + (candidate * 60 + minute) * 60_000 > now.getTime()) return candidate
  }
  return hour % 12
}

const partHours = new Map([
  ['morning', 8],
  ['afternoon', 15],
  ['evening', 19],
  ['night', 21],
  ['tonight', 21],
])

/**
 * Reads a point in time that starts at word `at`, in any order of its parts: "tomorrow morning at eight", "six in the
 * morning", "5 pm on friday", "in 20 minutes", "two hours from now", "every weekday at 7".
 * @param morning an hour without am or pm is one of the morning ("wake me up at ten")
 */
export function readMoment(words: readonly string[], at: number, now: Date, morning = false): Moment | undefined {
  let position = at
  let end = at
  let day: Date | undefined
  let part: string | undefined
  let repeat: string | undefined
  let clock: ReturnType<typeof readClockTime>
  while (position < words.length) {
    const word = words[position] ?? ''
    const duration = clock === undefined && day === undefined ? readDuration(words, position) : undefined
    if (duration !== undefined) {
      const tail = words.slice(position + duration.length, position + duration.length + 2).join(' ')
      const after = tail === 'from now' ? 2 : /^(?:later|ahead)/.test(tail) ? 1 : 0
      if (after === 0 && words[position - 1] !== 'in') return undefined
      return {
        date: new Date(now.getTime() + duration.seconds * 1000),
        hasTime: true,
        dayNamed: false,
        length: position + duration.length + after - at,
      }
    }
    const repeated = repeat === undefined ? readRepeat(words, position) : undefined
    const dated = day === undefined ? readDay(words, position, now) : undefined
    if (repeated !== undefined) {
      repeat = repeated.repeat
      part ??= repeated.part
      position += repeated.length
    } else if (dated !== undefined) {
      day = dated.day
      position += dated.length
    } else if (part === undefined && dayPart.test(word)) {
      part = word
      position++
    } else {
      const time = clock === undefined ? readClockTime(words, position) : undefined
      if (time !== undefined) {
        clock = time
        position += time.length
      } else if (glue.has(word)) {
        position++
        continue
      } else break
    }
    end = position
  }
  if (end === at) return undefined
  if (clock === undefined && part === undefined && day === undefined && repeat === undefined) return undefined
  return { ...settle(day, part, clock, repeat, now, morning), length: end - at }
}

function settle(
  day: Date | undefined,
  part: string | undefined,
  clock: ReturnType<typeof readClockTime>,
  repeat: string | undefined,
  now: Date,
  morning: boolean,
): Omit<Moment, 'length'> {
  const onDays = day === undefined && repeat !== undefined && weekday.test(repeat.split(' ')[0] ?? '')
  const said = {
    dayNamed: day !== undefined || onDays,
    ...(part === undefined ? {} : { part }),
    ...(repeat === undefined ? {} : { repeat }),
  }
  let base = day ?? addDays(now, 0)
  if (onDays) base = firstOf(repeat, now)
  if (clock === undefined) {
    const hour = partHours.get(part ?? '')
    if (hour === undefined) return { date: base, hasTime: false, ...said }
    const date = new Date(base.getFullYear(), base.getMonth(), base.getDate(), hour)
    return { date: date <= now && day === undefined ? addDaysAt(date, 1) : date, hasTime: false, ...said }
  }
  const hour =
    clock.meridiem === undefined
      ? placed(clock.hour, part, repeat === undefined ? day : addDays(now, 1), clock.minute, now, morning)
      : clock.hour
  let date = new Date(base.getFullYear(), base.getMonth(), base.getDate(), hour, clock.minute)
  if (part === 'tonight' && hour < 5) date = addDaysAt(date, 1)
  if (date <= now && day === undefined) date = addDaysAt(date, onDays && !repeat.includes(' ') ? 7 : 1)
  return { date, hasTime: true, ...said }
}

function addDaysAt(date: Date, days: number): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, date.getHours(), date.getMinutes())
}
