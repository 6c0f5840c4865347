import { SamError } from '../../core/errors.ts'
import type { PersonalPorts } from './personal-port.ts'

/** For machines without Apple's applications: every call is the error `not-on-this-platform`. Reminders SAM keeps itself. */
export function createAbsentPersonal(): PersonalPorts {
  const absent = (what: string) => async (): Promise<never> => {
    throw new SamError('not-on-this-platform', `${what} I can use only on a Mac.`, { kind: 'missing' })
  }
  const notes = absent('Notes')
  const calendar = absent('The calendar')
  const mail = absent('Mail')
  const messages = absent('Messages')
  const contacts = absent('Contacts')
  return {
    notes: { create: notes, search: notes, append: notes, takeBack: notes, remove: notes },
    calendar: { events: calendar, create: calendar, remove: calendar },
    mail: { unread: mail, search: mail, draft: mail, discardDraft: mail, send: mail },
    contacts: { find: contacts, add: contacts, takeBack: contacts },
    messages: { send: messages, checkReadable: messages, read: messages },
    phone: { call: absent('Calls') },
  }
}
