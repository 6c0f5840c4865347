import { z } from 'zod'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const word = z.string().max(4000)
const shellInput = z.strictObject({
  argv: z
    .array(word)
    .min(1)
    .max(64)
    .describe('The program and its arguments, one each; there is no shell, so no pipes, wildcards or variables'),
})
const longestSpoken = 300

/** shell.run. */
export function createShellTools({ platform }: ToolServices): Tool[] {
  const { shell } = platform

  const run: Tool<z.infer<typeof shellInput>> = {
    name: 'shell.run',
    tier: 'strong-confirm',
    summary: 'Runs one program in a sandbox: without network, writing only in a scratch folder.',
    schema: shellInput,
    timeoutMs: 75_000,
    effect: 'shell',
    taints: true,
    rememberForDays: 1,
    describe: ({ argv }) => `Run ${shownCommand(argv)} in the sandbox, without network.`,
    async prepare(input, { signal }) {
      // Before anybody is asked: a yes to something that cannot be done would be wasted.
      await shell.ready(signal)
      return { input, target: JSON.stringify(input.argv) }
    },
    async run({ argv }, { signal }) {
      const { exitCode, output, cut } = await shell.run(argv, signal)
      const line = output.replace(/\s+/g, ' ').trim()
      const told = line.length > longestSpoken ? `${line.slice(0, longestSpoken)}, and so on` : line
      const ended = cut
        ? 'It printed more than I take, so I ended it'
        : exitCode === 0
          ? 'It ran'
          : `It ended with code ${exitCode}`
      return done(told === '' ? `${ended} and printed nothing.` : `${ended}: ${told}`, {
        output: { exitCode, output, ...(cut ? { cut } : {}) },
      })
    },
  }
  return [run]
}

/** Every argument as it is: one that could be read as two, or as nothing, is in quotes, and no letter is invisible. */
function shownCommand(argv: readonly string[]): string {
  return argv.map((text) => (/^[\w@%+=:,./-]+$/.test(text) ? text : visible(JSON.stringify(text)))).join(' ')
}

function visible(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (letter) => `\\u{${letter.codePointAt(0)?.toString(16)}}`)
}
