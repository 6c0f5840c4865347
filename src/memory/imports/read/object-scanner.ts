import { ByteStore } from './byte-store.ts'
import { type DamageReason, type Intake, longTextMark, type ReadLimits, readLimits, type Spill } from './intake.ts'
import { nextOpening, type Opening, openingOf } from './opening.ts'
import { endsEscaped, textEnd } from './text-end.ts'

const quote = 0x22
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d
const comma = 0x2c

/** Between values: white space, commas, and the brackets of the list they stand in. */
const isBetween = (byte: number) =>
  byte === 0x20 ||
  byte === 0x0a ||
  byte === 0x0d ||
  byte === 0x09 ||
  byte === comma ||
  byte === openBracket ||
  byte === closeBracket ||
  byte === closeBrace

const markBytes = Buffer.from(longTextMark)

/**
 * Finds the outermost objects of a JSON text that arrives in pieces of any size, without ever holding more than one of them: a
 * list of objects, one object, or objects after each other. What is between them is not checked, so that damage to one value
 * costs that value alone. A value that swallowed its followers (a brace is missing) is cut where the next one begins.
 */
export class ObjectScanner<Value> {
  readonly #intake: Intake<Value>
  readonly #limits: ReadLimits
  readonly #value = new ByteStore()
  readonly #junk = new ByteStore()
  #depth = 0
  #inText = false
  #escaped = false
  /** Length of the value where the text that is being read began. */
  #textAt = 0
  /** The text is longer than is held: its bytes are left out. */
  #leavingOut = false
  /** The value is longer than is held: only its end is looked for. */
  #overflown = false
  #spill: Spill | undefined
  readonly #inWrapper: boolean
  #ended = false
  /** How the values of this file begin. */
  #good: Opening | undefined

  /** @param inWrapper the pieces begin inside a list: with its end everything ends */
  constructor(intake: Intake<Value>, { limits = readLimits, inWrapper = false } = {}) {
    this.#intake = intake
    this.#limits = limits
    this.#inWrapper = inWrapper
  }

  /** Yields the values that end in this piece. */
  *scan(piece: Buffer): Generator<Value> {
    const pieces = this.#ended ? [] : [piece]
    for (let next = pieces.pop(); next !== undefined; next = pieces.pop()) {
      const again = yield* this.#scanPiece(next)
      pieces.push(...again.reverse())
    }
  }

  /** After the last piece: what has not ended is cut off. */
  *end(): Generator<Value> {
    while (this.#depth > 0) {
      const again = this.#cut('cut-off')
      if (again === undefined) break
      yield* this.scan(again)
    }
    this.#setJunkAside()
  }

  /** Answers the pieces that are to be scanned next. */
  *#scanPiece(piece: Buffer): Generator<Value, Buffer[]> {
    if (piece.length === 0) return []
    // Where the part of the value that is in this piece begins.
    let from = 0
    let at = 0
    if (this.#inText) {
      const end = textEnd(piece, this.#escaped ? 1 : 0)
      if (end === -1) return this.#keepText(piece, this.#escaped ? 1 : 0)
      at = end + 1
      this.#inText = false
      if (this.#leavingOut) from = this.#goOnAfterLongText(piece, end)
    }
    let depth = this.#depth
    for (; at < piece.length; at++) {
      const byte = piece[at] ?? 0
      if (depth === 0) {
        if (byte === openBrace) {
          this.#setJunkAside()
          depth = 1
          from = at
        } else if (byte === closeBracket && this.#inWrapper) {
          this.#ended = true
          return []
        } else if (!isBetween(byte)) this.#junk.append(piece.subarray(at, at + 1))
        else if (byte === comma || byte === 0x0a) this.#setJunkAside()
      } else if (byte === quote) {
        const end = textEnd(piece, at + 1)
        if (end === -1) {
          this.#depth = depth
          this.#inText = true
          this.#textAt = this.#value.length + at + 1 - from
          return this.#keepText(piece.subarray(from), at + 1 - from)
        }
        at = end
      } else if (byte === openBrace || byte === openBracket) depth++
      else if (byte === closeBrace || byte === closeBracket) {
        depth--
        if (depth > 0) continue
        this.#depth = 0
        this.#keep(piece.subarray(from, at + 1))
        const damaged = yield* this.#finish()
        if (damaged !== undefined) return [damaged, piece.subarray(at + 1)]
      }
    }
    this.#depth = depth
    if (this.#depth === 0) return []
    this.#keep(piece.subarray(from))
    return this.#holdLimits()
  }

  /** Adds to the value, and to the copy of a value that is too large. */
  #keep(bytes: Buffer): void {
    this.#spill?.write(bytes)
    if (!this.#overflown && !this.#leavingOut) this.#value.append(bytes)
  }

  /** The piece ends within a text, of which the bytes from `textFrom` on belong to this piece. */
  #keepText(piece: Buffer, textFrom: number): Buffer[] {
    this.#escaped = endsEscaped(piece, textFrom)
    this.#keep(piece)
    return this.#holdLimits()
  }

  #goOnAfterLongText(piece: Buffer, end: number): number {
    this.#keep(piece.subarray(0, end))
    this.#leavingOut = false
    if (!this.#overflown) this.#value.append(markBytes)
    return end
  }

  #holdLimits(): Buffer[] {
    if (this.#overflown) return []
    if (this.#inText && !this.#leavingOut && this.#value.length - this.#textAt > this.#limits.textBytes) {
      this.#startSpill('long-text')
      this.#value.truncate(this.#textAt)
      this.#leavingOut = true
    }
    if (this.#value.length <= this.#limits.valueBytes) return []
    const again = this.#spill === undefined ? this.#cut('not-json') : undefined
    if (again !== undefined) return [again]
    this.#startSpill('too-large')
    this.#overflown = true
    return []
  }

  #startSpill(reason: DamageReason | 'long-text'): void {
    if (this.#spill !== undefined) return
    this.#spill = this.#intake.spill(reason)
    this.#spill.write(this.#value.bytes())
  }

  /** Passes the value on; answers the bytes behind it where it swallowed others. */
  *#finish(): Generator<Value, Buffer | undefined> {
    if (this.#overflown) {
      this.#reset()
      return undefined
    }
    let value: Value | undefined
    try {
      value = this.#intake.take(this.#value.bytes())
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      return this.#cut('not-json')
    }
    this.#good ??= openingOf(this.#value.bytes())
    this.#reset()
    if (value !== undefined) yield value
    return undefined
  }

  /** Sets aside what is held, up to where another value begins; answers the rest. */
  #cut(reason: DamageReason): Buffer | undefined {
    const bytes = this.#value.bytes()
    const next = this.#spill === undefined ? nextOpening(bytes, this.#good) : undefined
    const rest = next === undefined ? undefined : Buffer.from(bytes.subarray(next))
    if (reason === 'not-json' && rest === undefined && this.#depth > 0) return undefined
    if (this.#spill === undefined) this.#intake.setAside(reason, next === undefined ? bytes : bytes.subarray(0, next))
    this.#reset(reason)
    return rest
  }

  #reset(damage?: DamageReason): void {
    this.#spill?.end(damage)
    this.#spill = undefined
    this.#value.clear()
    this.#depth = 0
    this.#inText = false
    this.#escaped = false
    this.#leavingOut = false
    this.#overflown = false
  }

  #setJunkAside(): void {
    if (this.#junk.length === 0) return
    this.#intake.setAside('not-an-object', this.#junk.bytes())
    this.#junk.clear()
  }
}
