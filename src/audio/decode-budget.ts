/**
 * How often a growing utterance may be decoded again. Decodes whose text is not the final one are bounded to twice the
 * utterance's own decode, so that live text never costs more than it is worth.
 */
export class DecodeBudget {
  private spentMs = 0
  private lastLengthMs = 0
  /** Cost of the latest decode beside what its length makes expect: machines differ, and so does their load. */
  private slowness = 1

  /** Called when a new utterance starts: what was measured is kept, what was spent is not. */
  startUtterance(): void {
    this.spentMs = 0
    this.lastLengthMs = 0
  }

  /** What was spent was worth it. */
  forgive(): void {
    this.spentMs = 0
  }

  /** A look in the middle of speech: only when a later wasted guess at the end still fits, and after real growth. */
  allowsPartial(lengthMs: number): boolean {
    return lengthMs >= this.lastLengthMs * 1.6 && this.spentMs <= this.estimateMs(lengthMs) * 0.35
  }

  /** A guess that speech has ended; it becomes the final text unless speech goes on. */
  allowsSpeculation(lengthMs: number): boolean {
    // Wasted, it must still fit in twice the final decode, which will cost no less than this one.
    return this.spentMs <= this.estimateMs(lengthMs)
  }

  /** @param lengthMs sound decoded; @param decodeMs what it cost */
  record(lengthMs: number, decodeMs: number): void {
    this.slowness = decodeMs / expectedMs(lengthMs)
    this.spentMs += decodeMs
    this.lastLengthMs = lengthMs
  }

  private estimateMs(lengthMs: number): number {
    return this.slowness * expectedMs(lengthMs)
  }
}

/** Shape of the cost: every decode pays for the tail of silence that Whisper wants, then for the sound's length. */
function expectedMs(lengthMs: number): number {
  return 80 + 0.03 * lengthMs
}
