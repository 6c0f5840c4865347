import type { SamDatabase } from '../database.ts'
import type { DescribedExample, TrainingStore } from '../imports/store/training-store.ts'

/** How far a session log was read. */
export interface SessionPlace {
  /** Bytes before the first request that is not answered to its end yet. */
  position: number
  /** Of the file when it was read: unchanged, it need not be opened. */
  size: number
  modifiedMs: number
  /** Nothing was added for so long that its last answer counts as whole. */
  settled: boolean
}

/** Session logs and what was learned from them. Errors: `database-*`. */
export interface SessionLogs {
  place(file: string): SessionPlace | undefined
  /** Keeps examples and how far the log was read in one step: what is killed in between has done neither. Answers how many are new. */
  commit(file: string, place: SessionPlace, examples: readonly DescribedExample[]): number
}

export function createSessionLogs(database: SamDatabase, training: TrainingStore): SessionLogs {
  return {
    place(file) {
      const row = database
        .connection()
        .prepare('SELECT position, size, modified_ms AS modifiedMs, settled FROM session_logs WHERE file = ?')
        .get(file) as (Omit<SessionPlace, 'settled'> & { settled: number }) | undefined
      return row && { ...row, settled: row.settled === 1 }
    },
    commit(file, { position, size, modifiedMs, settled }, examples) {
      const connection = database.connection()
      return connection
        .transaction(() => {
          const added = training.put(examples).filter(Boolean).length
          connection
            .prepare(
              'INSERT OR REPLACE INTO session_logs (file, position, size, modified_ms, settled) VALUES (?, ?, ?, ?, ?)',
            )
            .run(file, position, size, modifiedMs, Number(settled))
          return added
        })
        .immediate()
    },
  }
}
