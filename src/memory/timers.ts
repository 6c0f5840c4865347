import type { SamDatabase } from './database.ts'
import type { NewTimer, StoredTimer, TimerKind, TimerState, TimerStore } from './ports.ts'

interface TimerRow {
  id: number
  kind: TimerKind
  name: string | null
  created_ms: number
  duration_ms: number | null
  deadline_ms: number
  local_time: string | null
  boot_id: string | null
  elapsed_deadline_ms: number | null
  state: TimerState
  claimed_ms: number | null
}

function toTimer(row: TimerRow): StoredTimer {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    createdAt: new Date(row.created_ms),
    deadline: new Date(row.deadline_ms),
    ...(row.name === null ? {} : { name: row.name }),
    ...(row.duration_ms === null ? {} : { durationMs: row.duration_ms }),
    ...(row.local_time === null ? {} : { localTime: row.local_time }),
    ...(row.boot_id === null || row.elapsed_deadline_ms === null
      ? {}
      : { elapsed: { bootId: row.boot_id, deadlineMs: row.elapsed_deadline_ms } }),
  }
}

/** Timers and alarms in SQLite. Each change is one statement that names the state it expects, so processes cannot clash. */
export function createTimerStore(database: SamDatabase): TimerStore {
  const run = (sql: string, ...values: (string | number | null)[]) =>
    database
      .connection()
      .prepare(sql)
      .run(...values)
  const select = (sql: string, ...values: (string | number)[]) =>
    (
      database
        .connection()
        .prepare(sql)
        .all(...values) as TimerRow[]
    ).map(toTimer)
  return {
    add(timer: NewTimer) {
      const { lastInsertRowid } = run(
        `INSERT INTO timers (kind, name, created_ms, duration_ms, deadline_ms, local_time, boot_id, elapsed_deadline_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        timer.kind,
        timer.name ?? null,
        timer.createdAt.getTime(),
        timer.durationMs ?? null,
        timer.deadline.getTime(),
        timer.localTime ?? null,
        timer.elapsed?.bootId ?? null,
        timer.elapsed?.deadlineMs ?? null,
      )
      return { ...timer, id: Number(lastInsertRowid), state: 'waiting' }
    },
    waiting: () => select(`SELECT * FROM timers WHERE state = 'waiting' ORDER BY deadline_ms, id`),
    get: (id) => select('SELECT * FROM timers WHERE id = ?', id)[0],
    cancel: (id) => run(`UPDATE timers SET state = 'cancelled' WHERE id = ? AND state = 'waiting'`, id).changes === 1,
    restore: (id) => run(`UPDATE timers SET state = 'waiting' WHERE id = ? AND state = 'cancelled'`, id).changes === 1,
    claim(id, at) {
      const sql = `UPDATE timers SET state = 'ringing', claimed_ms = ? WHERE id = ? AND state = 'waiting'`
      return run(sql, at.getTime(), id).changes === 1
    },
    finish(id, state) {
      run(`UPDATE timers SET state = ? WHERE id = ? AND state = 'ringing'`, state, id)
    },
    abandoned: (before) => select(`SELECT * FROM timers WHERE state = 'ringing' AND claimed_ms < ?`, before.getTime()),
    beat(processId, at) {
      run(
        'INSERT INTO ringers VALUES (?, ?) ON CONFLICT (process_id) DO UPDATE SET beat_ms = excluded.beat_ms',
        processId,
        at.getTime(),
      )
    },
    retire(processId) {
      run('DELETE FROM ringers WHERE process_id = ?', processId)
    },
    ringers(since) {
      const rows = database
        .connection()
        .prepare('SELECT process_id FROM ringers WHERE beat_ms >= ?')
        .all(since.getTime())
      return (rows as { process_id: number }[]).map((row) => row.process_id)
    },
  }
}
