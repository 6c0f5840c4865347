import { quantile } from '../../core/numbers/quantile.ts'
import { bandCount, bandEnergies } from '../band-energies.ts'
import { VoiceOnset } from './voice-onset.ts'

/** So much of SAM's voice without a trace in the microphone: none of it gets there. */
const enoughActiveBlocks = 120
/** The expected and the real sound are so alike over half a second: the room is known. */
const surelyEcho = 0.5
/** Memory of likeness and of energies, from block to block. */
const memory = 0.97
/** The filter is used once no more than this share is left; later, while it takes out anything: somebody may speak as well. */
const worthwhile = 0.8
const stillWorthwhile = 0.98
/** More than this is left: the filter makes it worse. */
const useless = 1.02
/** It is relied upon once no more than this share was left, and so many blocks of SAM's voice were heard. */
const reliable = 0.3
const reliableBlocks = 60
/** So much of SAM's voice of which the filter takes nothing out: the room is another one. */
const lostBlocks = 75
/** What is left of an echo dies away by this from block to block, at least. */
const decay = 0.75
/** What is left is rarely louder than this times what is usual. */
const margin = 4
/** Where hardly anything is left, rare moments are still as loud as this times the echo: by the margin, 9 dB beneath it. */
const leastUsual = 0.03
/** More of the energy than this unexplained: somebody else speaks. */
const mostUnexplained = 0.4
/** Blocks whose usual rest is remembered. */
const remembered = 200
/** A wake word needs so many blocks of somebody else's sound in this many. */
const wakeWindow = 75
/** Verdicts of so many blocks are kept, eight seconds: a reader that was behind takes several seconds at once, and asks then. */
const keptVerdicts = 500
const wakeBlocks = 16
/** Above 3.2 kHz hisses of SAM's are hard to foretell, and little of a voice is there. */
const judgedBands = bandCount - 2
/** Quieter than this share of what the microphone usually hears of SAM: nobody who wants the turn. */
const audible = 0.02
/** Somebody who speaks to SAM is louder than this share of it (9 dB less), than so many times what sounds all the time (12 dB), and than about -41 dB of the loudest sound. */
const loudBesideSam = 0.126
const loudBesideFloor = 16
const loudAsVoice = 1
/** The floor falls by this share of the difference from block to block, and rises 2.7 dB in a second. */
const floorFalls = 0.1
const floorRises = 1.01
const loudnessPace = 0.01
const quietest = 1e-7

export interface LookedAt {
  /** Number of the block in the stream. */
  block: number
  /** Mean energy of what SAM plays now. */
  played: number
  microphone: Float32Array
  /** What the filter takes for echo. */
  echo: Float32Array
  residual: Float32Array
  /** False: the echo may be somewhat earlier or later. */
  isAligned: boolean
  /** Energy of the echo of a reply that is not aligned yet, as far as it is known; 0 if there is none. */
  unaligned: number
}

/** Tells what the filter leaves of SAM's voice from anybody else's sound, by the loudness of bands. */
export class ResidualEcho {
  private readonly assumeEcho: boolean
  private activeBlocks = 0
  private uselessBlocks = 0
  private cross = 0
  private echoEnergy = 0
  private microphoneEnergy = 0
  private residualEnergy = 0
  private known = false
  private relied = false
  /** Usual energy of the echo while SAM speaks. */
  private loudness = 0
  /** Energy of what sounds all the time. */
  private floor = quietest
  private readonly ratios: Float32Array[] = []
  private usual = new Float32Array(bandCount).fill(1)
  private sinceUsual = 0
  private readonly envelope = new Float32Array(bandCount)
  /** Blocks that held something else; those before the last ones are dropped. */
  private readonly strange = new Map<number, boolean>()
  private readonly onset = new VoiceOnset()
  private readonly voices = new Set<number>()

  constructor(assumeEcho: boolean) {
    this.assumeEcho = assumeEcho
  }

  /** The filter has been seen to know the room. */
  get isKnown(): boolean {
    return this.known
  }

  /** It was known, and is another one now. */
  get isLost(): boolean {
    return this.uselessBlocks >= lostBlocks
  }

  /** Nothing is known of the room any more. */
  forget(): void {
    this.known = false
    this.relied = false
    this.activeBlocks = 0
    this.uselessBlocks = 0
    this.cross = 0
    this.ratios.length = 0
    this.usual.fill(1)
  }

  /** Answers whether the residual is the better sound. */
  look({ block, played, microphone, echo, residual, isAligned, unaligned }: LookedAt): boolean {
    if (played > quietest) this.activeBlocks++
    if (isAligned) this.compare(microphone, echo, residual)
    const most = (this.relied ? stillWorthwhile : worthwhile) * this.microphoneEnergy
    const worth = isAligned && this.known && this.residualEnergy < most
    if (this.residualEnergy < useless * this.microphoneEnergy) this.uselessBlocks = 0
    else if (this.known && isAligned && played > quietest) this.uselessBlocks++
    const best = worth ? residual : microphone
    const sound = bandEnergies(best)
    const expected = bandEnergies(echo)
    let energy = 0
    let unexplained = 0
    let own = 0
    for (let band = 0; band < judgedBands; band++) {
      const echoes = Math.max((this.envelope[band] ?? 0) * decay, expected[band] ?? 0)
      this.envelope[band] = echoes
      const value = sound[band] ?? 0
      const usual = worth ? Math.max(leastUsual, this.usual[band] ?? 1) : 2
      energy += value
      own += expected[band] ?? 0
      unexplained += Math.max(0, value - margin * (usual * echoes))
    }
    if (isAligned && played > quietest) this.loudness += loudnessPace * (own - this.loudness)
    const share = unexplained / Math.max(energy, quietest)
    if (worth && this.residualEnergy < reliable * this.microphoneEnergy && this.activeBlocks > reliableBlocks)
      this.relied = true
    const isStrange = this.isStrange(share, energy, unaligned)
    this.strange.set(block, isStrange)
    if (this.onset.next(block, best, isStrange && this.isLoud(unexplained))) this.voices.add(block)
    this.floor = Math.max(
      quietest,
      energy < this.floor ? this.floor + floorFalls * (energy - this.floor) : this.floor * floorRises,
    )
    this.forgetBefore(block - keptVerdicts)
    if (worth && share < mostUnexplained) this.learn(sound, expected)
    return worth
  }

  /** Whether so much that is not explained may be a voice: where SAM is taken out well, or where nothing of it comes back. */
  private isLoud(unexplained: number): boolean {
    if (this.known && !this.relied) return false
    const beside = Math.max(loudBesideSam * this.loudness, loudBesideFloor * this.floor)
    return unexplained > Math.max(beside, loudAsVoice)
  }

  private isStrange(share: number, energy: number, unaligned: number): boolean {
    if (!this.known || (!this.relied && this.activeBlocks < enoughActiveBlocks))
      return !this.assumeEcho || this.activeBlocks >= enoughActiveBlocks
    // For a moment it is not known when a reply really began.
    return unaligned < quietest && share > mostUnexplained && energy > audible * this.loudness
  }

  /** Blocks come in order, but with gaps: SAM was silent there. */
  private forgetBefore(block: number): void {
    for (const old of this.strange.keys()) {
      if (old >= block) return
      this.strange.delete(old)
      this.voices.delete(old)
    }
  }

  isEcho(endBlock: number): boolean {
    const verdicts = [this.strange.get(endBlock - 1), this.strange.get(endBlock - 2)]
    return verdicts.includes(false) && !verdicts.includes(true)
  }

  isVoice(endBlock: number): boolean {
    return this.voices.has(endBlock - 1) || this.voices.has(endBlock - 2)
  }

  mayBeWoken(endBlock: number): boolean {
    let echoes = 0
    let others = 0
    for (let block = endBlock - wakeWindow; block < endBlock; block++) {
      const verdict = this.strange.get(block)
      if (verdict === false) echoes++
      else if (verdict === true) others++
    }
    return echoes === 0 || others >= wakeBlocks
  }

  private compare(microphone: Float32Array, echo: Float32Array, residual: Float32Array): void {
    let cross = 0
    let own = 0
    let all = 0
    let rest = 0
    for (let at = 0; at < echo.length; at++) {
      const expected = echo[at] as number
      const heard = microphone[at] as number
      const left = residual[at] as number
      cross += expected * heard
      own += expected * expected
      all += heard * heard
      rest += left * left
    }
    this.cross = memory * this.cross + cross
    this.echoEnergy = memory * this.echoEnergy + own
    this.microphoneEnergy = memory * this.microphoneEnergy + all
    this.residualEnergy = memory * this.residualEnergy + rest
    const likeness = this.cross / Math.sqrt(this.echoEnergy * this.microphoneEnergy + quietest)
    if (likeness > surelyEcho) this.known = true
  }

  private learn(sound: Float32Array, expected: Float32Array): void {
    if (expected.every((value) => value < 1e-4)) return
    this.ratios.push(
      sound.map((value, band) => ((expected[band] ?? 0) > 1e-4 ? value / (expected[band] ?? 1) : Number.NaN)),
    )
    if (this.ratios.length > remembered) this.ratios.shift()
    if (++this.sinceUsual < 8) return
    this.sinceUsual = 0
    for (let band = 0; band < bandCount; band++) {
      const values = this.ratios.map((row) => row[band] ?? Number.NaN).filter((value) => !Number.isNaN(value))
      if (values.length >= 8) this.usual[band] = quantile(values, 0.6)
    }
  }
}
