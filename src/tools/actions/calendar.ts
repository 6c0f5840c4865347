import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { localDate, localTime, startOfDay } from '../../core/local-time.ts'
import { addDays, readDue, readSpan, spokenDue, spokenSpan } from '../personal/moments.ts'
import { sameWords } from '../personal/same-words.ts'
import type { CalendarEvent } from '../platform/personal-port.ts'
import { spokenTime } from '../spoken/clock-times.ts'
import { spokenDuration } from '../spoken/durations.ts'
import { spokenList } from '../spoken/lists.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const day = z.iso.date().optional()
const title = z.string().trim().min(1).max(200)

const listInput = z.strictObject({
  day: day.describe('The day; today when nothing is given'),
  from: day.describe('First day'),
  to: day.describe('The day after the last one'),
  query: title.optional().describe('Words in the title'),
})
const createInput = z
  .strictObject({
    title: title.describe('What it is, for example lunch with Ana'),
    at: z.string().max(40).optional().describe('Begin, local time as 2025-11-22T12:30, or a day for all day'),
    day: day.describe('The day, for an event that takes all day or with a bare time of day'),
    durationSeconds: z
      .number()
      .min(60)
      .max(31 * 86_400)
      .optional()
      .describe('Length; one hour when absent'),
    name: title.optional().describe('Name of the calendar'),
    place: title.optional().describe('Where it takes place'),
    repeat: z.string().max(40).optional().describe('daily, weekly...'),
  })
  .refine(({ at, day: on }) => at !== undefined || on !== undefined, { message: 'Say when.', path: ['at'] })
const deleteInput = z
  .strictObject({
    title: title.optional().describe('What it is'),
    at: z.string().max(40).optional().describe('When it begins'),
    day: day.describe('The day it is on; the coming 30 days are searched without it'),
  })
  .refine(({ title: name, at, day: on }) => (name ?? at ?? on) !== undefined, { message: 'Say which event.' })
const createReceipt = z.object({ id: z.string(), calendar: z.string() })

type CreateInput = z.infer<typeof createInput>
/** Input of calendar.delete once it is known which event is meant. */
type DeleteInput = z.infer<typeof deleteInput> & { event?: { id: string; calendar: string } }

const mostSpoken = 6
const hourMs = 3_600_000
const timeoutMs = 75_000

/** calendar.list, calendar.create, calendar.delete. */
export function createCalendarTools({ platform, clock }: ToolServices): Tool[] {
  const { calendar } = platform

  const list: Tool<z.infer<typeof listInput>> = {
    name: 'calendar.list',
    tier: 'read',
    summary: 'Tells what is on the calendar, today or on other days.',
    schema: listInput,
    timeoutMs,
    taints: true,
    describe: (input) => `Look at the calendar ${spokenSpan(spanOf(input, clock.wallTime()), clock.wallTime())}.`,
    async run(input, { signal, now }) {
      const span = spanOf(input, now)
      const { events, complete } = await calendar.events(span, signal)
      const found = input.query === undefined ? events : sameWords(events, input.query, (event) => event.title)
      const output = { events: found.map(shown), complete }
      const when = spokenSpan(span, now)
      const what = input.query === undefined ? '' : ` about ${input.query}`
      const more = complete ? '' : ' There may be more that I could not read.'
      if (found.length === 0) return done(`You have nothing on the calendar${what} ${when}.${more}`, { output })
      const oneDay = addDays(span.from, 1) >= span.before
      const told = found.slice(0, mostSpoken).map((event) => spokenEvent(event, now, oneDay))
      const rest = found.length - told.length
      const all = rest > 0 ? [...told, `${rest} more`] : told
      const count = found.length === 1 ? 'one event' : `${found.length} events`
      return done(`You have ${count}${what} ${when}: ${all.join('; ')}.${more}`, { output })
    },
  }

  const create: Tool<CreateInput> = {
    name: 'calendar.create',
    tier: 'confirm',
    summary: 'Puts an event on the calendar.',
    schema: createInput,
    timeoutMs,
    describe(input) {
      const now = clock.wallTime()
      const calendarName = input.name === undefined ? 'the calendar' : `the calendar ${input.name}`
      const place = input.place === undefined ? '' : ` at ${input.place}`
      return `Put ${input.title}${place} on ${calendarName}${shownDue(input, now)}.`
    },
    async run(input, { signal, now }) {
      const { at: start, allDay } = readDue(input, now)
      const lengthMs = (input.durationSeconds ?? 3600) * 1000
      const days = Math.max(1, Math.ceil(lengthMs / (24 * hourMs)))
      const end = allDay ? addDays(start, days) : new Date(start.getTime() + lengthMs)
      const event = {
        title: input.title,
        start,
        end,
        allDay,
        ...(input.name === undefined ? {} : { calendar: input.name }),
        ...(input.place === undefined ? {} : { location: input.place }),
      }
      const made = await calendar.create(event, signal)
      const once = input.repeat === undefined ? '' : ' It is there once: I cannot repeat events yet.'
      return done(
        `I put ${input.title} on the calendar ${made.calendar} ${spokenDue({ at: start, allDay }, now)}.${once}`,
        {
          output: { ...made, title: input.title, at: localTime(start), allDay },
          receipt: made,
        },
      )
    },
    async undo(receipt, { signal }) {
      await calendar.remove(createReceipt.parse(receipt), signal)
      return done('I took it off the calendar again.')
    },
  }

  const remove: Tool<DeleteInput> = {
    name: 'calendar.delete',
    tier: 'strong-confirm',
    summary: 'Deletes one event from the calendar.',
    schema: deleteInput,
    timeoutMs,
    describe: (input) => `Delete ${input.title ?? 'an event'} from the calendar${shownDue(input, clock.wallTime())}.`,
    async prepare(input, { signal, now }) {
      const on = input.day ?? (input.at === undefined ? undefined : localDate(readDue(input, now).at))
      const span = readSpan({ day: on }) ?? { from: startOfDay(now), before: addDays(startOfDay(now), 30) }
      const { events } = await calendar.events(span, signal)
      const { title: name } = input
      const named = name === undefined ? events : sameWords(events, name, (event) => event.title)
      const begins = input.at === undefined || on === input.at ? undefined : readDue(input, now).at.getTime()
      const event = theOne(
        begins === undefined ? named : named.filter((one) => one.start.getTime() === begins),
        `${name === undefined ? '' : `${name} `}${spokenSpan(span, now)}`,
        now,
      )
      const { id, calendar: where, start, allDay } = event
      return {
        input: { title: event.title, at: localTime(start), event: { id, calendar: where } },
        target: where,
        sentence: `Delete ${event.title} ${spokenDue({ at: start, allDay }, now)} from the calendar ${where}. It cannot be brought back.`,
      }
    },
    async run(input, { signal }) {
      if (input.event === undefined) throw new Error('calendar.delete runs only with the event that prepare found')
      await calendar.remove(input.event, signal)
      return done(`I deleted ${input.title}.`, { output: { title: input.title, calendar: input.event.calendar } })
    },
  }

  return [list, create, remove]
}

function spanOf(input: z.infer<typeof listInput>, now: Date) {
  return readSpan(input) ?? { from: startOfDay(now), before: addDays(startOfDay(now), 1) }
}

/** Errors: `event-not-found`, `event-ambiguous`, `event-repeats`. */
function theOne(fitting: readonly CalendarEvent[], wanted: string, now: Date): CalendarEvent {
  const [event] = fitting
  if (event === undefined) throw new SamError('event-not-found', `I found no event ${wanted}.`)
  if (fitting.length > 1) {
    const told = fitting
      .slice(0, mostSpoken)
      .map((one) => `${one.title} ${spokenDue({ at: one.start, allDay: one.allDay }, now)}`)
    throw new SamError('event-ambiguous', `There are ${fitting.length}: ${spokenList(told)}. Which one?`)
  }
  if (event.repeats) {
    throw new SamError('event-repeats', `${event.title} repeats, and I could delete only the whole series.`, {
      remedy: 'Delete it in Calendar, which asks which of them you mean.',
    })
  }
  return event
}

function spokenEvent({ title: name, start, end, allDay }: CalendarEvent, now: Date, oneDay: boolean): string {
  if (oneDay)
    return allDay
      ? `${name}, all day`
      : `${name} at ${spokenTime(start)} for ${spokenDuration(end.getTime() - start.getTime())}`
  return `${name} ${spokenDue({ at: start, allDay }, now)}`
}

function shown({ id, title: name, calendar, start, end, allDay, repeats, location }: CalendarEvent) {
  const place = location === undefined ? {} : { location }
  return { id, title: name, calendar, start: localTime(start), end: localTime(end), allDay, repeats, ...place }
}

function shownDue(
  input: { at?: string | undefined; day?: string | undefined; durationSeconds?: number | undefined },
  now: Date,
): string {
  if (input.at === undefined && input.day === undefined) return ''
  try {
    const due = readDue(input, now)
    const length =
      due.allDay || input.durationSeconds === undefined ? '' : ` for ${spokenDuration(input.durationSeconds * 1000)}`
    return ` ${spokenDue(due, now)}${due.allDay ? ', all day' : length}`
  } catch {
    return ` ${input.at ?? input.day}`
  }
}
