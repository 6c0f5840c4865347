import type { PersonalPorts } from './personal-port.ts'

type RecordCall = (port: string, method: string, input: Record<string, unknown>) => void

/** The part of the recording platform for the user's own applications: everything is there, and nothing is in it. */
export function createRecordingPersonal(record: RecordCall): PersonalPorts {
  return {
    reminders: {
      lists: async () => [],
      async create(reminder) {
        record('reminders', 'create', { ...reminder })
        return { id: 'recorded', list: reminder.list ?? 'Reminders' }
      },
      async open(query) {
        record('reminders', 'open', { ...query })
        return { reminders: [], total: 0 }
      },
      isOpen: async () => true,
      async setCompleted(id, completed) {
        record('reminders', 'setCompleted', { id, completed })
      },
      async remove(id) {
        record('reminders', 'remove', { id })
      },
      async createList(name) {
        record('reminders', 'createList', { name })
      },
      async removeList(name) {
        record('reminders', 'removeList', { name })
      },
    },
    notes: {
      async create(note) {
        record('notes', 'create', { ...note })
        return { id: 'recorded' }
      },
      async search(query) {
        record('notes', 'search', { ...query })
        return { notes: [], total: 0 }
      },
      async append(id, text) {
        record('notes', 'append', { id, text })
      },
      async takeBack(id, text) {
        record('notes', 'takeBack', { id, text })
        return true
      },
      async remove(id) {
        record('notes', 'remove', { id })
      },
    },
    calendar: {
      async events(span) {
        record('calendar', 'events', { ...span })
        return { events: [], complete: true }
      },
      async create(event) {
        record('calendar', 'create', { ...event })
        return { id: 'recorded', calendar: event.calendar ?? 'Calendar' }
      },
      async remove(event) {
        record('calendar', 'remove', { ...event })
      },
    },
    mail: {
      async unread(query) {
        record('mail', 'unread', { ...query })
        return { messages: [], total: 0 }
      },
      async search(query) {
        record('mail', 'search', { ...query })
        return { messages: [], total: 0 }
      },
      async draft(mail) {
        record('mail', 'draft', { ...mail })
        return { id: 'recorded' }
      },
      async discardDraft(id) {
        record('mail', 'discardDraft', { id })
      },
      async send(mail) {
        record('mail', 'send', { ...mail })
      },
    },
    contacts: {
      async find(name) {
        record('contacts', 'find', { name })
        const reach = [{ label: 'recorded', value: 'recorded@example.com' }]
        return { people: [{ id: 'recorded', name, phones: [], emails: reach }], complete: true }
      },
      async add(entry) {
        record('contacts', 'add', { ...entry })
        return { id: 'recorded' }
      },
      async takeBack(entry) {
        record('contacts', 'takeBack', { ...entry })
      },
    },
    messages: {
      async send(to, text) {
        record('messages', 'send', { to, text })
      },
      async checkReadable() {},
      async read(query) {
        record('messages', 'read', { ...query })
        return []
      },
    },
    phone: {
      async call(to, kind) {
        record('phone', 'call', { to, kind })
      },
    },
  }
}
