import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { localTime } from '../../core/local-time.ts'
import { daysBetween, spokenDate, spokenDay, spokenTime } from '../spoken/clock-times.ts'
import { timeZoneOf } from '../spoken/time-zones.ts'
import { momentIn, timeIn } from '../spoken/wall-time.ts'
import { done, type Tool } from '../tool.ts'

const place = z.string().trim().min(1).max(80).optional()
const nowInput = z.strictObject({
  place: place.describe('City, country or time zone; here when absent'),
  at: z
    .string()
    .regex(/^(?:[01]?\d|2[0-3]):[0-5]\d$/)
    .optional()
    .describe('A time of day as 15:00, to know what it is in `place`; now when absent'),
  from: place.describe('Where it is that time of day; here when absent'),
})
const dateInput = z.strictObject({
  at: z.iso.date().optional().describe('A day, for example 2025-12-24; today when absent'),
})

/** time.now, time.date. */
export function createClockTools(): Tool[] {
  const now: Tool<z.infer<typeof nowInput>> = {
    name: 'time.now',
    tier: 'read',
    summary: 'Tells the time, here or in another place, now or when it is a given time somewhere.',
    schema: nowInput,
    timeoutMs: 1000,
    describe: ({ place }) => (place === undefined ? 'Tell the time.' : `Tell the time in ${place}.`),
    async run({ place, at, from }, context) {
      const here = context.now
      if (at !== undefined) return convert({ at, from, place }, here)
      if (place === undefined) return done(`It's ${spokenTime(here)}.`, { output: { at: localTime(here) } })
      const timeZone = zoneOf(place)
      const there = timeIn(timeZone, here)
      const day = spokenDay(there, here)
      return done(`In ${place} it's ${spokenTime(there)}${day === 'today' ? '' : ` ${day}`}.`, {
        output: { at: localTime(there), timeZone },
      })
    },
  }
  const date: Tool<z.infer<typeof dateInput>> = {
    name: 'time.date',
    tier: 'read',
    summary: 'Tells the date of today, or on which day a date falls and how far it is away.',
    schema: dateInput,
    timeoutMs: 1000,
    describe: ({ at }) => (at === undefined ? 'Tell the date.' : `Tell about the day ${at}.`),
    async run({ at }, context) {
      const here = context.now
      if (at === undefined) return done(`It's ${spokenDate(here)}.`, { output: { at: localTime(here) } })
      const day = new Date(`${at}T00:00:00`)
      const days = daysBetween(here, day)
      const distance = days === 0 ? 'today' : days === 1 ? 'tomorrow' : days === -1 ? 'yesterday' : spokenDistance(days)
      return done(`${spokenDate(day)} ${days < 0 ? 'was' : 'is'} ${distance}.`, {
        output: { at: localTime(day), days },
      })
    },
  }
  return [now, date]
}

/** "When it's 3 o'clock in the afternoon in London, it's midnight in Tokyo, the next day." */
function convert({ at, from, place: to }: z.infer<typeof nowInput> & { at: string }, now: Date) {
  const [hour, minute] = at.split(':').map(Number)
  const zone = from === undefined ? undefined : zoneOf(from)
  const today = zone === undefined ? now : timeIn(zone, now)
  const there = new Date(today.getFullYear(), today.getMonth(), today.getDate(), hour, minute)
  const moment = zone === undefined ? there : momentIn(zone, there)
  const timeZone = to === undefined ? undefined : zoneOf(to)
  const result = timeZone === undefined ? moment : timeIn(timeZone, moment)
  const days = daysBetween(there, result)
  const day = days === 0 ? '' : days > 0 ? ', the next day' : ', the day before'
  const where = (name: string | undefined) => (name === undefined ? 'here' : `in ${name}`)
  return done(`When it's ${spokenTime(there)} ${where(from)}, it's ${spokenTime(result)} ${where(to)}${day}.`, {
    output: { at: localTime(result), ...(timeZone === undefined ? {} : { timeZone }) },
  })
}

function zoneOf(name: string): string {
  const timeZone = timeZoneOf(name)
  if (timeZone === undefined) throw new SamError('place-unknown', `I do not know the time zone of ${name}.`)
  return timeZone
}

function spokenDistance(days: number): string {
  return days > 0 ? `in ${days} days` : `${-days} days ago`
}
