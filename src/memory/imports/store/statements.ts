import type { Connection } from '../../database.ts'

/** The statements of the import. */
export type Statements = ReturnType<typeof prepareStatements>

export function prepareStatements(connection: Connection) {
  return {
    known: connection.prepare(
      'SELECT id, messages, skipped, category FROM imported_conversations WHERE raw = ? AND source = ? AND forgotten = 0',
    ),
    find: connection.prepare('SELECT * FROM imported_conversations WHERE source = ? AND name = ?'),
    turns: connection.prepare(
      `SELECT turns.id, external_id FROM turns JOIN conversations ON conversations.id = conversation_id
       WHERE source = ? AND name = ?`,
    ),
    forgotten: connection.prepare('SELECT message FROM forgotten_messages WHERE import_id = ?').pluck(),
    save: connection.prepare(
      `INSERT INTO imported_conversations (source, name, title, at_ms, updated_ms, raw, messages, skipped, category, share, evidence)
       VALUES (@source, @name, @title, @atMs, @updatedMs, @raw, @messages, @skipped, @category, @share, @evidence)
       ON CONFLICT (source, name) DO UPDATE SET
         title = @title, at_ms = @atMs, updated_ms = @updatedMs, raw = @raw, messages = @messages, skipped = @skipped,
         category = iif(corrected, category, @category), share = iif(corrected, share, @share),
         evidence = @evidence, forgotten = 0
       RETURNING id, category`,
    ),
    forgetTurns: connection.prepare('DELETE FROM conversations WHERE source = ? AND name = ?'),
    demote: connection.prepare(
      `INSERT OR REPLACE INTO imported_alternatives (import_id, message, speaker, text, at_ms)
       SELECT ?, external_id, speaker, text, at_ms FROM turns WHERE id = ?`,
    ),
    replaced: connection.prepare(`UPDATE turns SET origin = 'replaced' WHERE id = ?`),
    removeTurn: connection.prepare('DELETE FROM turns WHERE id = ?'),
    promote: connection.prepare('DELETE FROM imported_alternatives WHERE import_id = ? AND message = ?'),
    alternative: connection.prepare(
      `INSERT OR REPLACE INTO imported_alternatives (import_id, message, parent, speaker, text, at_ms)
       VALUES (?, ?, ?, ?, ?, ?)`,
    ),
    forgottenInstructions: connection.prepare('SELECT 1 FROM forgotten_instructions WHERE key = ?').pluck(),
    instructions: connection.prepare('INSERT OR IGNORE INTO custom_instructions (source, text) VALUES (?, ?)'),
    clearSignals: connection.prepare('DELETE FROM conversation_signals WHERE import_id = ?'),
    signal: connection.prepare('INSERT OR IGNORE INTO conversation_signals VALUES (?, ?, ?)'),
  }
}
