import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { localTime } from '../../core/local-time.ts'
import { sameWords } from '../personal/same-words.ts'
import { ended } from '../spoken/ended.ts'
import { spokenList } from '../spoken/lists.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const removeInput = z.strictObject({
  text: z.string().trim().min(1).max(500).optional().describe('Words of the reminder'),
  at: z.string().max(40).optional().describe('When it is due, local time as 2025-11-22T07:30'),
  day: z.iso.date().optional().describe('The day it is due'),
})
const removeReceipt = z.object({
  timer: z.number().int().optional(),
  text: z.string(),
  list: z.string().exactOptional(),
  due: z.object({ at: z.coerce.date(), allDay: z.boolean() }).exactOptional(),
})
type Removed = z.infer<typeof removeReceipt> & { id?: string }
type Choice = z.infer<typeof removeInput>
type RemoveInput = Choice & { found?: Removed }

const mostRead = 200
const mostNamed = 5

/** reminders.remove: takes one back, or ends one that repeats. */
export function createReminderRemoval({ reminders, scheduler }: ToolServices): Tool<RemoveInput> {
  return {
    name: 'reminders.remove',
    tier: 'reversible',
    summary: 'Deletes a reminder, or ends one that repeats.',
    schema: removeInput,
    timeoutMs: 60_000,
    describe: ({ text }) =>
      `Delete ${text === undefined ? 'a' : 'the'} reminder${text === undefined ? '' : ` ${text}`}.`,
    async prepare(choice, { signal, now }) {
      const { reminders: kept, total } = await reminders.open({ limit: mostRead }, signal)
      const all: Removed[] = [
        ...reminders.repeating(now).map(({ id, text, at }) => ({ timer: id, text, due: { at, allDay: false } })),
        ...kept,
      ]
      const { text } = choice
      const timely = all.filter(({ due }) => isDue(choice, due))
      const fitting = text === undefined ? timely : sameWords(timely, text, (one) => one.text)
      const found = theOne(fitting, text ?? 'that', { looked: total > kept.length ? mostRead : undefined })
      return { input: { text: found.text, found } }
    },
    async run({ found }, { signal }) {
      if (found === undefined) throw new Error('reminders.remove runs only with the reminder that prepare found')
      const { id, ...receipt } = found
      if (id !== undefined) await reminders.remove(id, signal)
      else if (found.timer === undefined || !scheduler.cancel(found.timer))
        throw new SamError('not-found', 'That reminder is no longer there.')
      const said = id === undefined ? 'I will not remind you of it any more' : 'I deleted the reminder'
      return done(ended(`${said}: ${found.text}`), { output: found, receipt })
    },
    async undo(receipt, { signal }) {
      const { timer, ...reminder } = removeReceipt.parse(receipt)
      if (timer !== undefined) {
        if (!scheduler.restore(timer)) throw new SamError('timer-gone', 'Its time has passed meanwhile.')
      } else await reminders.create(reminder, signal)
      return done(ended(`It is back: ${reminder.text}`))
    },
  }
}

/** Which moment is meant; anything fits where none was said. */
function isDue({ at, day }: Choice, due: Removed['due']): boolean {
  const when = due === undefined ? '' : localTime(due.at)
  return (at === undefined || when.startsWith(at.slice(0, 16))) && (day === undefined || when.startsWith(day))
}

/**
 * The only one of those that fit. Errors: `reminder-not-found`, `reminder-ambiguous`.
 * @param among.looked how many were looked at, where there are more
 */
export function theOne<One extends { text: string; list?: string | undefined }>(
  fitting: readonly One[],
  text: string,
  { looked }: { looked: number | undefined },
): One {
  const [first] = fitting
  if (first === undefined) {
    const caution = looked === undefined ? '' : ` I looked at the first ${looked} only.`
    throw new SamError('reminder-not-found', `I found no open reminder like ${text}.${caution}`)
  }
  if (fitting.length === 1) return first
  const names = fitting
    .slice(0, mostNamed)
    .map((one) => (one.list === undefined ? one.text : `${one.text} on ${one.list}`))
  throw new SamError('reminder-ambiguous', `There are ${fitting.length}: ${spokenList(names)}. Which one?`)
}
