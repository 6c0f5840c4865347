import { createExcitation, type Excitation, type Noise } from '../excitation.ts'
import type { FrameRange } from './plan-chunks.ts'

/** The excitation of a whole sound, made as far as it was asked for and kept as far as it may be asked for again. */
export class ExcitationTape {
  private readonly hertz: Float32Array
  private readonly samplesPerFrame: number
  private readonly excitation: Excitation
  private kept = new Float32Array(0)
  /** The frame that `kept` begins with. */
  private start = 0

  /** @param hertz pitch of every frame of the sound */
  constructor(hertz: Float32Array, samplesPerFrame: number, noise: Noise) {
    this.hertz = hertz
    this.samplesPerFrame = samplesPerFrame
    this.excitation = createExcitation(samplesPerFrame, noise)
  }

  /** The samples of these frames; later calls must not begin earlier. */
  frames({ from, to }: FrameRange): Float32Array {
    const made = this.start + this.kept.length / this.samplesPerFrame
    const fresh = this.excitation.next(this.hertz.subarray(made, to))
    const old = this.kept.subarray((from - this.start) * this.samplesPerFrame)
    this.kept = new Float32Array(old.length + fresh.length)
    this.kept.set(old)
    this.kept.set(fresh, old.length)
    this.start = from
    return this.kept
  }
}
