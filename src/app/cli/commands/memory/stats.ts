import { countOf, formatCount } from '../../../panel/model/format.ts'
import { defineCommand } from '../../command.ts'
import { withMemory } from './with-memory.ts'

export const stats = defineCommand({
  name: 'stats',
  summary: 'how much is remembered, and how much of it waits for its meaning',
  async run(context) {
    return withMemory(context, async ({ log }) => {
      const counts = log.stats()
      context.output.emit({ type: 'memory-stats', ...counts }, () =>
        [
          `${countOf(counts.conversations, 'conversation')} and ${countOf(counts.documents, 'document')} with ${countOf(counts.turns, 'turn')}, ${countOf(counts.facts, 'fact')}`,
          `${countOf(counts.embedded, 'turn is', 'turns are')} found by meaning and words, ${formatCount(counts.waiting)} by words only for now`,
          `${(counts.bytes / 1e6).toFixed(1)} MB on disk`,
        ].join('\n'),
      )
      return 0
    })
  },
})
