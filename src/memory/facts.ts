import type { SamDatabase } from './database.ts'
import type { Fact, FactStore } from './ports.ts'

interface FactRow {
  id: number
  text: string
  told_ms: number
  tainted: number
}

const toFact = ({ id, text, told_ms, tainted }: FactRow): Fact => ({
  id,
  text,
  toldAt: new Date(told_ms),
  ...(tainted === 1 ? { tainted: true } : {}),
})

/** Words that are in every sentence say nothing about which fact is meant. */
const common = new Set(
  'a about an and am any are as at be been did do does for from had has have i in is it its know me mention mentioned my of on or our remember said say tell that the their there they this to told was we were what when where which who whose why will with you your'.split(
    ' ',
  ),
)

/** Facts in SQLite with a full-text index (porter stems), best match first. */
export function createFactStore(database: SamDatabase): FactStore {
  const facts = (sql: string, ...values: (string | number)[]) =>
    (
      database
        .connection()
        .prepare(sql)
        .all(...values) as FactRow[]
    ).map(toFact)
  return {
    add(text, toldAt, tainted = false) {
      const { lastInsertRowid } = database
        .connection()
        .prepare('INSERT INTO facts (text, told_ms, tainted) VALUES (?, ?, ?)')
        .run(text, toldAt.getTime(), tainted ? 1 : 0)
      return { id: Number(lastInsertRowid), text, toldAt, ...(tainted ? { tainted: true } : {}) }
    },
    search(query, limit) {
      const words = query
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u)
        .filter((word) => word !== '' && !common.has(word))
      if (words.length === 0) return facts('SELECT * FROM facts ORDER BY id DESC LIMIT ?', limit)
      // Each word quoted: what a person says is never read as a query's syntax.
      const match = words.map((word) => `"${word}"`).join(' OR ')
      return facts(
        `SELECT facts.* FROM facts_text JOIN facts ON facts.id = facts_text.rowid
         WHERE facts_text MATCH ? ORDER BY facts_text.rank, facts.id DESC LIMIT ?`,
        match,
        limit,
      )
    },
    remove(id) {
      const connection = database.connection()
      // What was deleted must not stay readable in the pages of the file, nor in the journal beside it.
      connection.pragma('secure_delete = ON')
      const removed = connection.prepare('DELETE FROM facts WHERE id = ?').run(id).changes === 1
      connection.pragma('wal_checkpoint(TRUNCATE)')
      return removed
    },
  }
}
