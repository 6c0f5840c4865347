import type { Fact } from '../../../../memory/ports.ts'
import { endOf, factRecord, turnRecord } from '../../../memory/memory-export.ts'
import { defineCommand } from '../../command.ts'
import { withMemory } from './with-memory.ts'

export const list = defineCommand({
  name: 'list',
  summary: 'the facts SAM knows of you, or what was said last',
  options: {
    kind: { type: 'text', value: 'kind', choices: ['fact', 'turn'], default: 'fact', summary: 'what to list' },
    limit: { type: 'integer', value: 'count', default: 50, minimum: 1, maximum: 100_000, summary: 'how many' },
    history: { type: 'flag', summary: 'also what holds no longer' },
  },
  async run(context, { options: { kind, limit, history } }) {
    return withMemory(context, async ({ facts, log }) => {
      if (kind === 'turn') {
        for (const turn of log.newest(limit)) context.output.emit(turnRecord(turn), `${turn.speaker}: ${turn.text}`)
        return 0
      }
      const known = facts.list({ limit, history })
      if (known.length === 0) context.output.say('You have told me nothing yet.')
      for (const fact of known) context.output.emit(factRecord(fact), inWords(fact))
      return 0
    })
  },
})

function inWords(fact: Fact): string {
  const { id, text, subject, attribute, value } = fact
  const understood = subject === undefined ? '' : `  (${subject}: ${attribute} = ${value})`
  const over = endOf(fact)
  return `${String(id).padStart(4)}  ${text}${understood}${over === '' ? '' : `  ${over}`}`
}
