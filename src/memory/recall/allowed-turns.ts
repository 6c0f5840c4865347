import type { Connection } from '../database.ts'
import type { RecallQuery } from '../ports.ts'

/**
 * The rows that a question's limits leave, ascending; undefined where it sets none.
 * Kinds set none while there are no documents.
 */
export function allowedTurns(connection: Connection, query: RecallQuery): number[] | undefined {
  const conditions: string[] = []
  const values: (string | number)[] = []
  const require = (condition: string, value: string | number | undefined) => {
    if (value === undefined) return
    conditions.push(condition)
    values.push(value)
  }
  require('conversations.source = ?', query.source)
  require('conversations.name = ?', query.conversation)
  require('turns.at_ms >= ?', query.since?.getTime())
  require('turns.at_ms < ?', query.until?.getTime())
  const kind = kindOf(query)
  if (
    kind !== undefined &&
    connection.prepare("SELECT 1 FROM conversations WHERE kind = 'document'").get() !== undefined
  )
    require('conversations.kind = ?', kind)
  if (conditions.length === 0) return undefined
  return connection
    .prepare(
      `SELECT turns.id FROM turns JOIN conversations ON conversations.id = turns.conversation_id
       WHERE ${conditions.join(' AND ')} ORDER BY turns.id`,
    )
    .pluck()
    .all(...values) as number[]
}

/** The only kind of conversation that is wanted; undefined when both are. */
function kindOf({ kinds }: RecallQuery): 'conversation' | 'document' | undefined {
  if (kinds === undefined || kinds.includes('turn') === kinds.includes('document')) return undefined
  return kinds.includes('turn') ? 'conversation' : 'document'
}
