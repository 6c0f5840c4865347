import { hearingRateHz } from '../ports.ts'

/** Sound that went out without a gap: its pieces share whatever is learned about when it really sounded. */
export interface Run {
  /** Samples by which it sounded later than was said. */
  shift: number
  pieces: { start: number; samples: Float32Array }[]
  end: number
}

/** Pieces closer than this follow one another without a gap. */
const contiguousSamples = 16

/** What SAM plays, by samples of the microphone's stream. */
export class PlayedSound {
  private runs: Run[] = []

  add(samples: Float32Array, fromMs: number): void {
    const start = samplesOf(fromMs)
    const last = this.runs.at(-1)
    const run =
      last !== undefined && Math.abs(last.end - start) <= contiguousSamples
        ? last
        : { shift: 0, pieces: [], end: start }
    if (run !== last) this.runs.push(run)
    run.pieces.push({ start: run.end, samples })
    run.end += samples.length
  }

  /** What was to sound after this does not. */
  cut(atMs: number): void {
    const at = samplesOf(atMs)
    for (const run of this.runs) {
      run.pieces = run.pieces.filter(({ start }) => start < at)
      const last = run.pieces.at(-1)
      if (last === undefined || last.start + last.samples.length <= at) continue
      last.samples = last.samples.subarray(0, at - last.start)
      run.end = at
    }
    this.runs = this.runs.filter(({ pieces }) => pieces.length > 0)
  }

  /** Forgets what ended before this sample. */
  forgetBefore(sample: number): void {
    if (this.runs.some(({ end, shift }) => end + shift < sample))
      this.runs = this.runs.filter(({ end, shift }) => end + shift >= sample)
  }

  /** The run whose sound a stretch holds, the later of two. */
  runAt(from: number, to: number): Run | undefined {
    return this.runs.findLast(({ pieces, end, shift }) => (pieces[0]?.start ?? end) + shift < to && end + shift > from)
  }

  /** The sound between two samples, of one run or of all; silence where nothing was played. */
  slice(from: number, to: number, run?: Run): Float32Array {
    const result = new Float32Array(to - from)
    for (const { pieces, shift } of run === undefined ? this.runs : [run]) {
      for (const { start, samples } of pieces) {
        const first = start + shift
        if (first >= to || first + samples.length <= from) continue
        const skipped = Math.max(0, from - first)
        result.set(samples.subarray(skipped, skipped + to - Math.max(first, from)), Math.max(0, first - from))
      }
    }
    return result
  }
}

function samplesOf(positionMs: number): number {
  return Math.round((positionMs * hearingRateHz) / 1000)
}
