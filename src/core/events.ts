import type { ErrorRecord } from './errors.ts'

export type Tier = 'read' | 'reversible' | 'confirm' | 'strong-confirm'
export type Route = 'command' | 'local' | 'recall' | 'escalate' | 'refuse' | 'control'
export type Outcome = 'done' | 'failed' | 'cancelled' | 'refused' | 'interrupted'
/** The user's word on a question of consent. */
export interface ConsentReply {
  approved: boolean
  /** `voice`, `text`, `panel`, or why nobody answered. */
  by: string
  /** It shall not be asked again for this; only a hand on this machine can say so. */
  always?: boolean
}

/** What a question of consent is about, beside its words. */
export interface ConsentSubject {
  tool: string
  /** The arguments as they will be used: the whole text, the recipient. */
  input: unknown
  /** A yes may hold for more than this time: for one target, or for everything this tool does. */
  always?: { target?: string; days: number }
}

export type Slots = Record<string, string | number | boolean>

/** One thing to do: `intent` is a tool name (`apps.open`) or a control (`control.stop`). */
export interface Command {
  intent: string
  slots: Slots
}

/** What the router decided about one request. */
export interface RouteDecision {
  route: Route
  /** Tool or control name; absent for `local`, `escalate` and `refuse`. */
  intent?: string
  slots?: Slots
  /** Present when one sentence holds several commands, in their order; `intent` and `slots` are then the first one's. */
  commands?: Command[]
  /** 0 to 1. */
  confidence: number
  /** One short phrase that says why, for people and for the audit. */
  reason: string
}

/** Durations of one turn in milliseconds; an absent one did not happen. */
export interface TurnTimings {
  /** Sound waited for after speech ended. */
  endpointMs?: number
  /** Recognition work still done after the turn was committed. */
  recognizeMs?: number
  routeMs: number
  toolMs?: number
  firstTokenMs?: number
  firstAudioMs?: number
  totalMs: number
}

/** What was understood of a turn up to a position in the sound. */
interface Transcript {
  turnId: string
  text: string
  audioMs: number
  confidence?: number
}

/** Events of hearing; `audioMs` is the position in the input sound. */
export type HearingEvent =
  | { type: 'wake-detected'; phrase: string; score: number; audioMs: number }
  | { type: 'speech-started' | 'speech-ended'; audioMs: number }
  | ({ type: 'transcript-partial' } & Transcript)
  | ({ type: 'transcript-final' } & Transcript)

/** Events of one turn of thinking and acting. */
export type TurnEvent =
  | ({ type: 'route-decided'; turnId: string } & RouteDecision)
  | { type: 'tool-call'; turnId: string; callId: string; tool: string; input: unknown; tier: Tier }
  | { type: 'tool-approval-request'; turnId: string; callId: string; prompt: string; about?: ConsentSubject }
  | { type: 'tool-approval-response'; turnId: string; callId: string; approved: boolean; by: string }
  | {
      type: 'tool-result'
      turnId: string
      callId: string
      ok: boolean
      output?: unknown
      error?: ErrorRecord
      receipt?: unknown
    }
  | { type: 'reply-delta'; turnId: string; text: string }
  | { type: 'reply-final'; turnId: string; text: string; model: string }
  | { type: 'turn-finished'; turnId: string; outcome: Outcome; timings: TurnTimings }

/** Events of speaking. */
export type SpeechEvent = {
  type: 'speech-audio'
  turnId: string
  sentence: string
  /** From the start of synthesis of this sentence to its first sample. */
  firstSampleMs: number
  file?: string
}

/** What the whole session is doing; every state but `idle` and `muted` has a deadline. */
export type SessionState =
  | 'idle'
  | 'listening'
  | 'hearing'
  | 'thinking'
  | 'speaking'
  | 'needs-you'
  | 'muted'
  | 'no-signal'

/** Everything that the command line prints and the panel receives, before `atMs` is stamped on it. */
export type SamEvent =
  | HearingEvent
  | TurnEvent
  | SpeechEvent
  | { type: 'session-state'; state: SessionState; reason?: string }
  | { type: 'notice'; code: string; message: string; remedy?: string }
  | { type: 'error'; error: ErrorRecord }

/** An event with its monotonic time in milliseconds from process start. */
export type StampedEvent = SamEvent & { atMs: number }

export type EventSink = (event: SamEvent) => void
