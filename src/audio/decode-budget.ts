/**
 * How often a growing utterance may be decoded again. Decodes whose text is not the final one are bounded to twice the
 * utterance's own decode, so that live text never costs more than it is worth.
 */
export class DecodeBudget {
  private spentMs = 0
  private lastLengthMs = 0
  private lastDecodeMs = Number.POSITIVE_INFINITY
  private costBaseMs: number
  private costPerSecondMs: number

  /** Starting guesses of the cost line `base + perSecond * length`; replaced by what is measured. */
  constructor(costBaseMs = 150, costPerSecondMs = 100) {
    this.costBaseMs = costBaseMs
    this.costPerSecondMs = costPerSecondMs
  }

  /** Called when a new utterance starts: what was measured is kept, what was spent is not. */
  startUtterance(): void {
    this.spentMs = 0
    this.lastLengthMs = 0
    this.lastDecodeMs = Number.POSITIVE_INFINITY
  }

  /** A look in the middle of speech: only when a later wasted guess at the end still fits, and after real growth. */
  allowsPartial(lengthMs: number): boolean {
    return lengthMs >= Math.max(900, this.lastLengthMs * 1.6) && this.spentMs <= this.estimateMs(lengthMs) * 0.35
  }

  /** A guess that speech has ended; it becomes the final text unless speech goes on. */
  allowsSpeculation(lengthMs: number): boolean {
    // Wasted, it must still fit in twice the final decode, which will cost no less than the last one.
    return this.spentMs <= Math.min(this.estimateMs(lengthMs), this.lastDecodeMs)
  }

  /** @param lengthMs sound decoded; @param decodeMs what it cost */
  record(lengthMs: number, decodeMs: number): void {
    const scale = decodeMs / this.estimateMs(lengthMs)
    // Moving half the way follows a machine whose load changes without jumping at one slow decode.
    const step = 1 + (scale - 1) / 2
    this.costBaseMs *= step
    this.costPerSecondMs *= step
    this.spentMs += decodeMs
    this.lastLengthMs = lengthMs
    this.lastDecodeMs = decodeMs
  }

  private estimateMs(lengthMs: number): number {
    return this.costBaseMs + (this.costPerSecondMs * lengthMs) / 1000
  }
}
