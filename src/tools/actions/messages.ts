import { z } from 'zod'
import { localTime } from '../../core/local-time.ts'
import { type Addressee, createAddressBook } from '../personal/address-book.ts'
import { done, type Tool } from '../tool.ts'
import { addressed } from './mail.ts'
import type { ToolServices } from './services.ts'

const person = z.string().trim().min(1).max(80)
const sendInput = z.strictObject({
  person: person.describe('Name in the contacts, a telephone number or a mail address'),
  text: z.string().trim().min(1).max(4000).describe('What to write'),
})
const readInput = z.strictObject({ person: person.optional().describe('Who wrote them; everybody when absent') })

/** Input of messages.send once it is known where to. */
type SendInput = z.infer<typeof sendInput> & { to?: Addressee }
type ReadInput = z.infer<typeof readInput>

const mostRead = 10
const mostSpoken = 3
const timeoutMs = 50_000

/** messages.send, messages.read. */
export function createMessageTools({ platform }: ToolServices): Tool[] {
  const { messages } = platform
  const addresses = createAddressBook(platform.contacts)

  const send: Tool<SendInput> = {
    name: 'messages.send',
    tier: 'strong-confirm',
    effect: 'send',
    summary: 'Sends a text message.',
    schema: sendInput,
    timeoutMs,
    describe: (input) => `Send a message to ${input.person}: “${input.text}”`,
    async prepare(input, { signal }) {
      const to = await addresses.phone(input.person, signal)
      return {
        input: { ...input, to },
        target: to.value,
        sentence: `Send a message to ${addressed(to)}: “${input.text}”`,
      }
    },
    async run({ to, text }, { signal }) {
      if (to === undefined) throw new Error('messages.send runs only with the address that prepare found')
      await messages.send(to.value, text, signal)
      return done(`I gave the message to ${to.name} to Messages, which sends it.`, { output: { to: to.value } })
    },
  }

  const read: Tool<ReadInput> = {
    name: 'messages.read',
    tier: 'confirm',
    summary: 'Reads the newest text messages, where the user switched that on.',
    schema: readInput,
    timeoutMs,
    taints: true,
    describe: (input) => `Read your newest messages${input.person === undefined ? '' : ` from ${input.person}`}.`,
    async prepare(input) {
      await messages.checkReadable()
      return { input }
    },
    async run(input, { signal }) {
      const from = input.person === undefined ? undefined : await addresses.person(input.person, signal)
      const handles = from === undefined ? {} : { from: [...from.phones, ...from.emails].map((reach) => reach.value) }
      const found = await messages.read({ ...handles, limit: mostRead }, signal)
      const output = { messages: found.map((one) => ({ ...one, receivedAt: localTime(one.receivedAt) })) }
      if (found.length === 0) return done('I found no messages.', { output })
      const told = found.slice(0, mostSpoken).map(({ sender, text }) => `${from?.name ?? sender} wrote: ${text}`)
      return done(told.join(' '), { output })
    },
  }

  return [send, read]
}
