import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { localTime } from '../../core/local-time.ts'
import { daysBetween, spokenDate, spokenDay, spokenTime } from '../spoken/clock-times.ts'
import { timeZoneOf } from '../spoken/time-zones.ts'
import { done, type Tool } from '../tool.ts'

const nowInput = z.strictObject({
  place: z.string().trim().min(1).max(80).optional().describe('City, country or time zone; here when absent'),
})
const dateInput = z.strictObject({
  at: z.iso.date().optional().describe('A day, for example 2025-12-24; today when absent'),
})

/** time.now, time.date. */
export function createClockTools(): Tool[] {
  const now: Tool<z.infer<typeof nowInput>> = {
    name: 'time.now',
    tier: 'read',
    summary: 'Tells the time, here or in another place.',
    schema: nowInput,
    timeoutMs: 1000,
    describe: ({ place }) => (place === undefined ? 'Tell the time.' : `Tell the time in ${place}.`),
    async run({ place }, context) {
      const here = context.now
      if (place === undefined) return done(`It's ${spokenTime(here)}.`, { output: { at: localTime(here) } })
      const timeZone = timeZoneOf(place)
      if (timeZone === undefined) throw new SamError('place-unknown', `I do not know the time zone of ${place}.`)
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

function spokenDistance(days: number): string {
  return days > 0 ? `in ${days} days` : `${-days} days ago`
}

/** The wall time of another zone, as a local Date with the same numbers. */
function timeIn(timeZone: string, moment: Date): Date {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(moment)
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value)
  return new Date(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
}
