import type { Category } from '../categories/category.ts'
import type { Connection } from '../database.ts'
import { signalsOf } from './signals.ts'

/** Looks anew for what an imported conversation shows about the user: each category has patterns of its own. The caller has a transaction. */
export function recountSignals(connection: Connection, importId: number, category: Category): void {
  const messages = connection
    .prepare(
      `SELECT speaker, text FROM imported_conversations AS imported
       JOIN conversations ON conversations.source = imported.source AND conversations.name = imported.name
       JOIN turns ON turns.conversation_id = conversations.id WHERE imported.id = ? ORDER BY turns.id`,
    )
    .all(importId) as { speaker: string; text: string }[]
  connection.prepare('DELETE FROM conversation_signals WHERE import_id = ?').run(importId)
  const insert = connection.prepare('INSERT OR IGNORE INTO conversation_signals VALUES (?, ?, ?)')
  for (const { facet, value } of signalsOf(category, messages)) insert.run(importId, facet, value)
}
