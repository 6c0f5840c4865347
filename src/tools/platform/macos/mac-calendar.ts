import { z } from 'zod'
import { SamError } from '../../../core/errors.ts'
import { spokenList } from '../../spoken/lists.ts'
import type { CalendarEvent, CalendarPort, Span } from '../personal-port.ts'
import { scriptMethods } from './json-scripts.ts'
import { identifier, line, moment, nothing } from './personal-answers.ts'
import { occurrences } from './recurrence.ts'
import type { ScriptRunner } from './script-runner.ts'

const mostEvents = 5000
const made = z.strictObject({ id: identifier, calendar: line })
const stored = z.strictObject({
  id: identifier,
  calendar: line,
  title: line,
  start: moment,
  end: moment,
  allDay: z.boolean(),
  location: line,
  rule: z.string().max(1000),
  excluded: z.array(moment).max(2000),
})
type Stored = z.infer<typeof stored>
const found = z.strictObject({ events: z.array(stored).max(mostEvents), complete: z.boolean() })

export function createMacCalendar(runScript: ScriptRunner): CalendarPort {
  const ask = scriptMethods(runScript, 'calendar')
  const named = async (name: string, signal: AbortSignal): Promise<string> => {
    const names = await ask('calendars', {}, z.array(line).max(500), signal)
    const known = names.find((one) => one.toLowerCase() === name.toLowerCase())
    if (known !== undefined) return known
    throw new SamError('calendar-not-found', `You have no calendar ${name} that I could write to.`, {
      ...(names.length === 0 ? {} : { remedy: `There are: ${spokenList(names)}.` }),
    })
  }
  return {
    async events(span, signal) {
      const input = { from: span.from.getTime(), before: span.before.getTime() }
      const { events, complete } = await ask('events', input, found, signal)
      const series = events.map((event) => inSpan(event, span))
      const known = series.every((one) => one !== undefined)
      const all = series.flatMap((one) => one ?? []).toSorted((a, b) => a.start.getTime() - b.start.getTime())
      return { events: all, complete: complete && known }
    },
    async create({ start, end, calendar, ...event }, signal) {
      const into = calendar === undefined ? {} : { calendar: await named(calendar, signal) }
      return ask('create', { ...event, ...into, start: start.getTime(), end: end.getTime() }, made, signal)
    },
    async remove({ id, calendar }, signal) {
      await ask('remove', { id, calendar }, nothing, signal)
    },
  }
}

/** The event in this span, each time it takes place; undefined for a series whose rule is not understood. */
function inSpan({ rule, excluded, start, end, location, ...rest }: Stored, span: Span): CalendarEvent[] | undefined {
  const lengthMs = Math.max(0, end.getTime() - start.getTime())
  const days = Math.round(lengthMs / 86_400_000)
  const endOf = (begin: Date) => {
    // A whole day is a day also when the clocks change in it.
    if (!rest.allDay) return new Date(begin.getTime() + lengthMs)
    return new Date(begin.getFullYear(), begin.getMonth(), begin.getDate() + days)
  }
  const touching = { from: new Date(span.from.getTime() - lengthMs), before: span.before }
  const begins = rule === '' ? [start] : occurrences(rule, start, touching)
  return begins
    ?.filter((begin) => !excluded.some((one) => one.getTime() === begin.getTime()))
    .map((begin) => ({
      ...rest,
      start: begin,
      end: rule === '' ? end : endOf(begin),
      repeats: rule !== '',
      ...(location === '' ? {} : { location }),
    }))
    .filter((event) => event.start < span.before && (event.end > span.from || event.start >= span.from))
}
