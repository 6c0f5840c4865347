import type { SamDatabase } from './database.ts'
import type { ReminderStore, StoredReminder } from './ports.ts'

interface ReminderRow {
  id: number
  list: string
  text: string
  due_local: string | null
  all_day: number
}

/** Reminders and their lists in SQLite. */
export function createReminderStore(database: SamDatabase): ReminderStore {
  const prepare = (sql: string) => database.connection().prepare(sql)
  return {
    lists: () => prepare('SELECT name FROM reminder_lists').pluck().all() as string[],
    addList(name) {
      prepare('INSERT OR IGNORE INTO reminder_lists (name) VALUES (?)').run(name)
    },
    removeList(name) {
      prepare('DELETE FROM reminder_lists WHERE name = ?').run(name)
    },
    add({ list, text, dueLocal, allDay }) {
      const sql = 'INSERT INTO reminders (list, text, due_local, all_day) VALUES (?, ?, ?, ?)'
      return Number(prepare(sql).run(list, text, dueLocal ?? null, allDay ? 1 : 0).lastInsertRowid)
    },
    open(list) {
      const rows =
        list === undefined
          ? prepare('SELECT * FROM reminders WHERE done = 0 ORDER BY id').all()
          : prepare('SELECT * FROM reminders WHERE done = 0 AND list = ? ORDER BY id').all(list)
      return (rows as ReminderRow[]).map(toReminder)
    },
    setDone: (id, done) => prepare('UPDATE reminders SET done = ? WHERE id = ?').run(done ? 1 : 0, id).changes === 1,
    remove: (id) => prepare('DELETE FROM reminders WHERE id = ?').run(id).changes === 1,
  }
}

function toReminder({ id, list, text, due_local, all_day }: ReminderRow): StoredReminder {
  return { id, list, text, allDay: all_day === 1, ...(due_local === null ? {} : { dueLocal: due_local }) }
}
