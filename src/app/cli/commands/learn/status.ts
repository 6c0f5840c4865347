import { learningStatus } from '../../../../learning/status.ts'
import { createActionMemory } from '../../../../memory/action-memory.ts'
import { createTrainingStore } from '../../../../memory/imports/store/training-store.ts'
import { defineCommand } from '../../command.ts'
import { numbers } from './numbers.ts'

export const status = defineCommand({
  name: 'status',
  summary: 'what there is to learn from, by source, against what is wanted',
  async run({ home, output }) {
    const { database } = createActionMemory(home)
    try {
      const { sources, ...whole } = learningStatus(createTrainingStore(database))
      for (const source of sources) {
        const of = source.target === 0 ? '' : ` of ${numbers.format(source.target)}`
        output.emit(
          { type: 'learn-source', ...source },
          `${source.id.padEnd(22)} ${numbers.format(source.ready).padStart(9)}${of.padEnd(11)} ${source.status}`,
        )
      }
      const { ready, phase1Target, target } = whole
      output.emit(
        { type: 'learn-status', ...whole },
        `${numbers.format(ready)} examples are ready: first goal ${numbers.format(phase1Target)}, whole set ${numbers.format(target)}.`,
      )
      return 0
    } finally {
      database.close()
    }
  },
})
