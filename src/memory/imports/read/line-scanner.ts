import { ByteStore } from './byte-store.ts'
import { type Intake, type ReadLimits, readLimits, type Spill } from './intake.ts'

const newline = 0x0a

/** Reads JSON lines that arrive in pieces of any size. A line that is no JSON (its writer was killed) costs itself alone. */
export class LineScanner<Value> {
  readonly #intake: Intake<Value>
  readonly #limits: ReadLimits
  readonly #line = new ByteStore()
  #spill: Spill | undefined

  constructor(intake: Intake<Value>, limits = readLimits) {
    this.#intake = intake
    this.#limits = limits
  }

  /** Yields the values whose lines end in this piece. */
  *scan(piece: Buffer): Generator<Value> {
    let from = 0
    for (let at = piece.indexOf(newline); at !== -1; at = piece.indexOf(newline, from)) {
      this.#keep(piece.subarray(from, at))
      yield* this.#finish(false)
      from = at + 1
    }
    this.#keep(piece.subarray(from))
  }

  /** After the last piece: the last line may lack its end. */
  *end(): Generator<Value> {
    yield* this.#finish(true)
  }

  #keep(bytes: Buffer): void {
    this.#spill?.write(bytes)
    if (this.#spill !== undefined) return
    this.#line.append(bytes)
    if (this.#line.length <= this.#limits.valueBytes) return
    this.#spill = this.#intake.spill('too-large')
    this.#spill.write(this.#line.bytes())
    this.#line.clear()
  }

  *#finish(last: boolean): Generator<Value> {
    if (this.#spill !== undefined) {
      this.#spill.end()
      this.#spill = undefined
      return
    }
    const bytes = this.#line.bytes()
    if (!isBlank(bytes)) {
      try {
        const value = this.#intake.take(bytes)
        this.#line.clear()
        if (value !== undefined) yield value
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error
        this.#intake.setAside(last ? 'cut-off' : 'not-json', bytes)
      }
    }
    this.#line.clear()
  }
}

/** Empty, or the return of a Windows line end. */
function isBlank(bytes: Buffer): boolean {
  return bytes.length < 3 && bytes.toString('latin1').trim() === ''
}
