import { type Category, categories } from '../categories/category.ts'
import type { SamDatabase } from '../database.ts'
import type { Pattern, PatternStore } from '../ports.ts'
import { facetsOf } from './facets.ts'
import { recountSignals } from './signal-rows.ts'

/** Fewer conversations than this prove nothing. */
const minimumCount = 3
/** Nor does what shows in a smaller part of the category's conversations. */
const minimumShare = 0.02
/** Of two that exclude each other, one must be this many times commoner. */
const clearlyCommoner = 1.5
const examplesEach = 3

interface CountRow {
  category: Category
  facet: string
  value: string
  count: number
  examples: string
}

/**
 * Patterns over what was imported. They are counted when asked for, from the signals that each conversation left when it was
 * imported: so they are never stale, and a re-import only changes what changed. Errors: `database-*`.
 */
export function createPatternStore(database: SamDatabase): PatternStore {
  return {
    list(only) {
      const connection = database.connection()
      const totals = new Map(
        (
          connection
            .prepare(
              'SELECT category, count(*) AS count FROM imported_conversations WHERE forgotten = 0 GROUP BY category',
            )
            .all() as { category: Category; count: number }[]
        ).map(({ category, count }) => [category, count]),
      )
      const rows = connection
        .prepare(
          `SELECT category, facet, value, max(total) AS count,
             json_group_array(json_object('source', source, 'conversation', name, 'title', title)) AS examples
           FROM (
             SELECT category, facet, value, source, name, title,
               count(*) OVER same AS total, row_number() OVER (same ORDER BY at_ms DESC, id DESC) AS place
             FROM conversation_signals JOIN imported_conversations ON id = import_id
             WHERE forgotten = 0
             WINDOW same AS (PARTITION BY category, facet, value)
           ) WHERE place <= ? GROUP BY category, facet, value`,
        )
        .all(examplesEach) as CountRow[]
      const verdicts = new Map(
        (
          connection.prepare('SELECT * FROM pattern_corrections').all() as {
            category: Category
            facet: string
            value: string
            verdict: 'wrong' | 'right'
          }[]
        ).map(({ category, facet, value, verdict }) => [keyOf(category, facet, value), verdict]),
      )
      return categories
        .filter((category) => only === undefined || category === only)
        .flatMap((category) => patternsOf(category, rows, totals.get(category) ?? 0, verdicts))
    },
    stamp() {
      const state = database
        .connection()
        .prepare(
          `SELECT count(*) AS count, max(id) AS newest, count(evidence) AS waiting, sum(corrected) AS corrected, sum(forgotten) AS forgotten,
             (SELECT json_group_array(facet || value || verdict) FROM pattern_corrections) AS verdicts FROM imported_conversations`,
        )
        .get()
      return JSON.stringify(state)
    },
    correct(category, facet, value, verdict) {
      const known = facetsOf[category].find(({ id }) => id === facet)
      if (known === undefined || !known.cues.some((cue) => cue.value === value)) return false
      const connection = database.connection()
      if (verdict === undefined) {
        const sql = 'DELETE FROM pattern_corrections WHERE category = ? AND facet = ? AND value = ?'
        connection.prepare(sql).run(category, facet, value)
      } else {
        const sql = 'INSERT OR REPLACE INTO pattern_corrections VALUES (?, ?, ?, ?)'
        connection.prepare(sql).run(category, facet, value, verdict)
      }
      return true
    },
    recategorise(source, conversation, category) {
      const connection = database.connection()
      const move = connection.transaction(() => {
        const row = connection
          .prepare(
            `UPDATE imported_conversations SET category = ?, share = 1, corrected = 1 WHERE source = ? AND name = ? RETURNING id`,
          )
          .get(category, source, conversation) as { id: number } | undefined
        if (row === undefined) return false
        recountSignals(connection, row.id, category)
        return true
      })
      return move.immediate()
    },
  }
}

function keyOf(category: Category, facet: string, value: string): string {
  return `${category}/${facet}/${value}`
}

function patternsOf(
  category: Category,
  rows: readonly CountRow[],
  total: number,
  verdicts: ReadonlyMap<string, 'wrong' | 'right'>,
): Pattern[] {
  return facetsOf[category].flatMap((facet): Pattern[] => {
    const counted = rows.filter((row) => row.category === category && row.facet === facet.id)
    const verdictOf = (value: string) => verdicts.get(keyOf(category, facet.id, value))
    const countOf = (value: string) => counted.find((row) => row.value === value)?.count ?? 0
    const stands = (value: string) => {
      const count = countOf(value)
      if (count < minimumCount || count < minimumShare * total) return false
      const rival = facet.cues.find((cue) => cue.value !== value)?.value
      return facet.opposed !== true || rival === undefined || count >= clearlyCommoner * countOf(rival)
    }
    return facet.cues
      .map(({ value }) => ({ value, verdict: verdictOf(value), count: countOf(value) }))
      .filter(({ value, verdict }) => verdict !== undefined || stands(value))
      .map(({ value, verdict, count }) => ({
        category,
        facet: facet.id,
        title: facet.title,
        value,
        count,
        of: total,
        examples: JSON.parse(counted.find((row) => row.value === value)?.examples ?? '[]') as Pattern['examples'],
        ...(verdict === undefined ? {} : { verdict }),
      }))
      .sort((a, b) => b.count - a.count)
  })
}
