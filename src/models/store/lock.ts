import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { checkPath, isDiskFull, SamError } from '../../core/errors.ts'

const pollMs = 200

/**
 * Runs `work` while no other process (nor this one) runs anything under the same name. The lock is SQLite's lock on an empty
 * database file: the operating system drops it when a process dies, so that nothing stale is ever left behind. Error `folder-unusable`.
 */
export async function withLock<Result>(
  file: string,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  makeFolder(path.dirname(file))
  const database = new Database(file, { timeout: 0 })
  try {
    while (!tryLock(database)) await wait(pollMs, undefined, { signal })
    return await work()
  } finally {
    database.close()
  }
}

function makeFolder(folder: string): void {
  try {
    fs.mkdirSync(folder, { recursive: true })
  } catch (cause) {
    if (isDiskFull(cause)) throw cause
    throw new SamError('folder-unusable', `The folder ${folder} cannot be made.`, {
      remedy: `${checkPath} Look at what SAM_HOME and SAM_MODELS name, too.`,
      cause,
    })
  }
}

function tryLock(database: Database.Database): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return false
    throw error
  }
}
