import { createHash } from 'node:crypto'
import type { Category } from '../categories/category.ts'
import type { SamDatabase } from '../database.ts'
import type { ExampleSource, TrainingMessage } from '../imports/formats/training.ts'
import { withoutSecrets } from '../imports/store/training-store.ts'
import { assistantSpeaker, userSpeaker } from '../ports.ts'
import { redactText } from '../redaction.ts'

/** Two answers to the same request, of which one was better. */
export interface Preference {
  source: ExampleSource
  category: Category
  createdMs: number | undefined
  origin: string
  /** SAM's turn that was corrected. */
  turnId?: string
  /** Up to the request. */
  prompt: TrainingMessage[]
  chosen: TrainingMessage[]
  rejected: TrainingMessage[]
}

export type StoredPreference = Preference & {
  /** Kept, or found in a history whose answers were asked for anew. */
  from: 'kept' | 'history'
  row: number
}

/** Preference pairs on disk. Errors: `database-*`. */
export interface PreferenceStore {
  /** False when it is there already. Secrets are taken out first. */
  add(preference: Preference): boolean
  /** All but the excluded ones, in an order that stays the same. */
  each(): Iterable<StoredPreference>
  count(): number
}

interface PreferenceRow {
  id: number
  source: ExampleSource
  category: Category
  created_ms: number | null
  origin: string
  turn_id: string | null
  prompt: string
  chosen: string
  rejected: string
}

interface AlternativeRow {
  row: number
  source: string
  name: string
  category: Category
  asked: string
  chosen: string
  rejected: string
  atMs: number | null
}

/** An answer of which the user asked for another: the one that the conversation went on with is the better one. */
const alternatives = `SELECT imported_alternatives.rowid AS row, imported.source, imported.name, imported.category, asked.text AS asked,
    imported_alternatives.text AS rejected, imported_alternatives.at_ms AS atMs,
    (SELECT text FROM turns WHERE conversation_id = asked.conversation_id AND id > asked.id AND speaker = '${assistantSpeaker}'
     ORDER BY id LIMIT 1) AS chosen
  FROM imported_alternatives JOIN imported_conversations AS imported ON imported.id = import_id
  JOIN conversations ON conversations.source = imported.source AND conversations.name = imported.name
  JOIN turns AS asked ON asked.conversation_id = conversations.id AND asked.external_id = imported_alternatives.parent
  WHERE imported_alternatives.speaker = '${assistantSpeaker}' AND asked.speaker = '${userSpeaker}'
  ORDER BY imported_alternatives.rowid`

export function createPreferenceStore(database: SamDatabase): PreferenceStore {
  const connection = () => database.connection()
  return {
    add({ source, category, createdMs, origin, turnId, ...pair }) {
      const parts = [pair.prompt, pair.chosen, pair.rejected].map((part) => JSON.stringify(withoutSecrets(part)))
      const content = createHash('sha256').update(parts.join('\n')).digest()
      return (
        connection()
          .prepare(
            `INSERT OR IGNORE INTO preferences (content, source, category, created_ms, origin, turn_id, prompt, chosen, rejected)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          )
          .run(content, source, category, createdMs ?? null, origin, turnId ?? null, ...parts).changes === 1
      )
    },
    *each() {
      const kept = connection().prepare('SELECT * FROM preferences WHERE excluded = 0 ORDER BY id')
      for (const row of kept.iterate() as Iterable<PreferenceRow>) {
        const { id, created_ms, turn_id, prompt, chosen, rejected, source, category, origin } = row
        yield {
          ...{ from: 'kept', row: id, source, category, origin, createdMs: created_ms ?? undefined },
          ...(turn_id === null ? {} : { turnId: turn_id }),
          prompt: JSON.parse(prompt) as TrainingMessage[],
          chosen: JSON.parse(chosen) as TrainingMessage[],
          rejected: JSON.parse(rejected) as TrainingMessage[],
        }
      }
      for (const found of connection().prepare(alternatives).iterate() as Iterable<AlternativeRow>) {
        const { row, source, name, category, asked, chosen, rejected, atMs } = found
        if (chosen === null || chosen === rejected) continue
        const message = (role: 'user' | 'assistant', text: string) => [{ role, content: redactText(text) }]
        yield {
          ...{ from: 'history', row, source: 'chatgpt_history', category, origin: `${source}:${name}` },
          createdMs: atMs ?? undefined,
          prompt: message('user', asked),
          chosen: message('assistant', chosen),
          rejected: message('assistant', rejected),
        }
      }
    },
    count: () => connection().prepare('SELECT count(*) FROM preferences WHERE excluded = 0').pluck().get() as number,
  }
}
