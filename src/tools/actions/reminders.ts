import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { localTime } from '../../core/local-time.ts'
import { findList, namedList } from '../personal/list-names.ts'
import { readDue, readSpan, spokenDue, spokenSpan } from '../personal/moments.ts'
import type { RepeatingReminder } from '../personal/reminder-book.ts'
import { sameWords } from '../personal/same-words.ts'
import type { Reminder, Span } from '../platform/personal-port.ts'
import { firstTime, spokenWeekdays } from '../scheduler/repetition.ts'
import { spokenTime } from '../spoken/clock-times.ts'
import { ended } from '../spoken/ended.ts'
import { spokenList } from '../spoken/lists.ts'
import { done, type Tool } from '../tool.ts'
import { createReminderRemoval, theOne } from './reminder-removal.ts'
import type { ToolServices } from './services.ts'

const day = z.iso.date().optional()
const list = z.string().trim().min(1).max(80).optional().describe('Name of the list')
const text = z.string().trim().min(1).max(500)

const createInput = z.strictObject({
  text: text.describe('What to be reminded of, for example call Ana'),
  at: z.string().max(40).optional().describe('Local time as 2025-11-22T07:30, a day, or 07:30 for the next such time'),
  day: day.describe('The day, where the time of day is open'),
  list,
  repeat: z.string().max(60).optional().describe('daily, weekdays, weekends, weekly or days like monday and friday'),
})
const listInput = z.strictObject({
  list,
  query: text.optional().describe('Words of the reminder'),
  day: day.describe('Due on this day'),
  from: day.describe('Due on this day or later'),
  to: day.describe('Due before this day'),
})
const completeInput = z.strictObject({ text: text.describe('The reminder that is done'), list })
const createReceipt = z.object({ id: z.string().optional(), timer: z.number().int().optional() })
const completeReceipt = z.object({ id: z.string(), text: z.string() })

/** Input of reminders.complete once it is known which reminder is meant. */
type CompleteInput = z.infer<typeof completeInput> & { id?: string }

const mostSpoken = 5
const mostRead = 200
const timeoutMs = 60_000

/** reminders.create, reminders.list, reminders.complete, reminders.remove. */
export function createReminderTools(services: ToolServices): Tool[] {
  const { platform, reminders, scheduler, clock } = services
  const existingList = async (said: string | undefined, signal: AbortSignal): Promise<{ list?: string }> => {
    const spoken = namedList(said)
    if (spoken === undefined) return {}
    const names = await reminders.lists(signal)
    const found = findList(spoken, names)
    if (found !== undefined) return { list: found }
    const known = names.length === 0 ? '' : ` There are: ${spokenList(names.slice(0, 8))}.`
    throw new SamError('list-not-found', `You have no list called ${spoken}.${known}`)
  }

  /** What nobody is there to speak is told so. */
  const unattended = () =>
    scheduler.isAttended() ? '' : ' I can say it only while SAM is running: start it with sam start.'

  const repeat = ({ text: what, at, day: from }: z.infer<typeof createInput>, words: string, now: Date) => {
    const { first, weekdays = [] } = firstTime(readDue({ at: at ?? '09:00', day: from }, now).at, words)
    const { id } = reminders.repeat({ text: what, first, weekdays })
    const said = ended(`I will remind you every ${spokenWeekdays(weekdays)} at ${spokenTime(first)}: ${what}`)
    return done(`${said}${unattended()}`, {
      output: { text: what, at: localTime(first), weekdays },
      receipt: { timer: id },
    })
  }

  const create: Tool<z.infer<typeof createInput>> = {
    name: 'reminders.create',
    tier: 'reversible',
    summary: 'Makes a reminder, for a moment, a day, or without a date.',
    schema: createInput,
    timeoutMs,
    describe: (input) => ended(`Make a reminder${shownDue(input, clock.wallTime())}: ${input.text}`),
    async run(input, { signal, now }) {
      if (input.repeat !== undefined) return repeat(input, input.repeat, now)
      const dated = input.at !== undefined || input.day !== undefined
      const due = dated ? readDue(input, now) : undefined
      const made = await reminders.create(
        { text: input.text, ...(await existingList(input.list, signal)), ...(due === undefined ? {} : { due }) },
        signal,
      )
      const spoken = due !== undefined && reminders.spokenAt(due, now) !== undefined
      const when = due === undefined ? '' : ` ${spokenDue(due, now)}`
      const said = ended(`${spoken ? 'I will remind you' : 'I made a reminder'}${when}: ${input.text}`)
      return done(`${said}${spoken && platform.reminders === undefined ? unattended() : ''}`, {
        output: { ...made, text: input.text, ...(due === undefined ? {} : { at: localTime(due.at) }) },
        receipt: { id: made.id },
      })
    },
    async undo(receipt, { signal }) {
      const { id, timer } = createReceipt.parse(receipt)
      if (timer !== undefined) scheduler.cancel(timer)
      else if (id !== undefined) await reminders.remove(id, signal)
      return done('I removed the reminder again.')
    },
  }

  const open: Tool<z.infer<typeof listInput>> = {
    name: 'reminders.list',
    tier: 'read',
    summary: 'Tells which reminders are open, all or those of a day or a list.',
    schema: listInput,
    timeoutMs,
    taints: true,
    describe: (input) => `List the open reminders${input.list === undefined ? '' : ` of the list ${input.list}`}.`,
    async run(input, { signal, now }) {
      const due = readSpan(input)
      const query = { ...(await existingList(input.list, signal)), ...(due === undefined ? {} : { due }) }
      const { reminders: kept, total: count } = await reminders.open({ ...query, limit: mostRead }, signal)
      const again = query.list === undefined ? reminders.repeating(now).filter(({ at }) => isWithin(at, due)) : []
      const all: Told[] = [...kept, ...again.map(repeated)]
      const found = input.query === undefined ? all : sameWords(all, input.query, (one) => one.text)
      const total = input.query === undefined ? count + again.length : found.length
      const output = { reminders: found.map(shown), total }
      const about = input.query === undefined ? '' : ` about ${input.query}`
      const where = `${about}${query.list === undefined ? '' : ` on the list ${query.list}`}`
      const when = due === undefined ? '' : ` ${spokenSpan(due, now)}`
      if (total === 0) return done(`You have no open reminders${where}${when}.`, { output })
      const told = soonestFirst(found)
        .slice(0, mostSpoken)
        .map((one) => `${one.text}${spokenWhen(one, now)}`)
      const rest = total - told.length
      const items = rest > 0 ? [...told, `${rest} more`] : told
      const many = `${total} open ${total === 1 ? 'reminder' : 'reminders'}`
      return done(`You have ${many}${where}${when}: ${items.join('; ')}.`, { output })
    },
  }

  const complete: Tool<CompleteInput> = {
    name: 'reminders.complete',
    tier: 'reversible',
    summary: 'Marks a reminder or an item of a list as done.',
    schema: completeInput,
    timeoutMs,
    describe: (input) => `Mark the reminder ${input.text} as done.`,
    async prepare(input, { signal }) {
      const query = { ...(await existingList(input.list, signal)), limit: mostRead }
      const { reminders: all, total } = await reminders.open(query, signal)
      const one = theOne(
        sameWords(all, input.text, (reminder) => reminder.text),
        input.text,
        { looked: total > all.length ? mostRead : undefined },
      )
      return { input: { text: one.text, list: one.list, id: one.id } }
    },
    async run(input, { signal }) {
      if (input.id === undefined) throw new Error('reminders.complete runs only with the reminder that prepare found')
      await reminders.setCompleted(input.id, true, signal)
      return done(ended(`Done: ${input.text}`), { output: input, receipt: { id: input.id, text: input.text } })
    },
    async undo(receipt, { signal }) {
      const { id, text: name } = completeReceipt.parse(receipt)
      await reminders.setCompleted(id, false, signal)
      return done(`${name} is open again.`)
    },
  }

  return [create, open, complete, createReminderRemoval(services)]
}

/** A reminder as it is told, of an application or of SAM alone. */
type Told = Omit<Reminder, 'list'> & { list?: string; weekdays?: readonly number[] }

function repeated({ id, text: what, at, weekdays }: RepeatingReminder): Told {
  return { id: `repeating-${id}`, text: what, due: { at, allDay: false }, weekdays }
}

function isWithin(at: Date, span: Span | undefined): boolean {
  return span === undefined || (at >= span.from && at < span.before)
}

function spokenWhen({ due, weekdays }: Told, now: Date): string {
  if (due === undefined) return ''
  if (weekdays === undefined) return `, ${spokenDue(due, now)}`
  return `, every ${spokenWeekdays(weekdays)} at ${spokenTime(due.at)}`
}

function soonestFirst(reminders: readonly Told[]): Told[] {
  const time = (one: Told) => one.due?.at.getTime() ?? Number.MAX_SAFE_INTEGER
  return reminders.toSorted((a, b) => time(a) - time(b))
}

function shown({ due, ...rest }: Told) {
  return { ...rest, ...(due === undefined ? {} : { at: localTime(due.at), allDay: due.allDay }) }
}

function shownDue(input: z.infer<typeof createInput>, now: Date): string {
  if (input.repeat !== undefined) return `, ${input.repeat}`
  if (input.at === undefined && input.day === undefined) return ''
  try {
    return ` for ${spokenDue(readDue(input, now), now)}`.replace('for on ', 'for ')
  } catch {
    return ` for ${input.at ?? input.day}`
  }
}
