import { z } from 'zod'
import type { RemindersPort } from '../personal-port.ts'
import { scriptMethods } from './json-scripts.ts'
import { count, identifier, line, moment, nothing } from './personal-answers.ts'
import type { ScriptRunner } from './script-runner.ts'

const mostLists = 500
const made = z.strictObject({ id: identifier, list: line })
const reminder = z.strictObject({ id: identifier, text: line, list: line, due: moment.nullable() })

export function createMacReminders(runScript: ScriptRunner): RemindersPort {
  const ask = scriptMethods(runScript, 'reminders')
  return {
    lists: (signal) => ask('lists', {}, z.array(line).max(mostLists), signal),
    create({ text, list, due }, signal) {
      const when = due === undefined ? {} : { at: due.at.getTime(), allDay: due.allDay }
      return ask('create', { text, list, ...when }, made, signal)
    },
    async open({ list, due, limit }, signal) {
      const span = due === undefined ? {} : { from: due.from.getTime(), before: due.before.getTime() }
      const answer = z.strictObject({ reminders: z.array(reminder).max(limit), total: count })
      const { reminders, total } = await ask('open', { list, ...span, limit }, answer, signal)
      return {
        reminders: reminders.map(({ due: at, ...rest }) => ({ ...rest, ...(at === null ? {} : { due: dueAt(at) }) })),
        total,
      }
    },
    isOpen: (id, signal) => ask('isOpen', { id }, z.boolean(), signal),
    async setCompleted(id, completed, signal) {
      await ask('setCompleted', { id, completed }, nothing, signal)
    },
    async remove(id, signal) {
      await ask('remove', { id }, nothing, signal)
    },
    async createList(name, signal) {
      await ask('createList', { name }, nothing, signal)
    },
    async removeList(name, signal) {
      await ask('removeList', { name }, nothing, signal)
    },
  }
}

/** Reminders tells a whole day by its midnight, and in no other way. */
function dueAt(at: Date) {
  return { at, allDay: at.getHours() === 0 && at.getMinutes() === 0 }
}
