import type { SentencePiece } from '../ports.ts'

/** Pieces are made this much slower than so far, now and then. */
const margin = 1.1
/** Of sound, in one piece. */
const longestPieceSeconds = 1

/**
 * Holds the pieces of a sentence back until those that are still to be made will come in time, so that nothing breaks off
 * in the middle: on a fast machine the first goes out at once, on a slow one it waits.
 */
export class PieceQueue {
  private readonly wholeSeconds: number
  private readonly usualFactor: number
  private readonly tell: (piece: SentencePiece) => void
  private held: SentencePiece[] = []
  private madeSeconds = 0
  /** The first piece waits for what is read of the whole: the later ones tell the pace. */
  private first: { workSeconds: number; madeSeconds: number } | undefined
  private begun = false

  /** @param usualFactor seconds of work for a second of sound, as measured before */
  constructor(wholeSeconds: number, usualFactor: number, tell: (piece: SentencePiece) => void) {
    this.wholeSeconds = wholeSeconds
    this.usualFactor = usualFactor
    this.tell = tell
  }

  /** @param workSeconds that everything so far took */
  push(piece: SentencePiece, workSeconds: number): void {
    this.held.push(piece)
    this.madeSeconds += piece.samples.length / piece.sampleRateHz
    this.first ??= { workSeconds, madeSeconds: this.madeSeconds }
    const sinceSeconds = this.madeSeconds - this.first.madeSeconds
    const pace = sinceSeconds === 0 ? 0 : (workSeconds - this.first.workSeconds) / sinceSeconds
    const left = Math.max(0, this.wholeSeconds - this.madeSeconds)
    const toCome = left * Math.max(this.usualFactor, pace) * margin
    this.begun ||= toCome <= this.wholeSeconds - longestPieceSeconds
    if (this.begun) this.end()
  }

  /** Nothing more is made: what is held goes out. */
  end(): void {
    for (const piece of this.held.splice(0)) this.tell(piece)
  }
}
