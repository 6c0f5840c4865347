import type { Category } from '../../categories/category.ts'
import type { SamDatabase } from '../../database.ts'
import { historyAnswers } from '../../learning/history-answers.ts'
import { redact, redactText } from '../../redaction.ts'
import type { ExampleSource, TrainingExample, TrainingMessage } from '../formats/training.ts'

export type DescribedExample = TrainingExample & {
  category: Category
  origin: string
  /** Who wrote the answer, and what it cost in US dollars. */
  model?: string
  costUsd?: number
  /** SAM's turn in which it was said. */
  turnId?: string
  /** Examples of one group are held back together or not at all; by themselves when absent. */
  group?: string
  /** Content, hexadecimal, of the example that this one says in other words. */
  variationOf?: string
}

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
        `INSERT OR IGNORE INTO training_examples (content, source, category, quality, created_ms, origin, licence, messages, model,
           cost_usd, turn_id, group_key, variation_of)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      const write = connection.transaction(() =>
        examples.map((example) => {
          const { content, source, category, quality, createdMs, origin, licence } = example
          const values = [source, category, quality ?? null, createdMs ?? null, origin, licence ?? null]
          const messages = JSON.stringify(withoutSecrets(example.messages))
          const { model, costUsd, turnId, group, variationOf } = example
          const more = [model, costUsd, turnId, group, variationOf].map((value) => value ?? null)
          return insert.run(content, ...values, messages, ...more).changes === 1
        }),
      )
      return write.immediate()
    },
    counts() {
      const connection = database.connection()
      const kept = connection
        .prepare<[], { source: ExampleSource; raw: number; ready: number }>(
          `SELECT source, count(*) AS raw, sum(excluded = 0 AND coalesce(rating, '') <> 'bad') AS ready
           FROM training_examples GROUP BY source`,
        )
        .all()
      const counts = new Map(kept.map(({ source, raw, ready }) => [source, { raw, ready }]))
      // The user's history is examples without being copied: every answer that follows a question.
      const history = connection.prepare<[], { raw: number; ready: number }>(countHistory).get() ?? { raw: 0, ready: 0 }
      const own = counts.get('chatgpt_history') ?? { raw: 0, ready: 0 }
      if (own.raw + history.raw > 0)
        counts.set('chatgpt_history', { raw: own.raw + history.raw, ready: own.ready + (history.ready ?? 0) })
      return counts
    },
  }
}

const countHistory = `SELECT count(*) AS raw, sum(follows = 'user' AND excluded = 0 AND rating <> 'bad') AS ready FROM (
    SELECT coalesce(verdicts.excluded, 0) AS excluded, coalesce(verdicts.rating, '') AS rating,
      (SELECT before.speaker FROM turns AS before WHERE before.conversation_id = turns.conversation_id AND before.id < turns.id
       ORDER BY before.id DESC LIMIT 1) AS follows
    ${historyAnswers}
  )`

/** A copy without secrets, wherever in a message they stand. */
export function withoutSecrets(messages: readonly TrainingMessage[]): TrainingMessage[] {
  return messages.map(({ reasoning, tool_calls, ...message }) => ({
    ...message,
    content: redactText(message.content),
    ...(tool_calls === undefined ? {} : { tool_calls: tool_calls.map((call) => redact(call)) }),
    ...(reasoning === undefined ? {} : { reasoning: redactText(reasoning) }),
  }))
}
