import fs from 'node:fs'
import type { Connection } from '../database.ts'
import { phraseOf } from './traces.ts'

/** Longer ones may lie on several pages; their beginning is on one. */
const soughtBytes = 48

/**
 * Writes the database anew where pages that are free hold one of these texts: they were freed by a SAM that did not overwrite
 * them. Says whether it did. A text that another turn still says is found, too; nothing but time is lost by that.
 */
export async function cleanFreePages(connection: Connection, file: string, texts: readonly string[]): Promise<boolean> {
  if (connection.pragma('freelist_count', { simple: true }) === 0) return false
  const needles = texts.flatMap((text) => {
    const phrase = phraseOf(text)
    return phrase === undefined ? [] : [Buffer.from(phrase).subarray(0, soughtBytes)]
  })
  if (needles.length === 0 || !(await holdsAny(file, needles))) return false
  connection.exec('VACUUM')
  return true
}

async function holdsAny(file: string, needles: readonly Buffer[]): Promise<boolean> {
  let rest = Buffer.alloc(0)
  for await (const piece of fs.createReadStream(file, { highWaterMark: 1 << 20 })) {
    const bytes = Buffer.concat([rest, piece as Buffer])
    if (needles.some((needle) => bytes.includes(needle))) return true
    rest = Buffer.from(bytes.subarray(-soughtBytes))
  }
  return false
}
