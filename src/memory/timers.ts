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
  /** Digits of the days, 0 is Sunday: "12345". */
  weekdays: string | null
  reminder_id: string | null
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
    ...(row.weekdays === null ? {} : { weekdays: [...row.weekdays].map(Number) }),
    ...(row.reminder_id === null ? {} : { reminderId: row.reminder_id }),
    ...(row.claimed_ms === null ? {} : { claimedAt: new Date(row.claimed_ms) }),
  }
}

/** Timers, alarms and reminders in SQLite. Each change is one statement that names the state it expects, so processes cannot clash. */
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
  const insert = (timer: NewTimer, state: TimerState, claimedAt?: Date) =>
    Number(
      run(
        `INSERT INTO timers (kind, name, created_ms, duration_ms, deadline_ms, local_time, boot_id, elapsed_deadline_ms,
           weekdays, reminder_id, state, claimed_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        timer.kind,
        timer.name ?? null,
        timer.createdAt.getTime(),
        timer.durationMs ?? null,
        timer.deadline.getTime(),
        timer.localTime ?? null,
        timer.elapsed?.bootId ?? null,
        timer.elapsed?.deadlineMs ?? null,
        timer.weekdays?.join('') ?? null,
        timer.reminderId ?? null,
        state,
        claimedAt?.getTime() ?? null,
      ).lastInsertRowid,
    )
  return {
    add: (timer: NewTimer) => ({ ...timer, id: insert(timer, 'waiting'), state: 'waiting' }),
    waiting: () => select(`SELECT * FROM timers WHERE state = 'waiting' ORDER BY deadline_ms, id`),
    get: (id) => select('SELECT * FROM timers WHERE id = ?', id)[0],
    cancel: (id) => run(`UPDATE timers SET state = 'cancelled' WHERE id = ? AND state = 'waiting'`, id).changes === 1,
    restore(id, next) {
      const back = `UPDATE timers SET state = 'waiting' WHERE id = ? AND state = 'cancelled'`
      const later = `UPDATE timers SET state = 'waiting', local_time = ?, deadline_ms = ? WHERE id = ? AND state = 'cancelled'`
      const done = next === undefined ? run(back, id) : run(later, next, new Date(next).getTime(), id)
      return done.changes === 1
    },
    claim(id, at) {
      const sql = `UPDATE timers SET state = 'ringing', claimed_ms = ? WHERE id = ? AND state = 'waiting'`
      return run(sql, at.getTime(), id).changes === 1
    },
    claimOnce(series, next, at) {
      const move = database.connection().transaction((): StoredTimer | undefined => {
        const sql = `UPDATE timers SET local_time = ?, deadline_ms = ?, claimed_ms = ?
                     WHERE id = ? AND state = 'waiting' AND local_time = ?`
        const moved = run(sql, next, new Date(next).getTime(), at.getTime(), series.id, series.localTime ?? null)
        if (moved.changes !== 1) return undefined
        const { weekdays: _weekdays, id: _id, ...once } = series
        return { ...once, id: insert(once, 'ringing', at), state: 'ringing', claimedAt: at }
      })
      return move.immediate()
    },
    ofReminder: (reminderId) => select('SELECT * FROM timers WHERE reminder_id = ?', reminderId),
    lastClaimed: (since) =>
      select(
        `SELECT * FROM timers WHERE claimed_ms >= ? AND weekdays IS NULL ORDER BY claimed_ms DESC, id DESC LIMIT 1`,
        since.getTime(),
      )[0],
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
