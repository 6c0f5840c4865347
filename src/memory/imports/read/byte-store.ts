const startBytes = 1 << 20
/** A store that grew beyond this is given back once its content was used. */
const keptBytes = 8 << 20

/** Bytes that grow at the end; the room is used again for the next value. */
export class ByteStore {
  #room = Buffer.allocUnsafe(startBytes)
  #length = 0

  get length(): number {
    return this.#length
  }

  append(bytes: Uint8Array): void {
    const needed = this.#length + bytes.length
    if (needed > this.#room.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#room.length * 2))
      this.#room.copy(larger, 0, 0, this.#length)
      this.#room = larger
    }
    this.#room.set(bytes, this.#length)
    this.#length = needed
  }

  truncate(length: number): void {
    this.#length = length
  }

  /** A view that holds until the next change. */
  bytes(from = 0): Buffer {
    return this.#room.subarray(from, this.#length)
  }

  clear(): void {
    this.#length = 0
    if (this.#room.length > keptBytes) this.#room = Buffer.allocUnsafeSlow(startBytes)
  }
}
