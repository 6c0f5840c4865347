import type { Connection, SamDatabase } from './database.ts'
import { emptyJournal } from './forgetting/empty-journal.ts'
import type { EgressEntry, SentRecord, SentStore } from './ports.ts'
import { redactText } from './redaction.ts'

const mostRows = 200
const mostBytes = 32_000_000
const keptMs = 30 * 86_400_000

/** Headers that are, or hold, a key. */
const secretHeader = /key|auth|cookie|token|secret/i

interface Row {
  egress_id: number
  at_ms: number
  method: string
  address: string
  headers: string
  body: string
}

/** Keeps what an egress row tells of; the caller has a transaction. */
export function keepSent(connection: Connection, egressId: number, { at, turnId, content }: EgressEntry): void {
  if (content === undefined) return
  const { method, address, headers, body } = content
  const shown = headers.map(([name, value]) => [name, secretHeader.test(name) ? '[secret]' : redactText(value)])
  connection
    .prepare(
      `INSERT INTO sent_bodies (egress_id, at_ms, turn_id, method, address, headers, body, bytes)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      ...[egressId, at.getTime(), turnId ?? null, method, redactText(address), JSON.stringify(shown), body],
      Buffer.byteLength(body),
    )
  dropOld(connection, at)
}

function dropOld(connection: Connection, now: Date): void {
  connection
    .prepare(
      `DELETE FROM sent_bodies WHERE at_ms < ? OR egress_id IN (
         SELECT egress_id FROM (
           SELECT egress_id, row_number() OVER newest AS place, sum(bytes) OVER newest AS total FROM sent_bodies
           WINDOW newest AS (ORDER BY egress_id DESC)
         ) WHERE place > ? OR total > ?)`,
    )
    .run(now.getTime() - keptMs, mostRows, mostBytes)
}

export function createSentStore(database: SamDatabase): SentStore {
  return {
    read(of, now) {
      const connection = database.connection()
      dropOld(connection, now)
      const [column, value] = 'egressId' in of ? ['egress_id', of.egressId] : ['turn_id', of.turnId]
      const rows = connection.prepare(`SELECT * FROM sent_bodies WHERE ${column} = ? ORDER BY egress_id`).all(value)
      return (rows as Row[]).map(toRecord)
    },
    kept(now) {
      const connection = database.connection()
      dropOld(connection, now)
      return new Set(connection.prepare('SELECT egress_id FROM sent_bodies').pluck().all() as number[])
    },
    forget(egressId) {
      const connection = database.connection()
      const { changes } = connection
        .prepare('DELETE FROM sent_bodies WHERE egress_id = @egressId OR @egressId IS NULL')
        .run({ egressId: egressId ?? null })
      emptyJournal(connection)
      return changes
    },
  }
}

function toRecord({ egress_id: egressId, at_ms, headers, method, address, body }: Row): SentRecord {
  return { egressId, at: new Date(at_ms), method, address, headers: JSON.parse(headers), body }
}
