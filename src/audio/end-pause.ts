import type { TurnEnd } from './turn-end.ts'

export interface EndPauseSettings {
  /** Silence that ends a turn about whose words nothing is known. */
  endpointMs: number
  /** Silence that ends a complete command. */
  completeEndpointMs: number
  /** Silence that ends a turn whose words mostly go on. */
  unfinishedEndpointMs: number
  /** Silence that ends a turn whose words ask for more. */
  openEndpointMs: number
  /** How long a spoken "hold on" keeps the turn. */
  holdMs: number
}

/** Below this, silence is a gap between two words. */
const leastPauseMs = 150
/** Of the pause, what is waited for after words that sound finished. */
const shareWhenOver = 0.64
/** A speaker who paused so long may pause somewhat longer. */
const stretch = 1.25
const stepMs = 100
const furthestMs = 400
const easeMs = 20

/**
 * How long a silence must be to end a turn. It follows the words first, then the speaker: who has paused in this turn may
 * pause as long again, and who had to go on over SAM's answer gets more time from then on.
 */
export class EndPause {
  private readonly settings: EndPauseSettings
  private longestMs = 0
  private patienceMs = 0

  constructor(settings: EndPauseSettings) {
    this.settings = settings
  }

  startTurn(): void {
    this.longestMs = 0
  }

  /** Speech went on after so much silence, and the words before it had not asked for more. */
  resumedAfter(silenceMs: number): void {
    if (silenceMs >= leastPauseMs) this.longestMs = Math.max(this.longestMs, silenceMs)
  }

  /** The user spoke on just after the turn was taken: it was too early. */
  wasTooEarly(): void {
    this.patienceMs = Math.min(furthestMs, this.patienceMs + stepMs)
  }

  /** A turn ended and nothing came after it. */
  wasRight(): void {
    this.patienceMs = Math.max(0, this.patienceMs - easeMs)
  }

  requiredMs(end: TurnEnd | 'hold'): number {
    const { endpointMs, completeEndpointMs, unfinishedEndpointMs, openEndpointMs, holdMs } = this.settings
    if (end === 'hold') return holdMs
    if (end === 'complete') return Math.min(completeEndpointMs, endpointMs)
    const longest = Math.max(openEndpointMs, endpointMs)
    if (end === 'open') return longest
    const expectedMs =
      end === 'over' ? endpointMs * shareWhenOver : end === 'unfinished' ? unfinishedEndpointMs : endpointMs
    return Math.min(longest, Math.max(expectedMs + this.patienceMs, this.longestMs * stretch))
  }
}
