import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { createAddressBook, readReach } from '../personal/address-book.ts'
import { plainWords } from '../personal/same-words.ts'
import type { NewReach, Person } from '../platform/personal-port.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const reach = z.string().trim().min(3).max(120).optional()
const addInput = z.strictObject({
  person: z.string().trim().min(1).max(80).describe('Name of the person'),
  phone: reach.describe('Telephone number'),
  email: reach.describe('Mail address'),
  fresh: z.boolean().optional().describe('True for a new contact, also when there is somebody of that name'),
})
const receiptSchema = z.object({
  id: z.string(),
  whole: z.boolean(),
  phone: z.string().exactOptional(),
  email: z.string().exactOptional(),
})

/** Input of contacts.add once it is known whether the person is there already. */
type AddInput = z.infer<typeof addInput> & { id?: string; entry?: NewReach }

/** contacts.add: a new contact, or another number or address of somebody known. */
export function createContactAdding({ platform }: ToolServices): Tool<AddInput> {
  const { contacts } = platform
  const addresses = createAddressBook(contacts)

  const known = async (name: string, signal: AbortSignal): Promise<Person | undefined> => {
    try {
      const person = await addresses.person(name, signal)
      // "Ana" must not become another number of Mariana.
      const has = new Set(plainWords(person.name).split(' '))
      return plainWords(name)
        .split(' ')
        .every((word) => has.has(word))
        ? person
        : undefined
    } catch (error) {
      if (error instanceof SamError && error.code === 'person-unknown') return undefined
      throw error
    }
  }

  return {
    name: 'contacts.add',
    tier: 'confirm',
    summary: 'Makes a new contact, or adds a telephone number or mail address to one.',
    schema: addInput,
    timeoutMs: 60_000,
    describe: ({ person, phone, email }) =>
      `Add ${[phone, email].filter(Boolean).join(' and ') || person} to your contacts.`,
    async prepare(input, { signal }) {
      const entry = entryOf(input)
      const person = input.fresh === true ? undefined : await known(input.person, signal)
      const what = spokenEntry(entry)
      if (person === undefined) {
        // Asked even for a new one: on a machine without contacts this says so before anybody is asked.
        if (input.fresh === true) await contacts.find(input.person, 1, signal)
        const name = written(input.person)
        const sentence = `Make a new contact ${name}${what === '' ? '' : ` with ${what}`}.`
        return { input: { person: name, entry }, sentence }
      }
      if (what === '') throw new SamError('person-known', `${person.name} is in your contacts already.`)
      if (hasAlready(person, entry)) throw new SamError('person-known', `${person.name} has that already.`)
      const sentence = `Add ${what} to ${person.name} in your contacts.`
      return { input: { person: person.name, entry, id: person.id }, target: person.id, sentence }
    },
    async run({ person: name, id, entry }, { signal }) {
      if (entry === undefined) throw new Error('contacts.add runs only with what prepare read')
      const made = await contacts.add({ name, ...entry, ...(id === undefined ? {} : { id }) }, signal)
      const spoken = id === undefined ? `${name} is in your contacts now.` : `I added it to ${name}.`
      return done(spoken, { output: { name, ...entry }, receipt: { ...entry, id: made.id, whole: id === undefined } })
    },
    async undo(receipt, { signal }) {
      await contacts.takeBack(receiptSchema.parse(receipt), signal)
      return done('I took it out of your contacts again.')
    },
  }
}

/** Errors: `reach-unclear`. */
function entryOf({ phone, email }: AddInput): NewReach {
  const parts = [phone, email].filter((said) => said !== undefined).map((said) => ({ said, read: readReach(said) }))
  const unclear = parts.find(({ read }) => read === undefined)
  if (unclear !== undefined)
    throw new SamError('reach-unclear', `${unclear.said} is neither a telephone number nor a mail address.`)
  return Object.assign({}, ...parts.map(({ read }) => read))
}

function spokenEntry({ phone, email }: NewReach): string {
  const parts = [phone === undefined ? [] : `the number ${phone}`, email === undefined ? [] : `the address ${email}`]
  return parts.flat().join(' and ')
}

function hasAlready(person: Person, { phone, email }: NewReach): boolean {
  const digits = (number: string) => number.replace(/\D/g, '')
  const hasPhone = phone === undefined || person.phones.some(({ value }) => digits(value) === digits(phone))
  const hasEmail = email === undefined || person.emails.some(({ value }) => value.toLowerCase() === email.toLowerCase())
  return hasPhone && hasEmail
}

/** A recogniser writes names small. */
function written(name: string): string {
  return name === name.toLowerCase() ? name.replace(/(?<!\S)\p{Ll}/gu, (letter) => letter.toUpperCase()) : name
}
