import { frameMs } from '../voice-activity.ts'

/** Frames below this are no evidence of a voice. */
const surelySpeech = 0.5

/** How much certain speech the last moments held. */
export class SpeechEvidence {
  private readonly recent: number[] = []
  private readonly frames: number

  /** @param windowMs how far back it looks */
  constructor(windowMs: number) {
    this.frames = Math.ceil(windowMs / frameMs)
  }

  add(speechProbability: number): void {
    this.recent.push(speechProbability >= surelySpeech ? speechProbability : 0)
    if (this.recent.length > this.frames) this.recent.shift()
  }

  /** Milliseconds of speech, each frame weighed by its probability. */
  get speechMs(): number {
    return this.recent.reduce((sum, probability) => sum + probability, 0) * frameMs
  }

  reset(): void {
    this.recent.length = 0
  }
}
