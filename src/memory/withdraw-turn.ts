import type { Connection } from './database.ts'
import { removeFact } from './facts.ts'

/** A turn that goes was kept a moment ago: it is among the last rows. */
const recentRows = 200

/** Takes out what was said and answered in a turn of SAM, and what was learned of it. The caller has a transaction. */
export function withdrawTurn(connection: Connection, turnId: string): void {
  const rows = connection
    .prepare(
      'SELECT id FROM turns WHERE external_id IN (?, ?) AND id > (SELECT max(id) FROM turns) - ? ORDER BY id DESC',
    )
    .pluck()
    .all(`${turnId}/asked`, `${turnId}/answered`, recentRows) as number[]
  const learned = connection.prepare('SELECT id FROM facts WHERE turn_id = ? ORDER BY id DESC').pluck()
  const remove = connection.prepare('DELETE FROM turns WHERE id = ?')
  for (const row of rows) {
    // What a fact had replaced holds again: the newest one goes first.
    for (const fact of learned.all(row) as number[]) removeFact(connection, fact)
    remove.run(row)
  }
  connection.prepare('DELETE FROM training_examples WHERE turn_id = ?').run(turnId)
  // Also a pair in which it was the correction of the turn before.
  connection
    .prepare("DELETE FROM preferences WHERE turn_id = @id OR origin LIKE '% in turn ' || @id")
    .run({ id: turnId })
}
