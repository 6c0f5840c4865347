import type { Connection } from './database.ts'
import { removeFact, reviveEnded } from './facts.ts'

/**
 * Takes out what was said and answered in a turn of SAM, and what was learned of it. The caller has a transaction.
 * @param conversation the live one in which it was kept
 */
export function withdrawTurn(connection: Connection, turnId: string, conversation: string): void {
  const rows = connection
    .prepare(
      `SELECT turns.id, turns.at_ms AS atMs FROM turns JOIN conversations ON conversations.id = conversation_id
       WHERE source = 'live' AND name = ? AND external_id IN (?, ?) ORDER BY turns.id DESC`,
    )
    .all(conversation, `${turnId}/asked`, `${turnId}/answered`) as { id: number; atMs: number | null }[]
  const learned = connection.prepare('SELECT id FROM facts WHERE turn_id = ? ORDER BY id DESC').pluck()
  const remove = connection.prepare('DELETE FROM turns WHERE id = ?')
  for (const { id, atMs } of rows) {
    // What a fact had replaced holds again: the newest one goes first.
    for (const fact of learned.all(id) as number[]) removeFact(connection, fact)
    if (atMs !== null) reviveEnded(connection, atMs)
    remove.run(id)
  }
  withdrawLearned(connection, turnId)
}

/** Takes out the example that was kept of a turn, and the pairs that it made: also one in which it was the correction of the turn before. */
export function withdrawLearned(connection: Connection, turnId: string): void {
  connection.prepare('DELETE FROM training_examples WHERE turn_id = ?').run(turnId)
  connection
    .prepare("DELETE FROM preferences WHERE turn_id = @id OR origin LIKE '% in turn ' || @id")
    .run({ id: turnId })
}
