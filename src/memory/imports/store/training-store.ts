import type { Category } from '../../categories/category.ts'
import type { SamDatabase } from '../../database.ts'
import { redactText } from '../../redaction.ts'
import type { TrainingExample } from '../formats/training.ts'

export type DescribedExample = TrainingExample & { category: Category; origin: string }

/** Examples to train on, in SQLite. Errors: `database-*`. */
export interface TrainingStore {
  /** Writes a batch in one transaction; answers for each whether it is new. Secrets are taken out of the texts first. */
  put(examples: readonly DescribedExample[]): boolean[]
}

export function createTrainingStore(database: SamDatabase): TrainingStore {
  return {
    put(examples) {
      const connection = database.connection()
      const insert = connection.prepare(
        `INSERT OR IGNORE INTO training_examples (content, source, category, quality, created_ms, origin, licence, messages)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      const write = connection.transaction(() =>
        examples.map(({ messages, content, source, category, quality, createdMs, origin, licence }) => {
          const clean = messages.map((message) => ({ ...message, content: redactText(message.content) }))
          const values = [source, category, quality ?? null, createdMs ?? null, origin, licence ?? null]
          return insert.run(content, ...values, JSON.stringify(clean)).changes === 1
        }),
      )
      return write.immediate()
    },
  }
}
