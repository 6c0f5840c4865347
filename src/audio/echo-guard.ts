import { bandCount, bandEnergies, hopMs, hopSamples } from './band-energies.ts'
import { correlation } from './correlation.ts'

/** Sound comes back from a loudspeaker within this. */
const longestDelayHops = 40
/** What is compared to find the delay. */
const windowHops = 100
/** So much of SAM's voice must have sounded before its echo is known. */
const leastActiveHops = 30
/** After this much of it a microphone that does not resemble it has none of it. */
const enoughActiveHops = 120
const surelyEcho = 0.55
const keptHops = 4000
/** A room lets a sound die away by this from hop to hop, at least. */
const decay = 0.6
const tailHops = 14
/** Echo is rarely louder than this times what was expected. */
const margin = 2
/** More of the energy than this unexplained: somebody else speaks. */
const mostUnexplained = 0.3
/** A band that is louder than this times what was expected, and holds so much of the energy, is somebody else's. */
const strangeMargin = 4
const leastShare = 0.02
const strangeBands = 3
const quietest = 1e-7

/**
 * Tells SAM's own voice in the microphone from anybody else's, without an echo canceller: SAM knows what it plays. Where and
 * how loud that comes back is learned from the likeness of the two sounds' loudness over time; then each hop of the microphone
 * is compared, band by band, with what the echo should be. Positions are milliseconds of the microphone's stream.
 */
export class EchoGuard {
  private readonly assumeEcho: boolean
  private readonly played = new Map<number, Float32Array>()
  private readonly heard: { hop: number; bands: Float32Array }[] = []
  private gains: Float32Array | undefined
  private delayHops = 0
  private activeHops = 0

  /** @param assumeEcho until something is known of the room, SAM's voice is taken to be in the microphone */
  constructor(assumeEcho: boolean) {
    this.assumeEcho = assumeEcho
  }

  /** SAM's voice goes out, at 16 kHz, from this position on. */
  play(samples: Float32Array, fromMs: number): void {
    const first = Math.round(fromMs / hopMs)
    for (let at = 0, hop = first; at < samples.length; at += hopSamples, hop++)
      this.played.set(hop, bandEnergies(samples.subarray(at, at + hopSamples)))
    for (const hop of this.played.keys()) {
      if (this.played.size <= keptHops) break
      this.played.delete(hop)
    }
  }

  /** SAM was silenced: what was to come does not sound. */
  cut(atMs: number): void {
    for (const hop of this.played.keys()) if (hop * hopMs > atMs) this.played.delete(hop)
  }

  /** Whether the newest sound of the microphone is nothing but SAM's own voice. Call it for all sound, in order. */
  isEcho(samples: Float32Array, endMs: number): boolean {
    const count = Math.floor(samples.length / hopSamples)
    const firstHop = Math.round(endMs / hopMs) - count
    if (!this.soundedLately(firstHop)) {
      this.heard.length = 0
      return false
    }
    let energy = 0
    let unexplained = 0
    const sums = new Float32Array(bandCount)
    const expected = new Float32Array(bandCount)
    for (let index = 0; index < count; index++) {
      const hop = firstHop + index
      const bands = bandEnergies(samples.subarray(index * hopSamples, (index + 1) * hopSamples))
      this.heard.push({ hop, bands })
      if (loudness(this.played.get(hop)) > quietest) this.activeHops++
      for (let band = 0; band < bandCount; band++) {
        const value = bands[band] ?? 0
        const echo = this.expected(hop, band)
        energy += value
        unexplained += Math.max(0, value - margin * echo)
        sums[band] = (sums[band] ?? 0) + value
        expected[band] = (expected[band] ?? 0) + echo
      }
    }
    if (this.heard.length > windowHops) this.heard.splice(0, this.heard.length - windowHops)
    const strange = sums.filter((sum, band) => sum > leastShare * energy && sum > strangeMargin * (expected[band] ?? 0))
    const excess = strange.length >= strangeBands ? 1 : unexplained / Math.max(energy, quietest)
    const known = this.gains !== undefined
    if (!known || excess < mostUnexplained) this.learn()
    if (known) return excess < mostUnexplained
    return this.assumeEcho && this.activeHops < enoughActiveHops
  }

  private expected(hop: number, band: number): number {
    const gain = this.gains?.[band] ?? 0
    let most = 0
    let share = 1
    for (let back = -1; back <= tailHops; back++) {
      if (back > 1) share *= decay
      most = Math.max(most, share * (this.played.get(hop - this.delayHops - back)?.[band] ?? 0))
    }
    return gain * most
  }

  private soundedLately(hop: number): boolean {
    for (let back = 0; back <= longestDelayHops + tailHops; back++)
      if (loudness(this.played.get(hop - back)) > quietest) return true
    return false
  }

  /** Finds the delay at which the microphone resembles what was played, and how loud each band comes back. */
  private learn(): void {
    if (this.activeHops < leastActiveHops || this.heard.length < leastActiveHops) return
    const microphone = this.heard.map(({ bands }) => Math.log(loudness(bands) + quietest))
    let best = 0
    let bestDelay = 0
    const from = this.gains === undefined ? 0 : Math.max(0, this.delayHops - 2)
    const to = this.gains === undefined ? longestDelayHops : this.delayHops + 2
    for (let delay = from; delay <= to; delay++) {
      const likeness = correlation(
        microphone,
        this.heard.map(({ hop }) => Math.log(loudness(this.played.get(hop - delay)) + quietest)),
      )
      if (likeness > best) {
        best = likeness
        bestDelay = delay
      }
    }
    if (best < surelyEcho) return
    this.delayHops = bestDelay
    const found = new Float32Array(bandCount)
    for (let band = 0; band < bandCount; band++) {
      const ratios: number[] = []
      for (const { hop, bands } of this.heard) {
        const reference = this.played.get(hop - bestDelay)?.[band] ?? 0
        if (reference > 1e-4) ratios.push((bands[band] ?? 0) / reference)
      }
      ratios.sort((a, b) => a - b)
      const previous = this.gains?.[band] ?? 0
      const now = ratios[Math.floor(ratios.length * 0.5)]
      found[band] = now === undefined ? previous : this.gains === undefined ? now : 0.9 * previous + 0.1 * now
    }
    this.gains = found
  }
}

function loudness(bands: Float32Array | undefined): number {
  let sum = 0
  if (bands !== undefined) for (const value of bands) sum += value
  return sum
}
