import {
  actionParameters,
  forgottenText,
  type StoredAction,
  type StoredEgress,
  toActionRow,
  toEgressRow,
} from './audit-rows.ts'
import type { SamDatabase } from './database.ts'
import type { ActionEntry, ActionRow, AuditLog, AuditRow, EgressEntry } from './ports.ts'
import { redactText } from './redaction.ts'
import { keepSent } from './sent-bodies.ts'

const insertAction = `INSERT INTO audit_actions
  (at_ms, turn_id, call_id, origin, tainted, tool, tier, input, summary, decision, decided_by, duration_ms, result, receipt, undoes)
  VALUES (:atMs, :turnId, :callId, :origin, :tainted, :tool, :tier, :input, :summary, :decision, :by, :durationMs, :result,
    :receipt, :undoes)`

const insertEgress = `INSERT INTO audit_egress (at_ms, turn_id, destination, purpose, bytes, decision, decided_by)
  VALUES (?, ?, ?, ?, ?, ?, ?)`

const selectUndoable = `SELECT * FROM audit_actions AS action
  WHERE at_ms >= ? AND receipt IS NOT NULL AND result = 'ok' AND undoes IS NULL AND turn_id = coalesce(?, turn_id)
    AND NOT EXISTS (SELECT 1 FROM audit_actions AS later WHERE later.undoes = action.id AND later.result = 'ok')
  ORDER BY id DESC LIMIT 1`

/** The audit log in SQLite; triggers refuse every change (migrations.ts). Secrets are taken out before a row is written. */
export function createAuditLog(database: SamDatabase): AuditLog {
  return {
    appendAction(entry: ActionEntry): number {
      return Number(database.connection().prepare(insertAction).run(actionParameters(entry)).lastInsertRowid)
    },
    appendEgress(entry: EgressEntry): number {
      const values = [
        entry.at.getTime(),
        entry.turnId ?? null,
        redactText(entry.destination),
        redactText(entry.purpose),
      ]
      const connection = database.connection()
      return connection
        .transaction(() => {
          const row = connection.prepare(insertEgress).run(...values, entry.bytes, entry.decision, entry.by)
          const id = Number(row.lastInsertRowid)
          keepSent(connection, id, entry)
          return id
        })
        .immediate()
    },
    list({ since, limit = 1000, after = { action: 0, egress: 0 } } = {}): AuditRow[] {
      const connection = database.connection()
      const newest = (table: string, id: number) =>
        connection
          .prepare(`SELECT * FROM ${table} WHERE id > ? AND at_ms >= ? ORDER BY id DESC LIMIT ?`)
          .all(id, since?.getTime() ?? 0, limit)
      const actions = (newest('audit_actions', after.action) as StoredAction[]).map(toActionRow)
      const egress = (newest('audit_egress', after.egress) as StoredEgress[]).map(toEgressRow)
      const rows: AuditRow[] = [...actions, ...egress]
      rows.sort((a, b) => a.at.getTime() - b.at.getTime() || a.id - b.id)
      return rows.slice(-limit)
    },
    cleared: () =>
      database
        .connection()
        .prepare('SELECT count(*) FROM audit_actions WHERE summary = ?')
        .pluck()
        .get(forgottenText) as number,
    lastUndoable(since: Date, turnId?: string): ActionRow | undefined {
      const row = database
        .connection()
        .prepare(selectUndoable)
        .get(since.getTime(), turnId ?? null)
      return row === undefined ? undefined : toActionRow(row as StoredAction)
    },
  }
}
