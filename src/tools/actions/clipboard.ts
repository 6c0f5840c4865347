import { z } from 'zod'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const nothing = z.strictObject({})
const writeInput = z.strictObject({ text: z.string().min(1).max(100_000).describe('What to put on the clipboard') })
const longestSpoken = 300
const timeoutMs = 10_000

/**
 * clipboard.read, clipboard.write, clipboard.paste. Writing has no undo: it would have to read and keep what was there
 * before, and that is often a password.
 */
export function createClipboardTools({ platform }: ToolServices): Tool[] {
  const { clipboard } = platform

  const read: Tool<Record<string, never>> = {
    name: 'clipboard.read',
    tier: 'confirm',
    summary: 'Reads the text on the clipboard.',
    schema: nothing,
    timeoutMs,
    taints: true,
    describe: () => 'Read the clipboard aloud.',
    async run(_, { signal }) {
      const text = await clipboard.read(signal)
      const line = text.replace(/\s+/g, ' ').trim()
      if (line === '') return done('There is no text on the clipboard.', { output: { text: '' } })
      const told =
        line.length > longestSpoken ? `${line.slice(0, longestSpoken).replace(/ \S*$/, '')}, and so on` : line
      return done(`The clipboard says: ${told}`, { output: { text } })
    },
  }

  const write: Tool<z.infer<typeof writeInput>> = {
    name: 'clipboard.write',
    tier: 'reversible',
    summary: 'Puts a text on the clipboard.',
    schema: writeInput,
    timeoutMs,
    describe: ({ text }) => `Put ${text.length > 200 ? `${text.slice(0, 200)}…` : text} on the clipboard.`,
    async run({ text }, { signal }) {
      await clipboard.write(text.toWellFormed(), signal)
      return done('It is on the clipboard.')
    },
  }

  const paste: Tool<Record<string, never>> = {
    name: 'clipboard.paste',
    tier: 'confirm',
    summary: 'Pastes the clipboard into the application in front.',
    schema: nothing,
    timeoutMs,
    describe: () => 'Paste the clipboard into the application in front.',
    async run(_, { signal }) {
      await clipboard.paste(signal)
      return done('Pasted.')
    },
  }

  return [read, write, paste]
}
