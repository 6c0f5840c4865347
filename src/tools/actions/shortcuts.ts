import { z } from 'zod'
import { spokenList } from '../spoken/lists.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const runInput = z.strictObject({ name: z.string().trim().min(1).max(120).describe('Name of the shortcut') })
const mostSpoken = 8
const longestSpoken = 300

/** shortcuts.list, shortcuts.run. */
export function createShortcutTools({ platform }: ToolServices): Tool[] {
  const { shortcuts } = platform

  const list: Tool<Record<string, never>> = {
    name: 'shortcuts.list',
    tier: 'read',
    summary: 'Lists the shortcuts of the Shortcuts application.',
    schema: z.strictObject({}),
    timeoutMs: 15_000,
    describe: () => 'List the shortcuts.',
    async run(_, { signal }) {
      const names = await shortcuts.list(signal)
      if (names.length === 0) return done('There are no shortcuts.', { output: { names } })
      const told = names.slice(0, mostSpoken)
      const rest = names.length - told.length
      return done(`Your shortcuts: ${spokenList(rest > 0 ? [...told, `${rest} more`] : told)}.`, { output: { names } })
    },
  }

  const run: Tool<z.infer<typeof runInput>> = {
    name: 'shortcuts.run',
    tier: 'confirm',
    summary: 'Runs one of the shortcuts of the Shortcuts application.',
    schema: runInput,
    timeoutMs: 120_000,
    // What a shortcut answers may come from anywhere.
    taints: true,
    rememberForDays: 90,
    describe: ({ name }) => `Run the shortcut ${name}.`,
    async prepare({ name }, { signal }) {
      const exact = await shortcuts.resolve(name, signal)
      return { input: { name: exact }, target: exact }
    },
    async run({ name }, { signal }) {
      const { text } = await shortcuts.run(name, signal)
      const line = text.replace(/\s+/g, ' ').trim()
      const told = line.length > longestSpoken ? `${line.slice(0, longestSpoken)}, and so on` : line
      return done(told === '' ? `I ran ${name}.` : `I ran ${name}. It says: ${told}`, { output: { name, text } })
    },
  }

  return [list, run]
}
