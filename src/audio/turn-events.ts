import type { FrameAnalysis } from './ports.ts'

/** All positions are milliseconds of the input sound. */
export type TurnTakingInput =
  | { type: 'frame'; frame: FrameAnalysis }
  /** A decode is over; `readyMs` is where the sound stood when its text was there. */
  | {
      type: 'decoded'
      decodeId: number
      text: string
      decodeMs: number
      readyMs: number
      confidence?: number
      more?: number
    }
  | { type: 'decode-failed'; decodeId: number }
  /** SAM is done with a turn: listen without the wake word for a while (0: go back to sleep). */
  | { type: 'attend'; atMs: number; forMs: number }
  /** SAM's own turn begins without one of the user (typed, scheduled): speech from now on is spoken over it. */
  | { type: 'engage' }
  /** Sound was cut off (muted, microphone gone, "stop"): what was heard of a turn so far is none. */
  | { type: 'drop'; atMs: number }
  | { type: 'push-to-talk'; down: boolean; atMs: number }
  | { type: 'end-of-sound'; atMs: number }

export type TurnTakingEffect =
  | { type: 'wake-detected'; phrase: string; score: number; audioMs: number }
  | { type: 'speech-started' | 'speech-ended'; audioMs: number }
  /** `undecided`: it was said over SAM, and may be no more than a "mhm". */
  | { type: 'decode'; decodeId: number; fromMs: number; toMs: number; undecided: boolean }
  | { type: 'partial'; text: string; audioMs: number }
  /** The user's turn is over. */
  | {
      type: 'turn'
      text: string
      /** Where its first word begins at the earliest. */
      startedMs: number
      audioMs: number
      endpointMs: number
      recognizeMs: number
      wakePhrase?: string
      /** The wake word or the key said that it is for SAM. */
      addressed: boolean
      confidence?: number
    }
  /** Somebody may be speaking over SAM's reply: it waits, until `barge-in` or `false-interruption` says what it was. */
  | { type: 'speech-over'; audioMs: number }
  /** It was a cough, or "mhm": SAM goes on where it stopped. */
  | { type: 'false-interruption'; audioMs: number }
  /** The user spoke over SAM. */
  | { type: 'barge-in'; audioMs: number }
  /** Nothing usable came; SAM sleeps again. */
  | { type: 'lapsed'; audioMs: number; reason: LapseReason }

export type LapseReason = 'silence' | 'no-words' | 'decode-failed' | 'dropped'

/**
 * `asleep` waits for the wake word; `attending` for speech; `hearing` collects it; `committed` waits for the final text;
 * `engaged` is SAM's own turn. Every state but `asleep` and `engaged` has a deadline here, in time of the sound: when no sound
 * comes any more, the session drops what was heard. SAM's turn has its own.
 */
export type TurnTakingState = 'asleep' | 'attending' | 'hearing' | 'committed' | 'engaged'
