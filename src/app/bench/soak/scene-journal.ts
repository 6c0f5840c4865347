import type { FrameAnalysis } from '../../../audio/ports.ts'
import type { StampedEvent } from '../../../core/events.ts'

/** Probability from which a frame counts as speech here. */
const speechFrom = 0.5

/** Writes down what happened while somebody said something, so that a request that was not done tells why. */
export class SceneJournal {
  /** The highest score of any wake phrase, 0 to 1. */
  wakeScore = 0
  private readonly lines: string[] = []
  private readonly startMs: number
  private atMs: number
  private speechFrames = 0
  private loudest = 0

  /** @param startMs where the sound stands */
  constructor(startMs: number) {
    this.startMs = startMs
    this.atMs = startMs
  }

  /** The sound stands here from now on. */
  passed(atMs: number): void {
    this.atMs = atMs
  }

  frames(frames: readonly FrameAnalysis[]): void {
    for (const { nearest, wake, speechProbability, loudness } of frames) {
      this.wakeScore = Math.max(this.wakeScore, nearest?.score ?? 0, wake?.score ?? 0)
      if (speechProbability >= speechFrom) this.speechFrames += 1
      this.loudest = Math.max(this.loudest, loudness)
    }
  }

  note(what: string): void {
    this.lines.push(`${Math.round(this.atMs - this.startMs)} ${what}`)
  }

  event(event: StampedEvent): void {
    const told = tellEvent(event)
    if (told !== undefined) this.note(told)
  }

  toString(): string {
    return [`wake score ${this.wakeScore.toFixed(2)}, ${this.speechFrames} frames of speech`, ...this.lines].join('; ')
  }
}

/** An event in a few words; undefined for those that explain nothing. */
export function tellEvent(event: StampedEvent): string | undefined {
  switch (event.type) {
    case 'wake-detected':
      return `woken by ${event.score.toFixed(2)}`
    case 'transcript-partial':
    case 'transcript-final':
      return `${event.type === 'transcript-final' ? 'heard' : 'hears'} "${event.text}"`
    case 'route-decided':
      return `${event.route} ${event.intent ?? ''}`
    case 'tool-result':
      return event.ok ? undefined : `tool failed: ${event.error?.code}`
    case 'session-state':
      return event.state
    case 'notice':
      return `notice ${event.code}`
    case 'error':
      return `error ${event.error.code}`
    case 'turn-finished':
      return `turn ${event.outcome}`
    case 'speech-audio':
      return `says "${event.sentence}"`
    default:
      return undefined
  }
}
