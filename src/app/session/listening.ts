import type { SoundSource } from '../../audio/ports.ts'
import type { SamError } from '../../core/errors.ts'
import type { HearingLoop } from './hearing-loop.ts'
import { MicrophoneWatch } from './microphone-watch.ts'
import type { SessionParts } from './session-parts.ts'

export interface ListeningParts extends Pick<SessionParts, 'clock' | 'emit' | 'pace'> {
  hearing: Pick<HearingLoop, 'state' | 'arrivedSamples' | 'restart' | 'feed' | 'end' | 'drop'>
  /** A microphone was taken away; it counts as attached until this resolves. */
  onEnd(): Promise<void>
  /** Words were lost that SAM would have answered. */
  onWordsLost(): void
  onChange(): void
}

/** How often one trouble is spoken about. */
const troublePauseMs = 3000

/** The microphone: whether its sound comes in, whether anybody is listened to, and what is wrong with it. */
export class Listening {
  private readonly parts: ListeningParts
  private readonly microphone: MicrophoneWatch
  private sources = 0
  private source: SoundSource | undefined
  private stretches = 0
  private muted = false
  /** Why nobody is to be heard now, though the user did not mute SAM: a reason from each who says so. */
  private readonly holds = new Map<string, string>()
  private deviceProblem: string | undefined
  private lastTroubleAtMs = Number.NEGATIVE_INFINITY
  /** Told already, and nothing was heard since. */
  private lastingTrouble: string | undefined

  constructor(parts: ListeningParts) {
    this.parts = parts
    this.microphone = new MicrophoneWatch({
      onChange: (trouble) => {
        // No sound, no time: half a request would wait, and be carried out hours later, when the Mac wakes.
        if (trouble?.code === 'microphone-stalled') this.forgetHeard()
        // A page that is muted sends nothing, and that is no trouble.
        if (trouble !== undefined && !this.deaf) parts.emit({ type: 'notice', ...trouble })
        parts.onChange()
      },
    })
  }

  /** A microphone is attached. */
  get attached(): boolean {
    return this.sources > 0
  }

  /** Nobody is listened to, though sound may come in. */
  get deaf(): boolean {
    return this.muted || this.holds.size > 0
  }

  /** Sound comes in and is listened to. */
  get hears(): boolean {
    return this.attached && !this.deaf && this.microphone.trouble?.code !== 'microphone-stalled'
  }

  /** Why nobody is listened to, where it is not the user who muted SAM. */
  get holdReason(): string | undefined {
    return [...this.holds.values()].at(-1)
  }

  /** What is wrong with the microphone. */
  get problem(): string | undefined {
    return this.deviceProblem ?? this.microphone.trouble?.message
  }

  /** Counts the stretches of sound between which nobody was listened to: their positions do not tell how much time went by. */
  get stretch(): number {
    return this.stretches
  }

  /** Samples that came so far, with those that wait to be worked on. */
  get arrivedSamples(): number {
    return this.parts.hearing.arrivedSamples + (this.source?.waitingSamples ?? 0)
  }

  /** Until the source ends, and `onEnd` resolves; or until the signal aborts. */
  async listen(source: SoundSource, signal: AbortSignal): Promise<void> {
    const { hearing, pace, onEnd, onChange } = this.parts
    const watched = pace === 'live'
    this.sources++
    this.source = source
    this.stretches++
    await hearing.restart()
    if (watched) this.microphone.start()
    try {
      for await (const chunk of source.chunks(signal)) {
        if (signal.aborted) break
        if (watched) this.microphone.soundArrived()
        const frames = this.deaf ? [] : await hearing.feed(chunk)
        if (frames.length > 0) this.lastingTrouble = undefined
        if (watched) this.microphone.sawFrames(frames)
      }
      if (signal.aborted) await hearing.drop()
      else await hearing.end()
      if (!signal.aborted) await onEnd()
    } finally {
      this.sources--
      this.microphone.stop()
      onChange()
    }
  }

  mute(muted: boolean): void {
    this.muted = muted
    if (muted) this.forgetHeard()
    this.parts.onChange()
  }

  hold(reason: string | undefined, by: string): void {
    if (reason === undefined) this.holds.delete(by)
    else this.holds.set(by, reason)
    if (reason !== undefined) this.forgetHeard()
    this.parts.onChange()
  }

  reportDevice(problem: string | undefined): void {
    this.deviceProblem = problem
    this.parts.onChange()
  }

  /** What was heard so far is no turn, nor the beginning of one. */
  forgetHeard(): void {
    this.stretches++
    void this.parts.hearing.drop()
  }

  /** Tells once what went wrong with hearing. */
  hadTrouble(error: SamError): void {
    const nowMs = this.parts.clock.nowMs()
    if (nowMs - this.lastTroubleAtMs < troublePauseMs || error.code === this.lastingTrouble) return
    this.lastingTrouble = error.code
    this.lastTroubleAtMs = nowMs
    this.parts.emit({ type: 'notice', ...error.toJSON() })
    // Nothing else that was said is lost: sound waits for the next process, and is kept until its text is there.
    if (this.parts.hearing.state === 'committed') this.parts.onWordsLost()
  }
}
