import type { SamDatabase } from '../database.ts'

/** Turns that a model had a part in, and those of them that the user corrected or a stronger model had to answer. */
export interface TurnTrouble {
  turns: number
  troubled: number
}

/** So many of the turns before count: last week, not last year. */
const before = 200

const counted = (turns: string) => `SELECT count(*) AS turns, coalesce(sum(troubled), 0) AS troubled FROM (${turns})`
const turns = `SELECT (feedback IN ('bad', 'correction') OR outcomes.model = 'claude' OR route = 'escalate') IS TRUE AS troubled
  FROM turn_outcomes AS outcomes JOIN turns ON turns.id = outcomes.asked
  WHERE outcomes.model <> 'fast-path'`

/** How often turns went wrong before a moment and since then, the first `limit` of them. Errors: `database-*`. */
export function turnTrouble(
  database: SamDatabase,
  since: Date,
  limit: number,
): { before: TurnTrouble; since: TurnTrouble } {
  const ask = (sql: string, ...values: number[]) =>
    database
      .connection()
      .prepare(counted(sql))
      .get(...values) as TurnTrouble
  const moment = since.getTime()
  return {
    before: ask(`${turns} AND at_ms < ? ORDER BY turns.id DESC LIMIT ?`, moment, before),
    since: ask(`${turns} AND at_ms >= ? ORDER BY turns.id LIMIT ?`, moment, limit),
  }
}
