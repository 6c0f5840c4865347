import fs from 'node:fs'
import { SamError } from '../../core/errors.ts'

const windowBytes = 64 * 1024

/** Little-endian reading of an untrusted file from front to back; nothing beyond its end is ever read or allocated. */
export class BoundedReader {
  readonly #file: string
  readonly #handle: number
  readonly #size: number
  #window = Buffer.alloc(0)
  #windowStart = 0
  #position = 0

  constructor(file: string) {
    this.#file = file
    this.#handle = fs.openSync(file, 'r')
    this.#size = fs.fstatSync(this.#handle).size
  }

  get position(): number {
    return this.#position
  }

  uint8(): number {
    return this.#take(1).readUInt8()
  }

  uint32(): number {
    return this.#take(4).readUInt32LE()
  }

  /** A length in two bytes, then that many bytes, the last of them NUL. */
  text(): string {
    const length = this.#take(2).readUInt16LE()
    const bytes = this.#take(length)
    if (length === 0 || bytes[length - 1] !== 0) throw this.#broken('a name without an end')
    return bytes.toString('utf8', 0, length - 1)
  }

  skip(byteCount: number): void {
    if (byteCount > this.#size - this.#position) throw this.#broken('an end before its last weight')
    this.#position += byteCount
  }

  close(): void {
    fs.closeSync(this.#handle)
  }

  #take(byteCount: number): Buffer {
    const start = this.#position
    this.skip(byteCount)
    if (start < this.#windowStart || start + byteCount > this.#windowStart + this.#window.length) {
      const wanted = Math.min(Math.max(windowBytes, byteCount), this.#size - start)
      const window = Buffer.alloc(wanted)
      const read = fs.readSync(this.#handle, window, 0, wanted, start)
      if (read < byteCount) throw this.#broken('an end before its last weight')
      this.#window = window.subarray(0, read)
      this.#windowStart = start
    }
    const from = start - this.#windowStart
    return this.#window.subarray(from, from + byteCount)
  }

  #broken(what: string): SamError {
    return new SamError('model-file-invalid', `${this.#file} is damaged: it has ${what}.`)
  }
}
