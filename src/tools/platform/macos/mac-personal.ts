import path from 'node:path'
import type { PersonalPorts } from '../personal-port.ts'
import { createMacCalendar } from './mac-calendar.ts'
import { createMacContacts } from './mac-contacts.ts'
import { createMacMail } from './mac-mail.ts'
import { createMacMessages } from './mac-messages.ts'
import { createMacNotes } from './mac-notes.ts'
import { createMacPhone } from './mac-phone.ts'
import type { MacPrograms } from './mac-programs.ts'
import { createMacReminders } from './mac-reminders.ts'
import type { ScriptRunner } from './script-runner.ts'

/** Apple's own applications, each through one constant script in JavaScript. */
export function createMacPersonal(
  programs: MacPrograms,
  runScript: ScriptRunner,
  { home, readMessages }: { home: string; readMessages: boolean },
): Required<PersonalPorts> {
  const messageStore = readMessages ? path.join(home, 'Library', 'Messages', 'chat.db') : undefined
  return {
    reminders: createMacReminders(runScript),
    notes: createMacNotes(runScript),
    calendar: createMacCalendar(runScript),
    mail: createMacMail(runScript),
    contacts: createMacContacts(runScript),
    messages: createMacMessages(runScript, messageStore),
    phone: createMacPhone(programs),
  }
}
