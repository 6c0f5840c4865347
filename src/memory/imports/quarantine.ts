import { createHash, type Hash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import type { Spill } from './read/intake.ts'

/** A multiple of three, so that the pieces of a value in base64 can be put together as text. */
const pieceBytes = 3 << 18

/**
 * A file of JSON lines that keeps, exactly as it came, what could not be imported: `{"file", "reason", "text"}`, or `base64` for
 * bytes that are no UTF-8; a value that is too large lies in several lines with the same `item`.
 */
export class Quarantine {
  readonly file: string
  readonly #claim: (hash: Buffer) => boolean
  #handle: number | undefined
  #items = 0

  /**
   * @param file made when the first thing is set aside
   * @param claim answers false for bytes (by their hash) that were set aside in an earlier import; they are not written again
   */
  constructor(file: string, claim: (hash: Buffer) => boolean) {
    this.file = file
    this.#claim = claim
  }

  setAside(source: string, reason: string, bytes: Buffer): void {
    const text = bytes.toString()
    const content = Buffer.from(text).equals(bytes) ? { text } : { base64: bytes.toString('base64') }
    const start = this.#append({ file: source, reason, ...content })
    this.#keep(createHash('sha256').update(bytes), start)
  }

  /** Keeps a large value piece by piece. */
  spill(source: string, reason: string): Spill {
    const item = `${process.pid}-${Date.now()}-${this.#items++}`
    const hash = createHash('sha256')
    const start = this.#append({ file: source, reason, item, parts: 'follow' })
    let rest = Buffer.alloc(0)
    return {
      write: (bytes) => {
        hash.update(bytes)
        const all = Buffer.concat([rest, bytes])
        let at = 0
        for (; all.length - at >= pieceBytes; at += pieceBytes) {
          this.#append({ item, base64: all.toString('base64', at, at + pieceBytes) })
        }
        rest = Buffer.from(all.subarray(at))
      },
      end: () => {
        this.#append({ item, base64: rest.toString('base64') })
        this.#keep(hash, start)
      },
    }
  }

  close(): void {
    if (this.#handle !== undefined) fs.closeSync(this.#handle)
    this.#handle = undefined
  }

  /** Answers where the line begins. */
  #append(record: Record<string, unknown>): number {
    if (this.#handle === undefined) {
      fs.mkdirSync(path.dirname(this.file), { recursive: true, mode: 0o700 })
      this.#handle = fs.openSync(this.file, 'a', 0o600)
    }
    const start = fs.fstatSync(this.#handle).size
    fs.writeSync(this.#handle, `${JSON.stringify(record)}\n`)
    return start
  }

  /** On the disk before the database says so; a second copy of what lies there already is taken back. */
  #keep(hash: Hash, start: number): void {
    if (this.#handle === undefined) return
    fs.fdatasyncSync(this.#handle)
    if (!this.#claim(hash.digest())) fs.ftruncateSync(this.#handle, start)
  }
}
