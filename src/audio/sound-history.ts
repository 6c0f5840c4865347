import { hearingRateHz } from './ports.ts'

/** The last stretch of a stream, so that a word can be cut out after it was noticed (pre-roll, wake word, whole turn). */
export class SoundHistory {
  private readonly ring: Float32Array
  private writtenSamples = 0

  /** @param capacityMs how much sound is kept; older samples are overwritten */
  constructor(capacityMs: number) {
    this.ring = new Float32Array(samplesOf(capacityMs))
  }

  /** Position of the newest sample's end, in milliseconds since the start of the stream. */
  get endMs(): number {
    return (this.writtenSamples / hearingRateHz) * 1000
  }

  append(samples: Float32Array): void {
    const kept = samples.length > this.ring.length ? samples.subarray(samples.length - this.ring.length) : samples
    this.writtenSamples += samples.length - kept.length
    const at = this.writtenSamples % this.ring.length
    const head = kept.subarray(0, this.ring.length - at)
    this.ring.set(head, at)
    this.ring.set(kept.subarray(head.length), 0)
    this.writtenSamples += kept.length
  }

  /** A copy of the sound between two positions, cut to what is still kept and what has arrived. */
  slice(fromMs: number, toMs: number): Float32Array {
    const oldest = Math.max(0, this.writtenSamples - this.ring.length)
    const from = Math.min(Math.max(samplesOf(fromMs), oldest), this.writtenSamples)
    const to = Math.min(Math.max(samplesOf(toMs), from), this.writtenSamples)
    const result = new Float32Array(to - from)
    const at = from % this.ring.length
    const head = this.ring.subarray(at, Math.min(this.ring.length, at + result.length))
    result.set(head)
    result.set(this.ring.subarray(0, result.length - head.length), head.length)
    return result
  }
}

function samplesOf(durationMs: number): number {
  return Math.max(0, Math.round((durationMs * hearingRateHz) / 1000))
}
