import { hearingRateHz } from '../ports.ts'
import { AdaptiveFilter, blockSamples } from './adaptive-filter.ts'
import { findLag } from './find-lag.ts'
import { type PlayedClip, PlayedSound, type Run } from './played-sound.ts'
import { ResidualEcho } from './residual-echo.ts'

/** Delay and reverberation that are covered: 640 ms. */
const partitions = 40
const blocksPerSecond = 16_000 / blockSamples
/** By so much a reply may sound earlier or later than the ones before, beside what was said about when. */
const mostLag = 960
/** Sound in which a lag is looked for. */
const alignSamples = 4096
/** Of `alignSamples`, the blocks with sound that are needed. */
const alignBlocks = 6
/** So alike the expected and the real echo are, surely. */
const alignLikeness = 0.35
/** The same lag has to be found so many times in a row. */
const alignAgreements = 3
/** Echo of so many samples ago, of a reply that is not aligned, may sound on. */
const unalignedMemory = 1600
/** Without such likeness in so much sound, the lag is taken to be none. */
const alignWithin = 1.2 * blocksPerSecond
const quietest = 1e-6

/**
 * Takes SAM's own voice out of the microphone, without help of a browser: SAM knows what it plays. What is left of it after
 * that is known by its loudness, so that it is neither speech nor a wake word. Positions are milliseconds of the microphone's
 * stream; all its sound has to go through `clean`, in order.
 */
export class EchoCanceller {
  private readonly played = new PlayedSound()
  private readonly filter = new AdaptiveFilter(partitions)
  /** Expects the echo of the newest run alone, until it is known when that began. */
  private readonly probe = new AdaptiveFilter(partitions, this.filter)
  private readonly left: ResidualEcho
  private pending = new Float32Array(0)
  private position = 0
  private filterAt = Number.NEGATIVE_INFINITY
  /** The latest sound: what came, and what was expected of the echo. */
  private readonly microphone = new Float32Array(alignSamples + 2 * mostLag)
  private readonly expected = new Float32Array(alignSamples + 2 * mostLag)
  private readonly aligned = new WeakSet<Run>()
  private unalignedBlocks = 0
  private lastLag = Number.NaN
  private agreements = 0
  private lastRun: Run | undefined
  /** When something sounds was learned after the filter saw it at another place. */
  private changed = false

  /** @param assumeEcho until something is known of the room, SAM's voice is taken to be in the microphone */
  constructor(assumeEcho: boolean) {
    this.left = new ResidualEcho(assumeEcho)
    this.aligned.add(this.played.told)
  }

  /** SAM's voice goes out, at 16 kHz, from about this position on. */
  play(samples: Float32Array, fromMs: number): PlayedClip {
    return this.played.add(samples, samplesOf(fromMs))
  }

  /**
   * The loudspeaker says when a clip really sounds, by the microphone's own clock: then nothing has to be looked for but the
   * delay of the room and the buffers, which stays as it is from clip to clip.
   * @param from of the clip's samples the first that sounds without a gap from then on
   * @param at sample of the microphone's stream, counted over everything that `clean` was given
   */
  tell(clip: PlayedClip, from: number, at: number): void {
    const whole = Math.ceil(from)
    this.played.tell(clip, whole, at + whole - from)
    this.changed = true
  }

  /** The loudspeaker says before which of its samples a clip was silenced. */
  tellStop(clip: PlayedClip, until: number): void {
    this.played.tellStop(clip, Math.round(until))
    this.changed = true
  }

  /** Another microphone, or the same one opened anew: the delay may be another one. */
  doubtDelay(): void {
    this.aligned.delete(this.played.told)
  }

  /** Samples of the microphone that were taken so far. */
  get heardSamples(): number {
    return this.position + this.pending.length
  }

  /** SAM was silenced: what was to come does not sound. */
  cut(atMs: number): void {
    this.played.cut(samplesOf(atMs))
  }

  /** The sound without the echo, in whole blocks of 16 ms: the rest waits for the next call. */
  clean(samples: Float32Array): Float32Array {
    const sound = new Float32Array(this.pending.length + samples.length)
    sound.set(this.pending)
    sound.set(samples, this.pending.length)
    const whole = sound.length - (sound.length % blockSamples)
    this.pending = sound.slice(whole)
    for (let at = 0; at < whole; at += blockSamples) {
      const block = sound.subarray(at, at + blockSamples)
      sound.set(this.cleanBlock(block), at)
      this.position += blockSamples
    }
    return sound.subarray(0, whole)
  }

  /** Whether the 32 ms that end here hold nothing but what is left of SAM's own voice. */
  isEcho(endMs: number): boolean {
    return this.left.isEcho(blockOf(endMs))
  }

  /** Whether somebody else's voice is surely in the 32 ms that end here, over SAM's. */
  isVoice(endMs: number): boolean {
    return this.left.isVoice(blockOf(endMs))
  }

  /** Whether so much of the last second was not SAM's own voice that somebody else may have said a wake word. */
  mayBeWoken(endMs: number): boolean {
    return this.left.mayBeWoken(blockOf(endMs))
  }

  private cleanBlock(block: Float32Array): Float32Array {
    const { position } = this
    this.played.forgetBefore(position - (partitions + 2) * blockSamples - mostLag)
    const run = this.played.runAt(position - partitions * blockSamples, position + blockSamples)
    if (run === undefined) return block
    this.catchUp(position)
    if (run !== this.lastRun) {
      this.expected.fill(0)
      this.probe.fallSilent()
      this.lastRun = run
    }
    const reference = this.played.slice(position, position + blockSamples)
    const isAligned = this.left.isKnown ? this.aligned.has(run) : true
    const { residual, echo } = this.filter.next(reference, block, isAligned)
    this.filterAt = position + blockSamples
    remember(this.microphone, block)
    let unaligned = 0
    if (!this.left.isKnown) this.aligned.add(run)
    else if (!isAligned) {
      const own = this.probe.expect(this.played.slice(position, position + blockSamples, run))
      remember(this.expected, own)
      unaligned = energyOf(this.expected.subarray(-unalignedMemory))
      this.align(run)
    }
    const clean = this.left.look({
      block: position / blockSamples,
      played: energyOf(reference),
      microphone: block,
      echo,
      residual,
      isAligned,
      unaligned,
    })
    if (this.left.isLost) {
      this.filter.forget()
      this.left.forget()
    }
    return clean ? residual : block
  }

  /** Sound may have been left out since the filter last saw some, all of it silent on our side; or it was elsewhere. */
  private catchUp(position: number): void {
    if (this.filterAt !== position) {
      this.microphone.fill(0)
      this.expected.fill(0)
    }
    this.pushFrom(this.changed ? 0 : this.filterAt, position)
    this.changed = false
  }

  private pushFrom(from: number, position: number): void {
    for (let at = Math.max(from, position - partitions * blockSamples); at < position; at += blockSamples)
      this.filter.push(this.played.slice(at, at + blockSamples))
  }

  /** A reply may begin a little earlier or later than was said: the echo that is expected of it tells by how much. */
  private align(run: Run): void {
    const expected = this.expected.subarray(mostLag, mostLag + alignSamples)
    let sounding = 0
    for (let at = 0; at < alignSamples; at += blockSamples)
      if (energyOf(expected.subarray(at, at + blockSamples)) > quietest) sounding++
    if (sounding < alignBlocks) return
    const { lag, likeness } = findLag(expected, this.microphone, mostLag)
    this.unalignedBlocks++
    const agrees = likeness >= alignLikeness && Math.abs(lag - this.lastLag) <= 2
    this.agreements = agrees ? this.agreements + 1 : 0
    this.lastLag = lag
    const isSure = this.agreements >= alignAgreements
    if (!isSure && this.unalignedBlocks < alignWithin) return
    this.unalignedBlocks = 0
    this.agreements = 0
    this.aligned.add(run)
    if (!isSure || Math.abs(lag) < 2) return
    run.shift += lag
    this.pushFrom(0, this.position + blockSamples)
  }
}

function samplesOf(positionMs: number): number {
  return Math.round((positionMs * hearingRateHz) / 1000)
}

function blockOf(endMs: number): number {
  return Math.round((endMs * 16) / blockSamples)
}

function remember(kept: Float32Array, block: Float32Array): void {
  kept.copyWithin(0, block.length)
  kept.set(block, kept.length - block.length)
}

function energyOf(samples: Float32Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return sum / samples.length
}
