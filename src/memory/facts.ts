import type { Connection, SamDatabase } from './database.ts'
import { extractFacts, type Statement } from './extract-facts.ts'
import type { Fact, FactStore } from './ports.ts'
import { tellingWords } from './recall/telling-words.ts'
import { redactText } from './redaction.ts'

interface FactRow {
  id: number
  text: string
  told_ms: number
  tainted: number
  subject: string | null
  attribute: string | null
  value: string | null
  valid_from_ms: number | null
  valid_to_ms: number | null
  turn_id: number | null
  refuted_ms: number | null
}

function toFact(row: FactRow): Fact {
  const { id, text, told_ms, tainted, subject, attribute, value, valid_to_ms, turn_id, refuted_ms } = row
  return {
    id,
    text,
    toldAt: new Date(told_ms),
    ...(tainted === 1 ? { tainted: true } : {}),
    ...(subject === null ? {} : { subject }),
    ...(attribute === null ? {} : { attribute }),
    ...(value === null ? {} : { value }),
    ...(valid_to_ms === null ? {} : { validTo: new Date(valid_to_ms) }),
    ...(turn_id === null ? {} : { turn: turn_id }),
    ...(refuted_ms === null ? {} : { refutedAt: new Date(refuted_ms) }),
  }
}

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
      const connection = database.connection()
      return connection
        .transaction(() => {
          // What others may have written is kept as words, and replaces nothing.
          const [statement] = tainted ? [] : extractFacts(text)
          if (statement?.ended === true) endValue(connection, statement, toldAt.getTime())
          return keep(connection, { text, at: toldAt, tainted, statement })
        })
        .immediate()
    },
    learn({ text: said, at, turn }) {
      const text = redactText(said)
      const statements = extractFacts(text)
      if (statements.length === 0) return []
      const connection = database.connection()
      return connection
        .transaction(() =>
          statements.flatMap((statement) => {
            if (statement.ended === true) endValue(connection, statement, at.getTime())
            return statement.ended === true || isKnown(connection, statement, at)
              ? []
              : [keep(connection, { text, at, statement, turn })]
          }),
        )
        .immediate()
    },
    search(query, limit) {
      const words = tellingWords(query)
      if (words.length === 0)
        return facts('SELECT * FROM facts WHERE valid_to_ms IS NULL ORDER BY id DESC LIMIT ?', limit)
      // Each word quoted: what a person says is never read as a query's syntax.
      const match = words.map((word) => `"${word}"`).join(' OR ')
      return facts(
        `SELECT facts.* FROM facts_text JOIN facts ON facts.id = facts_text.rowid
         WHERE facts_text MATCH ? AND valid_to_ms IS NULL ORDER BY facts_text.rank, facts.id DESC LIMIT ?`,
        match,
        limit,
      )
    },
    list({ limit = 100, history = false } = {}) {
      const which = history ? '' : 'WHERE valid_to_ms IS NULL'
      return facts(
        `SELECT * FROM facts ${which} ORDER BY coalesce(valid_from_ms, told_ms) DESC, id DESC LIMIT ?`,
        limit,
      )
    },
    remove(id) {
      const connection = database.connection()
      const removed = connection.transaction(() => removeFact(connection, id)).immediate()
      // Nor must it stay in the journal beside the file.
      connection.pragma('wal_checkpoint(TRUNCATE)')
      return removed
    },
    refute(id, at) {
      const connection = database.connection()
      const change = connection.transaction(() =>
        at === undefined ? takeBackRefutation(connection, id) : refuteFact(connection, id, at.getTime()),
      )
      return change.immediate()
    },
  }
}

interface Kept {
  text: string
  at: Date
  tainted?: boolean
  statement?: Statement | undefined
  turn?: number | undefined
}

/** Writes a fact and its place in the line of values. */
function keep(connection: Connection, { text, at, tainted = false, statement, turn }: Kept): Fact {
  const atMs = at.getTime()
  // What ends something is kept as words only.
  const line = statement?.ended === true ? undefined : statement
  const nextMs = line === undefined ? null : replaceValue(connection, line, atMs)
  const { lastInsertRowid } = connection
    .prepare(
      `INSERT INTO facts (text, told_ms, tainted, subject, attribute, value, valid_from_ms, valid_to_ms, turn_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      text,
      atMs,
      tainted ? 1 : 0,
      line?.subject ?? null,
      line?.attribute ?? null,
      line?.value ?? null,
      line === undefined ? null : atMs,
      nextMs,
      turn ?? null,
    )
  return toFact(connection.prepare('SELECT * FROM facts WHERE id = ?').get(lastInsertRowid) as FactRow)
}

const sameValue = 'subject = ? AND attribute = ? AND lower(value) = lower(?)'

/** It holds, or it was said before the user called it untrue. */
function isKnown(connection: Connection, { subject, attribute, value }: Statement, at: Date): boolean {
  const found = connection.prepare(
    `SELECT 1 FROM facts WHERE ${sameValue} AND (valid_to_ms IS NULL OR refuted_ms >= ?)`,
  )
  return found.get(subject, attribute, value, at.getTime()) !== undefined
}

function endValue(connection: Connection, { subject, attribute, value }: Statement, atMs: number): void {
  const end = connection.prepare(`UPDATE facts SET valid_to_ms = ? WHERE ${sameValue} AND valid_to_ms IS NULL`)
  end.run(atMs, subject, attribute, value)
}

/** What words of that moment said to hold no longer holds again. Facts that were learned of them are gone already. */
export function reviveEnded(connection: Connection, atMs: number): void {
  connection
    .prepare(
      `UPDATE facts AS ended SET valid_to_ms = NULL WHERE valid_to_ms = ? AND refuted_ms IS NULL AND NOT EXISTS (
         SELECT 1 FROM facts WHERE subject = ended.subject AND attribute = ended.attribute AND valid_from_ms = ended.valid_to_ms
       )`,
    )
    .run(atMs)
}

/**
 * Ends what held before. Answers when the new value ended in turn: what is told of the past, for example by an import, replaces
 * nothing that was said later.
 */
function replaceValue(connection: Connection, { subject, attribute, several }: Statement, atMs: number): number | null {
  if (several === true) return null
  const ofLine = 'subject = ? AND attribute = ?'
  connection
    .prepare(
      `UPDATE facts SET valid_to_ms = ? WHERE ${ofLine} AND valid_from_ms <= ? AND (valid_to_ms IS NULL OR valid_to_ms > ?)`,
    )
    .run(atMs, subject, attribute, atMs, atMs)
  return connection
    .prepare(`SELECT min(valid_from_ms) FROM facts WHERE ${ofLine} AND valid_from_ms > ?`)
    .pluck()
    .get(subject, attribute, atMs) as number | null
}

/** False when it is not there; the caller has a transaction. */
export function removeFact(connection: Connection, id: number): boolean {
  const fact = connection.prepare('SELECT * FROM facts WHERE id = ?').get(id) as FactRow | undefined
  if (fact === undefined) return false
  connection.prepare('DELETE FROM facts WHERE id = ?').run(id)
  leaveLine(connection, fact)
  return true
}

/** What the fact had replaced holds until the fact itself was replaced. */
function leaveLine(connection: Connection, fact: FactRow): void {
  if (fact.valid_from_ms === null) return
  connection
    .prepare('UPDATE facts SET valid_to_ms = ? WHERE subject = ? AND attribute = ? AND valid_to_ms = ?')
    .run(fact.valid_to_ms, fact.subject, fact.attribute, fact.valid_from_ms)
}

function refuteFact(connection: Connection, id: number, atMs: number): boolean {
  const fact = connection.prepare('SELECT * FROM facts WHERE id = ? AND refuted_ms IS NULL').get(id) as
    | FactRow
    | undefined
  if (fact === undefined) return false
  connection
    .prepare('UPDATE facts SET refuted_ms = ?, valid_to_ms = ?, valid_from_ms = NULL WHERE id = ?')
    .run(atMs, atMs, id)
  leaveLine(connection, fact)
  return true
}

/** It takes its place in the line of values again, at the time it was told. */
function takeBackRefutation(connection: Connection, id: number): boolean {
  const row = connection.prepare('SELECT * FROM facts WHERE id = ? AND refuted_ms IS NOT NULL').get(id) as
    | FactRow
    | undefined
  if (row === undefined) return false
  const statement = extractFacts(row.text).find(
    ({ subject, attribute, value }) => subject === row.subject && attribute === row.attribute && value === row.value,
  )
  connection.prepare('DELETE FROM facts WHERE id = ?').run(id)
  const { text, told_ms, tainted, turn_id } = row
  keep(connection, { text, at: new Date(told_ms), tainted: tainted === 1, statement, turn: turn_id ?? undefined })
  return true
}
