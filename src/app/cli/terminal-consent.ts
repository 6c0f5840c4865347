import readline from 'node:readline/promises'
import type { Tier } from '../../core/events.ts'
import type { CommandContext } from './command.ts'

type Ask = (prompt: string, tier: Tier) => Promise<{ approved: boolean; by: string }>

/** Asks on the terminal; undefined where nobody sits in front of one. The strongest questions want the whole word "yes". */
export function terminalConsent({ stdin, output, signal }: CommandContext): Ask | undefined {
  if (!stdin.isTTY || !output.terminal || output.json) return undefined
  return async (prompt, tier) => {
    const lines = readline.createInterface({ input: stdin, output: process.stderr })
    try {
      const strong = tier === 'strong-confirm'
      const answer = await lines.question(`${prompt} ${strong ? '(type "yes")' : '[y/N]'} `, { signal })
      const yes = strong ? ['yes'] : ['y', 'yes']
      return { approved: yes.includes(answer.trim().toLowerCase()), by: 'terminal' }
    } catch {
      return { approved: false, by: 'stopped' }
    } finally {
      lines.close()
    }
  }
}
