import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type Sqlite from 'better-sqlite3'
import { SamError } from '../core/errors.ts'
import { migrations } from './migrations.ts'

export type Connection = Sqlite.Database

/** SAM's one database file. Opened at first use, so that a command that needs none pays nothing. */
export interface SamDatabase {
  readonly file: string
  /** The open, migrated connection. Errors: `database-unavailable`, `database-damaged`, `database-newer`. */
  connection(): Connection
  close(): void
}

const busyTimeoutMs = 5000
const require = createRequire(import.meta.url)

/** @param home folder that holds `sam.db`; made (private to the user) when absent. */
export function createDatabase(home: string): SamDatabase {
  const file = path.join(home, 'sam.db')
  let open: Connection | undefined
  return {
    file,
    connection() {
      open ??= openConnection(file)
      return open
    },
    close() {
      open?.close()
      open = undefined
    },
  }
}

function openConnection(file: string): Connection {
  let connection: Connection | undefined
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    // Required here and not imported above: loading the native library is a good part of a trivial command's time.
    const Database = require('better-sqlite3') as typeof Sqlite
    connection = new Database(file, { timeout: busyTimeoutMs })
    writeAhead(connection)
    connection.pragma('synchronous = NORMAL')
    connection.pragma('foreign_keys = ON')
    // What is deleted or replaced must not stay readable in the pages of the file.
    connection.pragma('secure_delete = ON')
    migrate(connection, file)
    fs.chmodSync(file, 0o600)
    return connection
  } catch (cause) {
    connection?.close()
    throw databaseError(file, cause)
  }
}

/** Switching the journal answers "busy" at once, without waiting, while another process does the same. */
function writeAhead(connection: Connection): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      connection.pragma('journal_mode = WAL')
      return
    } catch (error) {
      if (attempt === 100 || !/^SQLITE_BUSY/.test(codeOf(error))) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    }
  }
}

function versionOf(connection: Connection): number {
  return connection.pragma('user_version', { simple: true }) as number
}

/** Runs what is missing, in one transaction; a second process waits and then finds it done. */
function migrate(connection: Connection, file: string): void {
  if (versionOf(connection) === migrations.length) return
  connection
    .transaction(() => {
      const from = versionOf(connection)
      if (from > migrations.length) {
        throw new SamError('database-newer', `${file} was written by a later version of SAM.`, {
          remedy: 'Update SAM, or set SAM_HOME to another folder.',
        })
      }
      for (const step of migrations.slice(from)) connection.exec(step)
      connection.pragma(`user_version = ${migrations.length}`)
    })
    .immediate()
}

function codeOf(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  return typeof code === 'string' ? code : ''
}

function databaseError(file: string, cause: unknown): SamError {
  if (cause instanceof SamError) return cause
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(codeOf(cause))) {
    return new SamError('database-damaged', `${file} is damaged or is not SAM's database.`, {
      cause,
      remedy: `Move ${file} away, or put a backup in its place.`,
    })
  }
  const detail = cause instanceof Error ? cause.message : String(cause)
  return new SamError('database-unavailable', `SAM's database ${file} cannot be opened: ${detail}.`, {
    cause,
    remedy: 'Check that the folder can be written and the disk is not full, or set SAM_HOME.',
  })
}
