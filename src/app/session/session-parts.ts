import type { TurnRequest } from '../../agent/ports.ts'
import type { Ear, SpeechRecognizer } from '../../audio/ports.ts'
import type { TurnJudge } from '../../audio/turn-end.ts'
import type { TurnTakingSettings } from '../../audio/turn-taking.ts'
import type { Clock } from '../../core/clock.ts'
import type { ConsentReply, EventSink, Tier } from '../../core/events.ts'
import type { Speaker } from '../../tts/speaker.ts'
import type { AnswerCircumstances, ConsentAnswer } from './consent-question.ts'
import type { HeardEcho } from './hearing-loop.ts'
import type { Understand } from './rest-of-request.ts'

/** Runs one request to its end: emits the turn's events, `turn-finished` last. Never throws. */
export type RunTurn = (
  request: TurnRequest,
  hooks: { emit: EventSink; ask(prompt: string, tier: Tier): Promise<ConsentReply> },
) => Promise<void>

export interface SessionDeadlines {
  /** SAM's thinking, tools included. */
  thinkingMs: number
  /** Sound that does not end by itself (a page that went away). */
  speakingMs: number
  /** An unanswered question. */
  consentMs: number
  /** A turn that was ended goes on for so long at most; what it is stuck in is then left to itself. */
  endsWithinMs: number
}

export const defaultDeadlines: SessionDeadlines = {
  thinkingMs: 120_000,
  speakingMs: 120_000,
  consentMs: 20_000,
  endsWithinMs: 5000,
}

export interface SessionParts {
  ear: Ear
  recognizer: SpeechRecognizer
  /** Absent where SAM answers in text only. */
  speaker?: Speaker
  runTurn: RunTurn
  /** @param prompt the question that was asked */
  readConsent(text: string, prompt: string, how: AnswerCircumstances): ConsentAnswer
  /** Whether these words, said without the wake word, answer what SAM said of its own accord: "stop", "snooze". */
  answersAnnouncement(text: string): boolean
  /** A reply was cut off: the conversation keeps what was heard. */
  onReplyCut(turnId: string, heardText: string): void
  emit: EventSink
  clock: Clock
  turnTaking: TurnTakingSettings
  /** Takes SAM's own voice out of the microphone, and knows what is left of it. */
  echo?: HeardEcho
  /** What the words say about the end of a turn; pauses alone decide without it. */
  judgeTurnEnd?: TurnJudge
  /** Tells whether words go on with the request before; without it only their time does. */
  understand?: Understand
  /**
   * Takes back, in silence, so many things that were done in a turn, for the sake of this later one. Answers how many it did; where this
   * is absent nothing is taken back. Never throws.
   */
  takeBack?(of: string, count: number, forTurn: string, signal: AbortSignal): Promise<number>
  /** Whether all that a tool does is to bring something to the screen; absent: none is known to. */
  onlyShows?(tool: string): boolean
  followUpMs: number
  pace: 'live' | 'file'
  deadlines?: Partial<SessionDeadlines>
  dryRun?: boolean
  approveConfirm?: boolean
}
