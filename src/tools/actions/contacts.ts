import { z } from 'zod'
import { createAddressBook } from '../personal/address-book.ts'
import type { Reach } from '../platform/personal-port.ts'
import { spokenList } from '../spoken/lists.ts'
import { done, type Tool } from '../tool.ts'
import { createContactAdding } from './contact-adding.ts'
import type { ToolServices } from './services.ts'

const findInput = z.strictObject({
  person: z.string().trim().min(1).max(80).describe('Name of the person'),
  kind: z.enum(['phone', 'email']).optional().describe('What is wanted of them; both when absent'),
})

/** contacts.find, contacts.add. */
export function createContactTools(services: ToolServices): Tool[] {
  const { platform } = services
  const addresses = createAddressBook(platform.contacts)
  const find: Tool<z.infer<typeof findInput>> = {
    name: 'contacts.find',
    tier: 'read',
    summary: 'Tells the telephone numbers and mail addresses of a person in the contacts.',
    schema: findInput,
    timeoutMs: 50_000,
    taints: true,
    describe: ({ person }) => `Look up ${person} in the contacts.`,
    async run({ person: name, kind }, { signal }) {
      const person = await addresses.person(name, signal)
      const phones = kind === 'email' ? [] : person.phones
      const emails = kind === 'phone' ? [] : person.emails
      const output = { name: person.name, phones, emails }
      const told = [...phones, ...emails].map(spokenReach)
      if (told.length > 0) return done(`${person.name}: ${spokenList(told)}.`, { output })
      const what =
        kind === undefined ? 'number or mail address' : kind === 'phone' ? 'telephone number' : 'mail address'
      return done(`${person.name} is in your contacts without a ${what}.`, { output })
    },
  }
  return [find, createContactAdding(services)]
}

function spokenReach({ label, value }: Reach): string {
  return label === '' ? value : `${label} ${value}`
}
