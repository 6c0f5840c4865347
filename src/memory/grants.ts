import { SamError } from '../core/errors.ts'
import type { SamDatabase } from './database.ts'
import type { Grant, GrantStore } from './ports.ts'

interface GrantRow {
  id: number
  effect: 'allow' | 'deny'
  tool: string
  target: string | null
  created_ms: number
  expires_ms: number | null
}

function toGrant(row: GrantRow): Grant {
  return {
    id: row.id,
    effect: row.effect,
    tool: row.tool,
    createdAt: new Date(row.created_ms),
    ...(row.target === null ? {} : { target: row.target }),
    ...(row.expires_ms === null ? {} : { expiresAt: new Date(row.expires_ms) }),
  }
}

const holds = '(expires_ms IS NULL OR expires_ms > ?)'

/** Remembered permissions in SQLite; what has expired is neither listed nor matched. */
export function createGrantStore(database: SamDatabase): GrantStore {
  const select = (sql: string, ...values: (string | number | null)[]) =>
    (
      database
        .connection()
        .prepare(sql)
        .all(...values) as GrantRow[]
    ).map(toGrant)
  return {
    add(grant) {
      if (grant.effect === 'allow' && grant.expiresAt === undefined) {
        throw new SamError('grant-without-end', 'A remembered permission must have an end.', { kind: 'usage' })
      }
      const { lastInsertRowid } = database
        .connection()
        .prepare('INSERT INTO grants (effect, tool, target, created_ms, expires_ms) VALUES (?, ?, ?, ?, ?)')
        .run(
          grant.effect,
          grant.tool,
          grant.target ?? null,
          grant.createdAt.getTime(),
          grant.expiresAt?.getTime() ?? null,
        )
      return { ...grant, id: Number(lastInsertRowid) }
    },
    remove: (id) => database.connection().prepare('DELETE FROM grants WHERE id = ?').run(id).changes === 1,
    list: (now) => select(`SELECT * FROM grants WHERE ${holds} ORDER BY id`, now.getTime()),
    matching(tool, target, now) {
      const sql = `SELECT * FROM grants WHERE tool = ? AND (target IS NULL OR target = ?) AND ${holds} ORDER BY id`
      return select(sql, tool, target ?? null, now.getTime())
    },
  }
}
