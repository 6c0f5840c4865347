import type { SessionState, StampedEvent } from '../../core/events.ts'

/** Raised when page and core no longer understand each other; the page then asks to be reloaded. */
export const protocolVersion = 1

/** Why a page that should be the microphone delivers no sound. */
export type MicrophoneProblem =
  | 'denied'
  | 'missing'
  | 'in-use'
  /** The device runs but every sample is zero: muted in the system, a privacy switch, a broken cable. */
  | 'silent'
  | 'unplugged'
  | 'failed'

/** Text messages from the page to the core. Sound travels beside them as binary frames, see frames.ts. */
export type UpwardMessage =
  | { type: 'hello'; protocol: number }
  /** Says what this page can be; the newest page that claims a role gets it. `false` gives the role back. */
  | { type: 'claim-audio'; microphone: boolean; speaker: boolean }
  /** `null` when sound arrives again. */
  | { type: 'microphone-problem'; problem: MicrophoneProblem | null }
  | { type: 'text-request'; text: string }
  | { type: 'push-to-talk'; down: boolean }
  | { type: 'stop' }
  | { type: 'mute'; muted: boolean }
  | { type: 'consent-answer'; callId: string; approved: boolean; always?: boolean | undefined }
  /** How much of a clip left the loudspeaker so far; `finished` also when it was cut short. */
  | { type: 'playback-progress'; clipId: number; playedMs: number; finished: boolean }
  /**
   * From this place in the clip on it sounds without a gap: its beginning, or where it went on after its samples had come too
   * late. `atSample` is the place in the stream of the page's own microphone frames (their `position`, here with a fraction) at
   * which that sample left, by the clock that both share. `openings` changes with every opening of the microphone. Only a page
   * that is both microphone and speaker can tell; SAM works without it.
   */
  | { type: 'playback-start'; clipId: number; fromMs: number; atSample: number; openings: number }
  /** A clip was silenced at this place; nothing is said of one that ends by itself. */
  | { type: 'playback-stop'; clipId: number; untilMs: number }

export interface AudioRole {
  microphone: boolean
  speaker: boolean
}

/** What a page needs to draw itself when it joins. */
export interface Snapshot {
  type: 'snapshot'
  protocol: number
  state: SessionState
  /** A phrase for people when the state needs a reason, for example why there is no signal. */
  stateReason?: string
  /** What wakes SAM, for example "hey jarvis"; empty when wake words are off. */
  wakePhrases: string[]
  /** Things to try on this machine, shown while there is no conversation yet. */
  suggestions: string[]
  /** Wall-clock time at which the events' `atMs` was zero. */
  startedAtEpochMs: number
  /** Recent events and typed requests in order; folding them gives the conversation so far. */
  recent: RecentMessage[]
  /** The roles of the page that receives this. */
  role: AudioRole
  microphoneProblem: MicrophoneProblem | null
}

/** A request that was typed has no transcript: these are its words. */
export interface TypedRequest {
  type: 'request-typed'
  turnId: string
  text: string
  atMs: number
}

export type RecentMessage = StampedEvent | TypedRequest

/** Text messages from the core to the page: every event as it is, and what only a page needs. */
export type DownwardMessage =
  | RecentMessage
  | Snapshot
  | { type: 'audio-role'; role: AudioRole }
  | { type: 'microphone-problem'; problem: MicrophoneProblem | null }
  /** Loudness of the microphone, 0 to 1, for pages that are not the microphone themselves. */
  | { type: 'level'; loudness: number }
  /** Announces a sentence; its samples follow as binary frames if the page is the speaker. */
  | {
      type: 'speech-clip'
      clipId: number
      turnId: string
      sentence: string
      sampleRateHz: number
      sampleCount: number
    }
  /** How far a sentence was heard, so that every page follows the voice. */
  | { type: 'speech-progress'; clipId: number; playedMs: number; finished: boolean }
  /** Drop every clip up to this one at once. */
  | { type: 'speech-flush'; throughClipId: number }
