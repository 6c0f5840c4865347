import fs from 'node:fs'
import type { SamError } from '../errors.ts'

const windowBytes = 64 * 1024

/** Little-endian reading of an untrusted file from front to back; nothing beyond its end is ever read or allocated. */
export class BoundedReader {
  readonly #handle: number
  readonly #size: number
  readonly #broken: (what: string) => SamError
  #window = Buffer.alloc(0)
  #windowStart = 0
  #position = 0

  /** @param broken makes the error for a file that is damaged: "it has …" */
  constructor(file: string, broken: (what: string) => SamError) {
    this.#handle = fs.openSync(file, 'r')
    this.#size = fs.fstatSync(this.#handle).size
    this.#broken = broken
  }

  get position(): number {
    return this.#position
  }

  /** Bytes between here and the end. */
  get remaining(): number {
    return this.#size - this.#position
  }

  uint8(): number {
    return this.bytes(1).readUInt8()
  }

  uint16(): number {
    return this.bytes(2).readUInt16LE()
  }

  uint32(): number {
    return this.bytes(4).readUInt32LE()
  }

  /** Also of signed numbers: a count below zero is beyond the file just as one too large. */
  uint64(): number {
    const value = this.bytes(8).readBigUInt64LE()
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw this.#broken(`the count ${value}`)
    return Number(value)
  }

  /** The next bytes; good until the next reading. */
  bytes(byteCount: number): Buffer {
    const start = this.#position
    this.skip(byteCount)
    if (start < this.#windowStart || start + byteCount > this.#windowStart + this.#window.length) {
      const window = Buffer.alloc(Math.min(Math.max(windowBytes, byteCount), this.#size - start))
      const read = fs.readSync(this.#handle, window, 0, window.length, start)
      if (read < byteCount) throw this.#broken(earlyEnd)
      this.#window = window.subarray(0, read)
      this.#windowStart = start
    }
    const from = start - this.#windowStart
    return this.#window.subarray(from, from + byteCount)
  }

  /** Float32 numbers straight into `target`. */
  floatsInto(target: Float32Array): void {
    const start = this.#position
    this.skip(target.byteLength)
    const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength)
    for (let read = 0; read < bytes.length; ) {
      const count = fs.readSync(this.#handle, bytes, read, bytes.length - read, start + read)
      if (count === 0) throw this.#broken(earlyEnd)
      read += count
    }
  }

  skip(byteCount: number): void {
    if (byteCount > this.remaining) throw this.#broken(earlyEnd)
    this.#position += byteCount
  }

  close(): void {
    fs.closeSync(this.#handle)
  }
}

const earlyEnd = 'an end before its last number'
