import { SamError } from '../../core/errors.ts'
import { localTime } from '../../core/local-time.ts'
import type { ReminderStore, StoredReminder } from '../../memory/ports.ts'
import type { Reminder, RemindersPort } from '../platform/personal-port.ts'

const usualList = 'Reminders'

/** Reminders in SAM's own database, for machines that have no application for them. */
export function createOwnReminders(store: ReminderStore): RemindersPort {
  return {
    lists: async () => store.lists(),
    async create({ text, list = usualList, due }) {
      if (!store.lists().includes(list)) throw new SamError('not-found', `There is no list called ${list}.`)
      const when = due === undefined ? { allDay: false } : { dueLocal: localTime(due.at), allDay: due.allDay }
      return { id: String(store.add({ text, list, ...when })), list }
    },
    async open({ list, due: span, limit }) {
      const all = store.open(list).map(toReminder)
      const meant =
        span === undefined
          ? all
          : all.filter(({ due }) => due !== undefined && due.at >= span.from && due.at < span.before)
      return { reminders: meant.slice(0, limit), total: meant.length }
    },
    isOpen: async (id) => store.open().some((one) => String(one.id) === id),
    async setCompleted(id, completed) {
      if (!store.setDone(Number(id), completed)) throw gone()
    },
    async remove(id) {
      if (!store.remove(Number(id))) throw gone()
    },
    createList: async (name) => store.addList(name),
    removeList: async (name) => store.removeList(name),
  }
}

const gone = () => new SamError('not-found', 'That reminder is no longer there.')

function toReminder({ id, text, list, dueLocal, allDay }: StoredReminder): Reminder {
  const due = dueLocal === undefined ? {} : { due: { at: new Date(dueLocal), allDay } }
  return { id: String(id), text, list, ...due }
}
