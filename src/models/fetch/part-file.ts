import fs from 'node:fs'
import { z } from 'zod'

const stateSchema = z.object({ validator: z.string().optional() })

/** The unfinished half of a download on disk, with what the server said about its version beside it. */
export class PartFile {
  readonly #file: string
  #handle: number | undefined
  #byteLength: number

  constructor(file: string) {
    this.#file = file
    this.#byteLength = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0
  }

  get byteLength(): number {
    return this.#byteLength
  }

  /** From where the download can go on: only where the server's version of the file is known, so that halves fit. */
  get resumableBytes(): number {
    return this.validator === undefined ? 0 : this.#byteLength
  }

  get validator(): string | undefined {
    try {
      return stateSchema.parse(JSON.parse(fs.readFileSync(`${this.#file}.json`, 'utf8'))).validator
    } catch {
      return undefined
    }
  }

  /** Opens for writing from `offset`; what lies behind it is cut off. */
  open(offset: number, validator: string | undefined): void {
    this.close()
    fs.writeFileSync(`${this.#file}.json`, JSON.stringify({ validator }))
    this.#handle = fs.openSync(this.#file, offset === 0 ? 'w' : 'r+')
    if (offset > 0) fs.ftruncateSync(this.#handle, offset)
    this.#byteLength = offset
  }

  append(bytes: Uint8Array): void {
    if (this.#handle === undefined) throw new Error('The part file is not open.')
    let written = 0
    while (written < bytes.byteLength) {
      written += fs.writeSync(this.#handle, bytes, written, bytes.byteLength - written, this.#byteLength + written)
    }
    this.#byteLength += bytes.byteLength
  }

  close(): void {
    if (this.#handle === undefined) return
    fs.closeSync(this.#handle)
    this.#handle = undefined
  }

  restart(): void {
    this.close()
    fs.rmSync(this.#file, { force: true })
    fs.rmSync(`${this.#file}.json`, { force: true })
    this.#byteLength = 0
  }

  finish(target: string): void {
    this.close()
    fs.rmSync(`${this.#file}.json`, { force: true })
    fs.renameSync(this.#file, target)
  }
}
