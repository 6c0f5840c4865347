import { z } from 'zod'
import type { ActionRow } from '../../memory/ports.ts'
import { spokenDay, spokenTime } from '../spoken/clock-times.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const mostSpoken = 3
const mostShown = 20

/** audit.recent. */
export function createAuditTools({ audit }: ToolServices): Tool[] {
  const recent: Tool<Record<string, never>> = {
    name: 'audit.recent',
    tier: 'read',
    summary: 'Tells what SAM did last.',
    schema: z.strictObject({}),
    timeoutMs: 5000,
    // What was done, or refused, holds the words of the mails and pages that asked for it.
    taints: true,
    describe: () => 'Tell what I did last.',
    async run(_, { now }) {
      const rows = audit.list({ limit: 400 }).filter((row) => row.type === 'action')
      // What only told something is no deed: "what did you do" asks for the others.
      const deeds = rows
        .filter((row) => row.tier !== undefined && row.tier !== 'read')
        .slice(-mostShown)
        .reverse()
      if (deeds.length === 0) return done('I have not done anything yet.', { output: { actions: [] } })
      const sentences = deeds.slice(0, mostSpoken).map((row) => sentenceOf(row, now))
      const actions = deeds.map(({ at, tool, summary, result, decision, by }) => ({
        at,
        tool,
        summary,
        result,
        decision,
        by,
      }))
      return done(sentences.join(' '), { output: { actions } })
    },
  }
  return [recent]
}

function sentenceOf(row: ActionRow, now: Date): string {
  const day = spokenDay(row.at, now)
  const when = `${day === 'today' ? '' : `${day} `}at ${spokenTime(row.at)}`
  const what = row.summary.replace(/\.$/, '')
  const outcome =
    row.decision === 'allowed' ? (row.result === 'ok' ? 'done' : 'it failed') : 'not done, for want of a yes'
  return `${what}: ${outcome}, ${when}.`
}
