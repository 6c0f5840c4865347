import type { SamDatabase } from './database.ts'
import type { StoredTurn, Timeline, TimelinePlace } from './ports.ts'
import { selectTurns, type TurnRow, toTurn } from './turn-log.ts'

/** What was said by the time it was said, page by page; what has no time comes last. Errors: `database-*`. */
export function createTimeline(database: SamDatabase): Timeline {
  const turns = (sql: string, ...values: number[]): StoredTurn[] =>
    (
      database
        .connection()
        .prepare(`${selectTurns} ${sql}`)
        .all(...values) as TurnRow[]
    ).map(toTurn)
  const dated = (before: TimelinePlace | undefined, limit: number) => {
    const newest = 'ORDER BY turns.at_ms DESC, turns.id DESC LIMIT ?'
    if (before === undefined) return turns(`WHERE turns.at_ms IS NOT NULL ${newest}`, limit)
    if (before.atMs === undefined) return []
    return turns(`WHERE (turns.at_ms, turns.id) < (?, ?) ${newest}`, before.atMs, before.row, limit)
  }
  const undated = (before: TimelinePlace | undefined, limit: number) => {
    const last = before !== undefined && before.atMs === undefined ? before.row : Number.MAX_SAFE_INTEGER
    return turns('WHERE turns.at_ms IS NULL AND turns.id < ? ORDER BY turns.id DESC LIMIT ?', last, limit)
  }
  return {
    before(place, limit) {
      const found = dated(place, limit)
      return found.length === limit ? found : [...found, ...undated(place, limit - found.length)]
    },
    of: (rows) => rows.flatMap((row) => turns('WHERE turns.id = ?', row)),
  }
}
