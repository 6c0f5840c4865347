import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { localTime } from '../../core/local-time.ts'
import { findList, namedList } from '../personal/list-names.ts'
import { readDue, readSpan, spokenDue, spokenSpan } from '../personal/moments.ts'
import { sameWords } from '../personal/same-words.ts'
import type { Reminder } from '../platform/personal-port.ts'
import { ended } from '../spoken/ended.ts'
import { spokenList } from '../spoken/lists.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const day = z.iso.date().optional()
const list = z.string().trim().min(1).max(80).optional().describe('Name of the list')
const text = z.string().trim().min(1).max(500)

const createInput = z.strictObject({
  text: text.describe('What to be reminded of, for example call Ana'),
  at: z.string().max(40).optional().describe('Local time as 2025-11-22T07:30, a day, or 07:30 for the next such time'),
  day: day.describe('The day, where the time of day is open'),
  list,
  repeat: z.string().max(40).optional().describe('daily, weekdays, weekly...'),
})
const listInput = z.strictObject({
  list,
  query: text.optional().describe('Words of the reminder'),
  day: day.describe('Due on this day'),
  from: day.describe('Due on this day or later'),
  to: day.describe('Due before this day'),
})
const completeInput = z.strictObject({ text: text.describe('The reminder that is done'), list })
const createReceipt = z.object({ id: z.string() })
const completeReceipt = z.object({ id: z.string(), text: z.string() })

/** Input of reminders.complete once it is known which reminder is meant. */
type CompleteInput = z.infer<typeof completeInput> & { id?: string }

const mostSpoken = 5
const mostRead = 200
const timeoutMs = 60_000

/** reminders.create, reminders.list, reminders.complete. */
export function createReminderTools({ platform, clock }: ToolServices): Tool[] {
  const { reminders } = platform

  const existingList = async (said: string | undefined, signal: AbortSignal): Promise<{ list?: string }> => {
    const spoken = namedList(said)
    if (spoken === undefined) return {}
    const names = await reminders.lists(signal)
    const found = findList(spoken, names)
    if (found !== undefined) return { list: found }
    const known = names.length === 0 ? '' : ` There are: ${spokenList(names.slice(0, 8))}.`
    throw new SamError('list-not-found', `You have no list called ${spoken}.${known}`)
  }

  const create: Tool<z.infer<typeof createInput>> = {
    name: 'reminders.create',
    tier: 'reversible',
    summary: 'Makes a reminder, for a moment, a day, or without a date.',
    schema: createInput,
    timeoutMs,
    describe: (input) => ended(`Make a reminder${shownDue(input, clock.wallTime())}: ${input.text}`),
    async run(input, { signal, now }) {
      const dated = input.at !== undefined || input.day !== undefined
      const due = dated ? readDue(input, now) : undefined
      const made = await reminders.create(
        { text: input.text, ...(await existingList(input.list, signal)), ...(due === undefined ? {} : { due }) },
        signal,
      )
      const said = due === undefined ? 'I made a reminder' : `I will remind you ${spokenDue(due, now)}`
      const once = input.repeat === undefined ? '' : ' It comes once: I cannot repeat reminders yet.'
      return done(`${ended(`${said}: ${input.text}`)}${once}`, {
        output: { ...made, text: input.text, ...(due === undefined ? {} : { at: localTime(due.at) }) },
        receipt: { id: made.id },
      })
    },
    async undo(receipt, { signal }) {
      await reminders.remove(createReceipt.parse(receipt).id, signal)
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
      const { reminders: all, total: count } = await reminders.open({ ...query, limit: mostRead }, signal)
      const found = input.query === undefined ? all : sameWords(all, input.query, (one) => one.text)
      const total = input.query === undefined ? count : found.length
      const output = { reminders: found.map(shown), total }
      const about = input.query === undefined ? '' : ` about ${input.query}`
      const where = `${about}${query.list === undefined ? '' : ` on the list ${query.list}`}`
      const when = due === undefined ? '' : ` ${spokenSpan(due, now)}`
      if (total === 0) return done(`You have no open reminders${where}${when}.`, { output })
      const told = soonestFirst(found)
        .slice(0, mostSpoken)
        .map((one) => (one.due === undefined ? one.text : `${one.text}, ${spokenDue(one.due, now)}`))
      const rest = total - told.length
      const items = rest > 0 ? [...told, `${rest} more`] : told
      return done(
        `You have ${total} open ${total === 1 ? 'reminder' : 'reminders'}${where}${when}: ${items.join('; ')}.`,
        {
          output,
        },
      )
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
        total > all.length,
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

  return [create, open, complete]
}

/** @param partly more reminders exist than were looked at */
function theOne(fitting: readonly Reminder[], text: string, partly: boolean): Reminder {
  const [first] = fitting
  if (first === undefined) {
    const caution = partly ? ` I looked at the first ${mostRead} only.` : ''
    throw new SamError('reminder-not-found', `I found no open reminder like ${text}.${caution}`)
  }
  if (fitting.length === 1) return first
  const names = fitting.slice(0, mostSpoken).map((one) => `${one.text} on ${one.list}`)
  throw new SamError('reminder-ambiguous', `There are ${fitting.length}: ${spokenList(names)}. Which one?`)
}

function soonestFirst(reminders: readonly Reminder[]): Reminder[] {
  const time = (one: Reminder) => one.due?.at.getTime() ?? Number.MAX_SAFE_INTEGER
  return reminders.toSorted((a, b) => time(a) - time(b))
}

function shown({ id, text: what, list: where, due }: Reminder) {
  return { id, text: what, list: where, ...(due === undefined ? {} : { at: localTime(due.at), allDay: due.allDay }) }
}

function shownDue(input: z.infer<typeof createInput>, now: Date): string {
  if (input.at === undefined && input.day === undefined) return ''
  try {
    return ` for ${spokenDue(readDue(input, now), now)}`.replace('for on ', 'for ')
  } catch {
    return ` for ${input.at ?? input.day}`
  }
}
