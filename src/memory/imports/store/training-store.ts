import type { Category } from '../../categories/category.ts'
import type { SamDatabase } from '../../database.ts'
import { redactText } from '../../redaction.ts'
import type { ExampleSource, TrainingExample } from '../formats/training.ts'

export type DescribedExample = TrainingExample & { category: Category; origin: string }

/** Examples to train on, in SQLite. Errors: `database-*`. */
export interface TrainingStore {
  /** Writes a batch in one transaction; answers for each whether it is new. Secrets are taken out of the texts first. */
  put(examples: readonly DescribedExample[]): boolean[]
  /** Of each source: what is kept, and what of it can be trained on. */
  counts(): Map<ExampleSource, { raw: number; ready: number }>
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
          const clean = messages.map(({ reasoning, ...message }) => ({
            ...message,
            content: redactText(message.content),
            ...(reasoning === undefined ? {} : { reasoning: redactText(reasoning) }),
          }))
          const values = [source, category, quality ?? null, createdMs ?? null, origin, licence ?? null]
          return insert.run(content, ...values, JSON.stringify(clean)).changes === 1
        }),
      )
      return write.immediate()
    },
    counts() {
      const connection = database.connection()
      const kept = connection
        .prepare<[], { source: ExampleSource; count: number }>(
          'SELECT source, count(*) AS count FROM training_examples GROUP BY source',
        )
        .all()
      const counts = new Map(kept.map(({ source, count }) => [source, { raw: count, ready: count }]))
      // The user's history is examples without being copied: every answer that follows a question.
      const history = connection
        .prepare<[], { count: number }>(
          `SELECT count(*) AS count FROM turns JOIN conversations ON conversations.id = turns.conversation_id
           WHERE conversations.source IN ('chatgpt', 'claude', 'claude-code') AND turns.speaker = 'assistant'`,
        )
        .get()
      const own = counts.get('chatgpt_history')?.raw ?? 0
      const told = own + (history?.count ?? 0)
      if (told > 0) counts.set('chatgpt_history', { raw: told, ready: told })
      return counts
    },
  }
}
