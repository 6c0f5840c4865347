import { z } from 'zod'
import { localTime } from '../../core/local-time.ts'
import { type Addressee, createAddressBook } from '../personal/address-book.ts'
import { readSpan } from '../personal/moments.ts'
import type { MailMessage } from '../platform/personal-port.ts'
import { spokenList } from '../spoken/lists.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const day = z.iso.date().optional()
const words = z.string().trim().min(1).max(200)
const person = words.describe('Name in the contacts, or a mail address')
const title = words.optional().describe('The subject')
const body = z.string().trim().min(1).max(20_000)

const unreadInput = z.strictObject({ person: words.optional().describe('Who sent them; everybody when absent') })
const searchInput = z
  .strictObject({
    query: words.optional().describe('Words in the subject or the sender'),
    person: words.optional().describe('Who sent it'),
    day: day.describe('Received on this day'),
    from: day.describe('Received on this day or later'),
    to: day.describe('Received before this day'),
  })
  .refine((input) => Object.values(input).some((value) => value !== undefined), { message: 'Say what to look for.' })
const draftInput = z.strictObject({ person: person.optional(), title, body: body.optional().describe('The text') })
const sendInput = z.strictObject({ person, title, body: body.describe('The text') })
const draftReceipt = z.object({ id: z.string() })

/** Input of mail.draft and mail.send once it is known where to. */
type DraftInput = z.infer<typeof draftInput> & { to?: Addressee }
type SendInput = z.infer<typeof sendInput> & { to?: Addressee }

const mostRead = 25
const mostSpoken = 3
const timeoutMs = 75_000

/** mail.unread, mail.search, mail.draft, mail.send. */
export function createMailTools({ platform }: ToolServices): Tool[] {
  const { mail } = platform
  const addresses = createAddressBook(platform.contacts)

  const unread: Tool<z.infer<typeof unreadInput>> = {
    name: 'mail.unread',
    tier: 'read',
    summary: 'Tells how many mails are unread and what the newest are about.',
    schema: unreadInput,
    timeoutMs,
    taints: true,
    describe: () => 'Look for unread mail.',
    async run({ person: from }, { signal }) {
      const sender = from === undefined ? {} : { sender: from }
      const { messages, total } = await mail.unread({ ...sender, limit: mostRead }, signal)
      const whose = from === undefined ? '' : ` from ${from}`
      const output = { messages: messages.map(shown), total }
      if (total === 0) return done(`You have no unread mail${whose}.`, { output })
      return done(`You have ${total} unread ${total === 1 ? 'mail' : 'mails'}${whose}: ${told(messages, total)}.`, {
        output,
      })
    },
  }

  const search: Tool<z.infer<typeof searchInput>> = {
    name: 'mail.search',
    tier: 'read',
    summary: 'Finds mails in the inboxes by words of the subject, sender and day.',
    schema: searchInput,
    timeoutMs,
    taints: true,
    describe: ({ query, person: from }) =>
      `Look for mail${from === undefined ? '' : ` from ${from}`}${query === undefined ? '' : ` about ${query}`}.`,
    async run({ query, person: from, ...days }, { signal }) {
      const received = readSpan(days)
      const { messages, total } = await mail.search(
        {
          ...(query === undefined ? {} : { words: query }),
          ...(from === undefined ? {} : { sender: from }),
          ...(received === undefined ? {} : { received }),
          limit: mostRead,
        },
        signal,
      )
      const output = { messages: messages.map(shown), total }
      if (total === 0)
        return done('I found no such mail in your inboxes; I do not look into other mailboxes.', { output })
      return done(`I found ${total === 1 ? 'one mail' : `${total} mails`}: ${told(messages, total)}.`, { output })
    },
  }

  const draft: Tool<DraftInput> = {
    name: 'mail.draft',
    tier: 'reversible',
    summary: 'Opens a new mail with its text filled in; the user sends it.',
    schema: draftInput,
    timeoutMs,
    describe: (input) => `Draft a mail${input.person === undefined ? '' : ` to ${input.person}`}${about(input.title)}.`,
    async prepare(input, { signal }) {
      return input.person === undefined
        ? { input }
        : { input: { ...input, to: await addresses.mail(input.person, signal) } }
    },
    async run({ to, title: subject = '', body: text = '' }, { signal }) {
      const wanted = { ...(to === undefined ? {} : { to: to.value }), subject, body: text }
      const { id } = await mail.draft(wanted, signal)
      return done(`The draft${to === undefined ? '' : ` to ${to.name}`} is on the screen; I have not sent it.`, {
        output: { id, ...wanted },
        receipt: { id },
      })
    },
    async undo(receipt, { signal }) {
      await mail.discardDraft(draftReceipt.parse(receipt).id, signal)
      return done('I closed the draft.')
    },
  }

  const send: Tool<SendInput> = {
    name: 'mail.send',
    tier: 'strong-confirm',
    effect: 'send',
    summary: 'Sends a mail.',
    schema: sendInput,
    timeoutMs,
    describe: (input) => `Send a mail to ${input.person}${about(input.title)}: “${input.body}”`,
    async prepare(input, { signal }) {
      const to = await addresses.mail(input.person, signal)
      return {
        input: { ...input, to },
        target: to.value,
        sentence: `Send a mail to ${addressed(to)}${about(input.title)}: “${input.body}”`,
      }
    },
    async run({ to, title: subject = '', body: text }, { signal }) {
      if (to === undefined) throw new Error('mail.send runs only with the address that prepare found')
      await mail.send({ to: to.value, subject, body: text }, signal)
      return done(`I gave the mail to ${to.name} to Mail, which sends it.`, { output: { to: to.value, subject } })
    },
  }

  return [unread, search, draft, send]
}

function about(subject: string | undefined): string {
  return subject === undefined ? '' : ` with the subject “${subject}”`
}

/** "Ana Silva, ana@example.com". */
export function addressed({ name, value }: Addressee): string {
  return name === value ? value : `${name}, ${value}`
}

/** "Ana Silva" of "Ana Silva <ana@example.com>". */
function senderName(sender: string): string {
  return sender.replace(/\s*<[^>]*>\s*$/, '').replace(/^"(.*)"$/, '$1') || sender
}

function told(messages: readonly MailMessage[], total: number): string {
  const some = messages.slice(0, mostSpoken).map(({ sender, subject }) => {
    return `${subject === '' ? 'one without a subject' : subject} from ${senderName(sender)}`
  })
  const rest = total - some.length
  return spokenList(rest > 0 ? [...some, `${rest} more`] : some)
}

function shown({ subject, sender, receivedAt, unread }: MailMessage) {
  return { subject, sender, receivedAt: localTime(receivedAt), unread }
}
