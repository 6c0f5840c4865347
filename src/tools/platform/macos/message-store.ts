import fs from 'node:fs'
import { createRequire } from 'node:module'
import type Sqlite from 'better-sqlite3'
import { SamError } from '../../../core/errors.ts'
import type { ReceivedMessage } from '../personal-port.ts'

const require = createRequire(import.meta.url)

/** Dates of Apple's databases count from here: in nanoseconds, in old rows in seconds. */
const epochMs = Date.UTC(2001, 0, 1)
const mostRows = 500
const longestText = 2000

interface Row {
  text: string | null
  body: Buffer | null
  date: number
  handle: string | null
}

const newest = `SELECT message.text, message.attributedBody AS body, message.date, handle.id AS handle
  FROM message LEFT JOIN handle ON handle.ROWID = message.handle_id
  WHERE message.is_from_me = 0 AND COALESCE(message.associated_message_type, 0) = 0
  ORDER BY message.date DESC LIMIT ${mostRows}`

/** Errors: `messages-not-readable`. */
export function checkMessageStore(file: string): void {
  try {
    fs.accessSync(file, fs.constants.R_OK)
    fs.closeSync(fs.openSync(file, 'r'))
  } catch (cause) {
    throw notReadable(cause)
  }
}

/**
 * The newest messages in the database of Messages, which is opened for reading only.
 * @param from telephone numbers and addresses of who sent them; everybody when absent
 */
export function readMessageStore(
  file: string,
  { from, limit }: { from?: readonly string[]; limit: number },
): ReceivedMessage[] {
  const wanted = from === undefined ? undefined : new Set(from.map(plainHandle))
  let database: Sqlite.Database | undefined
  try {
    const Database = require('better-sqlite3') as typeof Sqlite
    database = new Database(file, { readonly: true, timeout: 2000 })
    const rows = database.prepare<[], Row>(newest).all()
    return rows
      .filter((row) => wanted === undefined || wanted.has(plainHandle(row.handle ?? '')))
      .map(({ text, body, date, handle }) => ({
        sender: handle ?? 'unknown',
        text: (text ?? (body === null ? '' : textOfBody(body))).slice(0, longestText),
        receivedAt: new Date(epochMs + (date > 1e11 ? date / 1e6 : date * 1000)),
      }))
      .filter((message) => message.text !== '')
      .slice(0, limit)
  } catch (cause) {
    throw notReadable(cause)
  } finally {
    database?.close()
  }
}

/** "+351 912 345 678" and "912345678" are one number: its last nine digits tell. */
function plainHandle(handle: string): string {
  return handle.includes('@') ? handle.toLowerCase() : handle.replace(/\D/g, '').slice(-9)
}

/**
 * The text of an attributed string as NSArchiver writes it ("typedstream"): after the class name and five bytes comes the
 * length, in one byte, or after 0x81 in two and after 0x82 in four, little end first; then UTF-8.
 */
function textOfBody(body: Buffer): string {
  const name = body.indexOf('NSString')
  const start = name < 0 ? -1 : body.indexOf('+', name)
  if (start < 0 || start + 6 > body.length) return ''
  const first = body.readUInt8(start + 1)
  const [length, from] =
    first === 0x81
      ? [body.readUInt16LE(start + 2), start + 4]
      : first === 0x82
        ? [body.readUInt32LE(start + 2), start + 6]
        : [first, start + 2]
  return body.subarray(from, from + length).toString()
}

function notReadable(cause: unknown): SamError {
  return new SamError('messages-not-readable', 'macOS does not let SAM read your messages.', {
    kind: 'missing',
    cause,
    remedy: 'Allow SAM in System Settings, Privacy and Security, Full Disk Access.',
  })
}
