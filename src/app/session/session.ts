import { randomUUID } from 'node:crypto'
import type { SoundSource } from '../../audio/ports.ts'
import type { TurnTakingState } from '../../audio/turn-taking.ts'
import type { SessionState } from '../../core/events.ts'
import { Announcements } from './announcements.ts'
import { HearingLoop } from './hearing-loop.ts'
import { Listening } from './listening.ts'
import { defaultDeadlines, type SessionParts } from './session-parts.ts'
import { Turns } from './turns.ts'

export type { RunTurn, SessionParts } from './session-parts.ts'

/**
 * The conversation: hearing, thinking and speaking as one state that is always told and always ends. What is heard lies in
 * `listening.ts` and `hearing-loop.ts`, what SAM does in `turns.ts`, what it says of its own accord in `announcements.ts`; this ties them.
 */
export class Session {
  private readonly parts: SessionParts
  private readonly hearing: HearingLoop
  private readonly microphone: Listening
  private readonly turns: Turns
  /** Absent where SAM answers in text only. */
  private readonly announcements: Announcements | undefined
  private state: SessionState = 'idle'
  private quiet = false

  constructor(parts: SessionParts) {
    this.parts = parts
    const { ear, recognizer, clock, emit, echo, judgeTurnEnd, pace, speaker, followUpMs } = parts
    const deadlines = { ...defaultDeadlines, ...parts.deadlines }
    const onChange = () => this.show()
    this.hearing = new HearingLoop({
      ...{ ear, recognizer, clock, emit, pace, settings: parts.turnTaking },
      ...(echo === undefined ? {} : { echo }),
      ...(judgeTurnEnd === undefined ? {} : { judgeTurnEnd }),
      listener: {
        onTurn: (turn) => this.turns.hear(turn),
        isForSam: (text) => this.announcements?.expectsAnswer !== true || parts.answersAnnouncement(text),
        onNothing: () => this.announcements?.goOn(),
        mayResume: () => this.turns.current?.reply !== undefined && this.turns.current.question === undefined,
        onSpeechOver: () => this.turns.current?.reply?.hold(),
        onFalseInterruption: () => this.turns.current?.reply?.resume(),
        onBargeIn: () => {
          this.announcements?.hush()
          this.turns.bargeIn()
        },
        onStateChange: onChange,
        onTrouble: (error) => this.microphone.hadTrouble(error),
      },
    })
    const { hearing } = this
    this.microphone = new Listening({
      ...{ clock, emit, pace, hearing, onChange },
      // A microphone that is taken away ends no turn of SAM: the next one must be heard meanwhile.
      onEnd: async () => {
        this.turns.current?.question?.withdraw('silence')
        await this.idle()
      },
      onWordsLost: () => void this.announce('Sorry, I lost my hearing for a moment. Please say that again.'),
    })
    this.turns = new Turns({
      ...parts,
      ...{ hearing, deadlines, onChange },
      voice: () => (this.quiet ? undefined : speaker),
      stretch: () => this.microphone.stretch,
      onStart: (origin) => {
        this.announcements?.answer()
        if (origin === 'schedule') this.announcements?.unasked()
      },
    })
    if (speaker === undefined) return
    this.announcements = new Announcements({
      ...{ speaker, hearing, followUpMs, speakingMs: deadlines.speakingMs, onChange },
      free: () => this.idle(),
      isFree: () => this.turns.current === undefined,
      isListening: () => this.listening && !this.microphone.deaf,
    })
  }

  get currentState(): SessionState {
    return this.state
  }

  /** A microphone is attached. */
  get listening(): boolean {
    return this.microphone.attached
  }

  /** Sound of a microphone comes in and is listened to. */
  get hears(): boolean {
    return this.microphone.hears
  }

  /** A turn runs, SAM says something of its own accord, or the user is speaking. */
  get busy(): boolean {
    return this.turns.current !== undefined || this.announcements?.speaking === true || this.state === 'hearing'
  }

  /** How much sound was heard so far, in milliseconds. */
  get positionMs(): number {
    return this.hearing.positionMs
  }

  /** Samples of the microphone that came so far, with those that wait to be worked on. */
  get arrivedSamples(): number {
    return this.microphone.arrivedSamples
  }

  /** Listens until the source ends, and resolves when the last turn is over; or until the signal aborts, and resolves at once. */
  async listen(source: SoundSource, signal: AbortSignal): Promise<void> {
    await this.microphone.listen(source, signal)
  }

  /** One typed request; interrupts what SAM is saying. Resolves with the turn's end. */
  async submitText(
    text: string,
    origin: 'text' | 'command-line' | 'schedule' = 'text',
    turnId: string = randomUUID(),
  ): Promise<void> {
    const question = this.turns.current?.question
    if (question === undefined) return this.turns.start(turnId, text, origin)
    question.answerWithWords(text, 'text')
    this.parts.emit({ type: 'turn-finished', turnId, outcome: 'done', timings: { routeMs: 0, totalMs: 0 } })
  }

  /** Says something of its own accord (a timer, a notice), so many times until somebody answers. */
  async announce(text: string, times = 1): Promise<void> {
    this.turns.forgetTaken()
    if (!this.quiet) await this.announcements?.say(text, times)
  }

  /** Cuts everything at once: sound, thinking, an open question, words that are not a turn yet. */
  stop(): void {
    this.turns.stop()
    this.announcements?.stop()
    this.microphone.forgetHeard()
    this.show()
  }

  /** Resolves when no turn of SAM is under way. */
  async idle(): Promise<void> {
    await this.turns.idle()
  }

  async pushToTalk(down: boolean): Promise<void> {
    if (down && (this.microphone.deaf || !this.listening)) return
    await this.hearing.pushToTalk(down)
    this.show()
  }

  /** A click on a consent card; one for a question that is no longer open does nothing. */
  answerConsent(callId: string, approved: boolean, always = false): void {
    const { current } = this.turns
    if (current?.askedCallId === callId) current.question?.answerWithClick(approved, always)
  }

  mute(muted: boolean): void {
    this.microphone.mute(muted)
  }

  /**
   * Hears nobody for a reason (the screen is locked); undefined: hears again, unless the user muted SAM or somebody else has a
   * reason. What is under way goes on.
   */
  hold(reason: string | undefined, by: 'shell' | 'models' = 'shell'): void {
    this.microphone.hold(reason, by)
  }

  /** Makes no sound: replies and questions are text only, and what SAM would say of its own accord is left to notices. */
  setQuiet(quiet: boolean): void {
    this.quiet = quiet
    if (quiet) this.announcements?.stop()
  }

  /** Makes no sound now. */
  get isQuiet(): boolean {
    return this.quiet
  }

  /** The device itself says what is wrong with it; undefined when it works again. Never "listening" meanwhile. */
  reportMicrophone(problem: string | undefined): void {
    this.microphone.reportDevice(problem)
  }

  /** Why the state is what it is, where a state needs a reason. */
  get stateReason(): string | undefined {
    if (this.state === 'muted') return this.microphone.holdReason
    return this.state === 'no-signal' ? this.microphone.problem : undefined
  }

  /** Tells the state when it changed. */
  private show(): void {
    const state = this.stateNow()
    if (state === this.state) return
    this.state = state
    const reason = this.stateReason
    this.parts.emit({ type: 'session-state', state, ...(reason === undefined ? {} : { reason }) })
  }

  private stateNow(): SessionState {
    const { current } = this.turns
    if (current?.question !== undefined) return 'needs-you'
    if (current !== undefined) return current.speaks ? 'speaking' : 'thinking'
    if (this.announcements?.speaking === true && this.hearing.state === 'engaged') return 'speaking'
    if (this.microphone.deaf) return 'muted'
    if (this.microphone.problem !== undefined) return 'no-signal'
    return hearingStates[this.hearing.state]
  }
}

const hearingStates: Record<TurnTakingState, SessionState> = {
  asleep: 'idle',
  attending: 'listening',
  hearing: 'hearing',
  committed: 'hearing',
  engaged: 'thinking',
}
