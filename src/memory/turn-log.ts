import type { SamDatabase } from './database.ts'
import type { StoredTurn, TurnLog } from './ports.ts'

export interface TurnRow {
  row: number
  id: string | number
  speaker: string
  text: string
  atMs: number | null
  source: string
  conversation: string
  title: string | null
}

export const selectTurns = `SELECT turns.id AS row, coalesce(external_id, turns.id) AS id, speaker, text, turns.at_ms AS atMs, source,
    name AS conversation, title
  FROM turns JOIN conversations ON conversations.id = conversation_id`

export function toTurn({ id, atMs, title, ...row }: TurnRow): StoredTurn {
  return {
    ...row,
    id: String(id),
    ...(title === null ? {} : { title }),
    ...(atMs === null ? {} : { at: new Date(atMs) }),
  }
}

const mostExamples = 5

export function createTurnLog(database: SamDatabase): TurnLog {
  const numbers = (sql: string, ...values: string[]) =>
    database
      .connection()
      .prepare(sql)
      .pluck()
      .all(...values) as number[]
  const count = (what: string) => database.connection().prepare(`SELECT count(*) FROM ${what}`).pluck().get() as number
  return {
    newest: (limit) =>
      (database.connection().prepare(`${selectTurns} ORDER BY turns.id DESC LIMIT ?`).all(limit) as TurnRow[]).map(
        toTurn,
      ),
    *all() {
      const rows = database.connection().prepare(`${selectTurns} ORDER BY conversation_id, turns.id`).iterate()
      for (const row of rows as IterableIterator<TurnRow>) yield toTurn(row)
    },
    find({ words, conversation }) {
      const quoted = words.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
      // All of them: nothing is forgotten for one word that it shares.
      const match = quoted.map((word) => `"${word}"`).join(' AND ')
      const said = match === '' ? [] : numbers('SELECT rowid FROM turns_text WHERE turns_text MATCH ?', match)
      const facts = match === '' ? [] : numbers('SELECT rowid FROM facts_text WHERE facts_text MATCH ?', match)
      const whole =
        conversation === undefined
          ? []
          : numbers(
              'SELECT turns.id FROM turns JOIN conversations ON conversations.id = conversation_id WHERE name = ?',
              conversation,
            )
      const turns = [...new Set([...said, ...whole])]
      const read = database.connection().prepare('SELECT text FROM turns WHERE id = ?').pluck()
      return { turns, facts, examples: turns.slice(0, mostExamples).map((id) => read.get(id) as string) }
    },
    rowOf: ({ source, conversation, id }) =>
      database
        .connection()
        .prepare(
          `SELECT turns.id FROM turns JOIN conversations ON conversations.id = conversation_id
           WHERE source = ? AND name = ? AND external_id = ?`,
        )
        .pluck()
        .get(source, conversation, id) as number | undefined,
    stats: () => ({
      conversations: count("conversations WHERE kind = 'conversation'"),
      documents: count("conversations WHERE kind = 'document'"),
      turns: count('turns'),
      facts: count('facts WHERE valid_to_ms IS NULL'),
      embedded: count('turn_vectors'),
      waiting: count('embedding_queue'),
      bytes: (database.connection().pragma('page_count', { simple: true }) as number) * 4096,
    }),
  }
}
