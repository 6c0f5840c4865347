/** Why bytes were set aside instead of being read. */
export type DamageReason = 'not-json' | 'cut-off' | 'too-large' | 'not-an-object'

/** Takes what is too large to be held, piece by piece. */
export interface Spill {
  write(bytes: Buffer): void
  /** With a reason: the value could not be read after all. */
  end(reason?: DamageReason): void
}

/** Where a reader brings the values that it finds, and what it cannot read. */
export interface Intake<Value> {
  /**
   * Reads one value; undefined when there is nothing to pass on.
   *
   * @throws SyntaxError where the bytes are no JSON
   */
  take(bytes: Buffer): Value | undefined
  setAside(reason: DamageReason, bytes: Buffer): void
  /** Begins a copy of a value that is too large; `long-text`: the value is still read, without its longest text. */
  spill(reason: DamageReason | 'long-text'): Spill
}

export interface ReadLimits {
  /** Longest text inside a value; a longer one is replaced by `longTextMark`. */
  textBytes: number
  /** Longest value. */
  valueBytes: number
}

export const readLimits: ReadLimits = { textBytes: 8 << 20, valueBytes: 64 << 20 }

/** Stands in a value where a text was too long to be held. Nothing in a real text is like it: it begins with a noncharacter. */
export const longTextMark = '\uFDD0 too long'
