import { hearingRateHz } from '../ports.ts'
import { blockSamples } from './adaptive-filter.ts'

/** Loud blocks that are needed: 48 ms. */
const fewestBlocks = 3
/** A voice is voiced within so many blocks of its beginning; a cough, a knock or a keyboard is not. */
const firstBlocks = 8
/** Like itself a period before, in a voice. */
const voiced = 0.6
/** Quiet for longer than so many blocks: whatever it was is over. Before there were enough loud ones, one is allowed. */
const quietBlocks = 10

/** Periods of 60 to 400 Hz. */
const shortestPeriod = Math.floor(hearingRateHz / 400)
const longestPeriod = Math.floor(hearingRateHz / 60)
const comparedSamples = 480
const keptSamples = 3 * blockSamples

/**
 * Knows the beginning of a voice after some 50 ms, sooner and in more noise than a detector that was trained on whole words;
 * but it has to be told which sound is loud, and not SAM's.
 */
export class VoiceOnset {
  private readonly recent = new Float32Array(keptSamples)
  private lastBlock = Number.NaN
  private age = 0
  private loud = 0
  private quiet = 0
  private isVoice = false

  /** Takes the next block; answers whether it is a part of a voice. @param number of the block in the stream */
  next(number: number, sound: Float32Array, isLoud: boolean): boolean {
    if (number !== this.lastBlock + 1) this.forget()
    this.lastBlock = number
    this.recent.copyWithin(0, blockSamples)
    this.recent.set(sound, keptSamples - blockSamples)
    if (!isLoud) {
      this.quiet++
      if (this.quiet > (this.loud < fewestBlocks ? 1 : quietBlocks)) this.forget()
      else if (this.loud > 0) this.age++
      return false
    }
    this.age++
    this.loud++
    this.quiet = 0
    if (!this.isVoice && this.age <= firstBlocks) this.isVoice = periodicity(this.recent) >= voiced
    return this.isVoice && this.loud >= fewestBlocks
  }

  private forget(): void {
    this.age = 0
    this.loud = 0
    this.quiet = 0
    this.isVoice = false
  }
}

/** How much the end of a sound is like itself one period before, for the period that fits best (0 to 1). */
function periodicity(sound: Float32Array): number {
  // Hissing hides the pitch.
  const smooth = sound.map((sample, at) => sample + (sound[at - 1] ?? 0) + (sound[at - 2] ?? 0))
  const from = smooth.length - comparedSamples
  let own = 0
  for (let at = from; at < smooth.length; at++) own += (smooth[at] as number) ** 2
  let best = 0
  for (let period = shortestPeriod; period <= longestPeriod; period++) {
    let product = 0
    let before = 0
    for (let at = from; at < smooth.length; at++) {
      const earlier = smooth[at - period] as number
      product += earlier * (smooth[at] as number)
      before += earlier * earlier
    }
    best = Math.max(best, product / Math.sqrt(own * before + 1e-12))
  }
  return best
}
