import type { FrameAnalysis } from './ports.ts'

const speechThreshold = 0.5
const silenceThreshold = 0.35
/** Speech must last this long to count: a click does not start a turn. */
const onsetMs = 60
/** A voice that was none is not listened to for so long, unless the detector takes it for speech, too; twice as long each time, until one was meant. */
const leastDoubtMs = 3000
const mostDoubtMs = 48_000

/** Where speech begins and ends in the sound: hysteresis over the detector's probability, and doubt of voices that were none. */
export class VoiceTrack {
  private runMs = 0
  private active = false
  private likely = false
  private beganMs = 0
  private countsFromMs = 0
  private doubtMs = leastDoubtMs

  /** Somebody speaks. */
  get isSpeech(): boolean {
    return this.active
  }

  /** Nothing in the sound may be the beginning of speech. */
  get isQuiet(): boolean {
    return this.runMs === 0
  }

  /** Where what may be speech, and goes on, began. */
  get goesOnFromMs(): number | undefined {
    return this.runMs > 0 ? this.beganMs : undefined
  }

  /** The detector takes the last frame for speech. */
  get isLikely(): boolean {
    return this.likely
  }

  /** Where the last speech began. */
  get onsetMs(): number {
    return this.beganMs
  }

  /** True for the frame at which speech begins. */
  hear(frame: FrameAnalysis, frameMs: number): boolean {
    const wasActive = this.active
    const isVoice = frame.voice === true && frame.endMs >= this.countsFromMs
    this.likely = frame.speechProbability >= speechThreshold
    if (isVoice || frame.speechProbability >= (wasActive ? silenceThreshold : speechThreshold)) {
      if (this.runMs === 0) this.beganMs = frame.endMs - frameMs
      this.runMs += frameMs
      if (isVoice || this.runMs >= onsetMs) this.active = true
    } else this.cut()
    return this.active && !wasActive
  }

  /** What comes next begins anew. */
  cut(): void {
    this.runMs = 0
    this.active = false
  }

  /** A voice was none. Music sounds like one: SAM must not stop for it again and again. */
  doubt(atMs: number): void {
    this.countsFromMs = atMs + this.doubtMs
    this.doubtMs = Math.min(mostDoubtMs, 2 * this.doubtMs)
  }

  /** A voice was meant for SAM. */
  believe(): void {
    this.doubtMs = leastDoubtMs
  }
}
