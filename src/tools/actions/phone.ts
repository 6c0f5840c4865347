import { z } from 'zod'
import { type Addressee, createAddressBook } from '../personal/address-book.ts'
import { done, type Tool } from '../tool.ts'
import { addressed } from './mail.ts'
import type { ToolServices } from './services.ts'

const callInput = z.strictObject({
  person: z.string().trim().min(1).max(80).describe('Name in the contacts, or a telephone number'),
  kind: z.enum(['audio', 'video']).default('audio').describe('video for a FaceTime video call'),
})

/** Input of phone.call once it is known where to. */
type CallInput = z.infer<typeof callInput> & { to?: Addressee }

/** phone.call. */
export function createPhoneTools({ platform }: ToolServices): Tool[] {
  const addresses = createAddressBook(platform.contacts)
  const call: Tool<CallInput> = {
    name: 'phone.call',
    tier: 'strong-confirm',
    effect: 'send',
    summary: 'Calls somebody through FaceTime or the iPhone.',
    schema: callInput,
    timeoutMs: 50_000,
    describe: ({ person, kind }) => `${kind === 'video' ? 'Video call' : 'Call'} ${person}.`,
    async prepare(input, { signal }) {
      const to = await addresses.phone(input.person, signal)
      return {
        input: { ...input, to },
        target: to.value,
        sentence: `${input.kind === 'video' ? 'Video call' : 'Call'} ${addressed(to)}.`,
      }
    },
    async run({ to, kind }, { signal }) {
      if (to === undefined) throw new Error('phone.call runs only with the number that prepare found')
      await platform.phone.call(to.value, kind, signal)
      return done(`FaceTime is calling ${to.name}; it may ask you to confirm.`, { output: { to: to.value, kind } })
    },
  }
  return [call]
}
