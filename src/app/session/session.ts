import { randomUUID } from 'node:crypto'
import type { TurnRequest } from '../../agent/ports.ts'
import type { Ear, SoundSource, SpeechRecognizer } from '../../audio/ports.ts'
import { type TurnJudge, undecided } from '../../audio/turn-end.ts'
import type { TurnTakingSettings, TurnTakingState } from '../../audio/turn-taking.ts'
import type { Clock } from '../../core/clock.ts'
import { type SamError, toSamError } from '../../core/errors.ts'
import type { ConsentReply, EventSink, Outcome, SamEvent, SessionState, Tier, TurnTimings } from '../../core/events.ts'
import { notBeyond } from '../../core/not-beyond.ts'
import type { Speaker } from '../../tts/speaker.ts'
import { Announcements } from './announcements.ts'
import { askUser } from './ask-user.ts'
import type { AnswerCircumstances, ConsentAnswer } from './consent-question.ts'
import { type HeardEcho, type HeardTurn, HearingLoop } from './hearing-loop.ts'
import { MicrophoneWatch } from './microphone-watch.ts'
import { type TakenRequest, withItsBeginning } from './rest-of-request.ts'
import type { RunningTurn } from './running-turn.ts'
import { voiceReply } from './voice-reply.ts'

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
  followUpMs: number
  pace: 'live' | 'file'
  deadlines?: Partial<SessionDeadlines>
  dryRun?: boolean
  approveConfirm?: boolean
}

/** Controls after which SAM does not listen on without the wake word. */
const sleepingControls = new Set(['control.stop', 'control.cancel', 'control.sleep'])

const tookTooLong = { type: 'notice', code: 'thinking-too-long', message: 'That took too long, so I stopped.' } as const

const turnStuck = {
  type: 'notice',
  code: 'turn-stuck',
  message: 'Something did not let itself be ended, so I went on without it.',
} as const

/** How often one trouble is spoken about. */
const troublePauseMs = 3000

/**
 * The conversation: hearing, thinking and speaking as one state that is always told and always ends. One turn of SAM runs
 * at a time; a new turn of the user ends it.
 */
export class Session {
  private readonly parts: SessionParts
  private readonly deadlines: SessionDeadlines
  private readonly hearing: HearingLoop
  private readonly microphone: MicrophoneWatch
  private running: RunningTurn | undefined
  /** What the user said last. */
  private taken: TakenRequest | undefined
  /** Counts the stretches of sound between which nobody was listened to: their positions do not tell how much time went by. */
  private stretch = 0
  /** Begun, but not over: the running one and those that wait for it to end. */
  private readonly turns = new Set<RunningTurn>()
  /** Absent where SAM answers in text only. */
  private readonly announcements: Announcements | undefined
  private state: SessionState = 'idle'
  private muted = false
  /** Why nobody is to be heard now, though the user did not mute SAM: a reason from each who says so. */
  private readonly holds = new Map<string, string>()
  private quiet = false
  private sources = 0
  private source: SoundSource | undefined
  private deviceProblem: string | undefined
  private lastTroubleAtMs = Number.NEGATIVE_INFINITY
  /** Told already, and nothing was heard since. */
  private lastingTrouble: string | undefined

  constructor(parts: SessionParts) {
    this.parts = parts
    this.deadlines = { ...defaultDeadlines, ...parts.deadlines }
    this.microphone = new MicrophoneWatch({
      onChange: (trouble) => {
        // No sound, no time: half a request would wait, and be carried out hours later, when the Mac wakes.
        if (trouble?.code === 'microphone-stalled') this.forgetHeard()
        // A page that is muted sends nothing, and that is no trouble.
        if (trouble !== undefined && !this.deaf) parts.emit({ type: 'notice', ...trouble })
        this.show()
      },
    })
    this.hearing = new HearingLoop({
      ear: parts.ear,
      recognizer: parts.recognizer,
      clock: parts.clock,
      emit: parts.emit,
      settings: parts.turnTaking,
      ...(parts.echo === undefined ? {} : { echo: parts.echo }),
      ...(parts.judgeTurnEnd === undefined ? {} : { judgeTurnEnd: parts.judgeTurnEnd }),
      pace: parts.pace,
      listener: {
        onTurn: (turn) => this.onHeardTurn(turn),
        isForSam: (text) => this.announcements?.expectsAnswer !== true || parts.answersAnnouncement(text),
        onNothing: () => this.announcements?.goOn(),
        mayResume: () => this.running?.reply !== undefined && this.running.question === undefined,
        onSpeechOver: () => this.running?.reply?.hold(),
        onFalseInterruption: () => this.running?.reply?.resume(),
        onBargeIn: () => this.onBargeIn(),
        onStateChange: () => this.show(),
        onTrouble: (error) => this.onTrouble(error),
      },
    })
    const { speaker, followUpMs } = parts
    if (speaker === undefined) return
    this.announcements = new Announcements({
      speaker,
      hearing: this.hearing,
      free: () => this.idle(),
      isFree: () => this.running === undefined,
      isListening: () => this.listening && !this.deaf,
      followUpMs,
      speakingMs: this.deadlines.speakingMs,
      onChange: () => this.show(),
    })
  }

  get currentState(): SessionState {
    return this.state
  }

  /** A microphone is attached. */
  get listening(): boolean {
    return this.sources > 0
  }

  /** Sound of a microphone comes in and is listened to. */
  get hears(): boolean {
    return this.listening && !this.deaf && this.microphone.trouble?.code !== 'microphone-stalled'
  }

  /** A turn runs, SAM says something of its own accord, or the user is speaking. */
  get busy(): boolean {
    return this.running !== undefined || this.announcements?.speaking === true || this.state === 'hearing'
  }

  /** How much sound was heard so far, in milliseconds. */
  get positionMs(): number {
    return this.hearing.positionMs
  }

  /** Samples of the microphone that came so far, with those that wait to be worked on. */
  get arrivedSamples(): number {
    return this.hearing.arrivedSamples + (this.source?.waitingSamples ?? 0)
  }

  /** Listens until the source ends, and resolves when the last turn is over; or until the signal aborts, and resolves at once. */
  async listen(source: SoundSource, signal: AbortSignal): Promise<void> {
    const watched = this.parts.pace === 'live'
    this.sources++
    this.source = source
    this.stretch++
    await this.hearing.restart()
    if (watched) this.microphone.start()
    try {
      for await (const chunk of source.chunks(signal)) {
        if (signal.aborted) break
        if (watched) this.microphone.soundArrived()
        const frames = this.deaf ? [] : await this.hearing.feed(chunk)
        if (frames.length > 0) this.lastingTrouble = undefined
        if (watched) this.microphone.sawFrames(frames)
      }
      if (signal.aborted) await this.hearing.drop()
      else await this.hearing.end()
      // A microphone that is taken away ends no turn of SAM: the next one must be heard meanwhile.
      if (!signal.aborted) {
        this.running?.question?.withdraw('silence')
        await this.idle()
      }
    } finally {
      this.sources--
      this.microphone.stop()
      this.show()
    }
  }

  /** One typed request; interrupts what SAM is saying. Resolves with the turn's end. */
  async submitText(
    text: string,
    origin: 'text' | 'command-line' | 'schedule' = 'text',
    turnId: string = randomUUID(),
  ): Promise<void> {
    if (this.running?.question !== undefined) {
      this.running.question.answerWithWords(text, 'text')
      this.parts.emit({ type: 'turn-finished', turnId, outcome: 'done', timings: { routeMs: 0, totalMs: 0 } })
      return
    }
    await this.startTurn(turnId, text, origin)
  }

  /** Says something of its own accord (a timer, a notice), so many times until somebody answers. */
  async announce(text: string, times = 1): Promise<void> {
    if (!this.quiet) await this.announcements?.say(text, times)
  }

  /** Cuts everything at once: sound, thinking, an open question, words that are not a turn yet. */
  stop(): void {
    for (const turn of this.turns) {
      turn.asleepAfter = true
      turn.abort.abort(new Error('cancelled'))
    }
    this.announcements?.stop()
    this.forgetHeard()
    this.show()
  }

  /** What was heard so far is no turn, nor the beginning of one. */
  private forgetHeard(): void {
    this.stretch++
    void this.hearing.drop()
  }

  /** Resolves when no turn of SAM is under way. */
  async idle(): Promise<void> {
    while (this.running !== undefined) await this.running.done
  }

  async pushToTalk(down: boolean): Promise<void> {
    if (down && (this.deaf || !this.listening)) return
    await this.hearing.pushToTalk(down)
    this.show()
  }

  /** A click on a consent card; one for a question that is no longer open does nothing. */
  answerConsent(callId: string, approved: boolean, always = false): void {
    if (this.running?.askedCallId === callId) this.running.question?.answerWithClick(approved, always)
  }

  mute(muted: boolean): void {
    this.muted = muted
    if (muted) this.forgetHeard()
    this.show()
  }

  /**
   * Hears nobody for a reason (the screen is locked); undefined: hears again, unless the user muted SAM or somebody else has a
   * reason. What is under way goes on.
   */
  hold(reason: string | undefined, by: 'shell' | 'models' = 'shell'): void {
    if (reason === undefined) this.holds.delete(by)
    else this.holds.set(by, reason)
    if (reason !== undefined) this.forgetHeard()
    this.show()
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
    this.deviceProblem = problem
    this.show()
  }

  /** Why the state is what it is, where a state needs a reason. */
  get stateReason(): string | undefined {
    if (this.state === 'muted') return [...this.holds.values()].at(-1)
    return this.state === 'no-signal' ? (this.deviceProblem ?? this.microphone.trouble?.message) : undefined
  }

  private async onHeardTurn(turn: HeardTurn): Promise<void> {
    const { running } = this
    if (running?.question !== undefined) {
      running.yielded = Promise.withResolvers()
      running.question.answerWithWords(turn.text, 'voice', {
        afterQuestionStarted: turn.startedMs >= (running.askedAtMs ?? Number.POSITIVE_INFINITY),
        ...(turn.confidence === undefined ? {} : { confidence: turn.confidence }),
      })
      return running.yielded.promise
    }
    return this.startTurn(turn.turnId, turn.text, 'voice', turn)
  }

  private async startTurn(
    turnId: string,
    said: string,
    origin: TurnRequest['origin'],
    heard?: HeardTurn,
  ): Promise<void> {
    const { stretch } = this
    const turn: RunningTurn = {
      turnId,
      abort: new AbortController(),
      done: Promise.resolve(),
      yielded: Promise.withResolvers(),
      asleepAfter: false,
      speaks: false,
    }
    this.turns.add(turn)
    this.announcements?.answer()
    if (origin === 'schedule') this.announcements?.unasked()
    // Another one may have waited for the same end and begun first.
    while (this.running !== undefined) {
      this.running.abort.abort(new Error('interrupted'))
      await this.running.done
    }
    this.running = turn
    const before = this.taken?.stretch === stretch ? this.taken : undefined
    const text = heard === undefined ? said : withItsBeginning(before, heard, this.parts.judgeTurnEnd ?? undecided)
    this.taken = heard === undefined ? undefined : { turnId, text, audioMs: heard.audioMs, stretch, acted: false }
    void this.hearing.engage()
    turn.done = this.carryOut(turn, text, origin, heard).finally(async () => {
      this.turns.delete(turn)
      this.running = undefined
      turn.yielded.resolve()
      await this.hearing.attend(turn.asleepAfter ? 0 : this.parts.followUpMs)
      this.show()
    })
    this.show()
    await turn.yielded.promise
  }

  /** Thinks, acts and speaks; holds `turn-finished` back until the last sound was heard. */
  private async carryOut(
    turn: RunningTurn,
    text: string,
    origin: TurnRequest['origin'],
    heard?: HeardTurn,
  ): Promise<void> {
    const { clock, emit } = this.parts
    const speaker = this.quiet ? undefined : this.parts.speaker
    const startedAtMs = clock.nowMs()
    const { signal } = turn.abort
    const reply = speaker?.begin(turn.turnId, signal, () => {
      turn.speaks = true
      this.show()
    })
    if (reply !== undefined) turn.reply = reply
    const speak = reply === undefined ? undefined : voiceReply(reply)
    let finished: { outcome: Outcome; timings: TurnTimings } | undefined
    let left = false
    const onEvent = (event: SamEvent) => {
      if (left) return
      speak?.(event)
      if (event.type === 'route-decided' && sleepingControls.has(event.intent ?? '')) turn.asleepAfter = true
      if (event.type === 'tool-call' && this.taken?.turnId === turn.turnId) this.taken.acted = true
      if (event.type === 'tool-approval-request') turn.askedCallId = event.callId
      if (event.type === 'turn-finished') finished = event
      else emit(event)
    }
    let late = false
    const deadline = setTimeout(() => {
      late = true
      turn.abort.abort(new Error('thinking-deadline'))
    }, this.deadlines.thinkingMs)
    const timings =
      heard === undefined ? {} : { heard: { endpointMs: heard.endpointMs, recognizeMs: heard.recognizeMs } }
    const request = {
      turnId: turn.turnId,
      text,
      origin,
      dryRun: this.parts.dryRun ?? false,
      approveConfirm: this.parts.approveConfirm ?? false,
      signal,
      ...timings,
    }
    const hooks = { emit: onEvent, ask: (prompt: string, tier: Tier) => this.ask(turn, prompt, tier) }
    try {
      const ended = await notBeyond(this.parts.runTurn(request, hooks), signal, this.deadlines.endsWithinMs)
      left = ended === undefined
      if (left) emit(turnStuck)
    } catch (thrown) {
      // A mistake of the program costs this turn, not the session.
      emit({ type: 'error', error: toSamError(thrown).toJSON() })
    }
    clearTimeout(deadline)
    if (late) this.parts.emit(tookTooLong)
    const speaking = setTimeout(() => turn.abort.abort(new Error('speaking-deadline')), this.deadlines.speakingMs)
    const spoken = await reply?.finish()
    clearTimeout(speaking)
    if (spoken?.interrupted) this.parts.onReplyCut(turn.turnId, spoken.heardText)
    const outcome =
      spoken?.interrupted && finished?.outcome === 'done' ? 'interrupted' : (finished?.outcome ?? 'failed')
    const firstAudio = spoken?.firstAudioAtMs === undefined ? {} : { firstAudioMs: spoken.firstAudioAtMs - startedAtMs }
    const totalMs = clock.nowMs() - startedAtMs
    const measured = finished?.timings ?? { routeMs: 0, totalMs }
    emit({
      type: 'turn-finished',
      turnId: turn.turnId,
      outcome,
      timings: { ...measured, ...timings.heard, ...firstAudio, totalMs },
    })
  }

  private ask(turn: RunningTurn, prompt: string, tier: Tier): Promise<ConsentReply> {
    const { readConsent } = this.parts
    const speaker = this.quiet ? undefined : this.parts.speaker
    return askUser(turn, prompt, tier, {
      hearing: this.hearing,
      readConsent,
      consentMs: this.deadlines.consentMs,
      onChange: () => this.show(),
      ...(speaker === undefined ? {} : { speaker }),
    })
  }

  /** Words over a question are its answer; over anything else they end SAM's turn. */
  private onBargeIn(): void {
    this.announcements?.hush()
    if (this.running?.question !== undefined) this.running.hushQuestion?.()
    else this.running?.abort.abort(new Error('interrupted'))
  }

  private onTrouble(error: SamError): void {
    const nowMs = this.parts.clock.nowMs()
    if (nowMs - this.lastTroubleAtMs < troublePauseMs || error.code === this.lastingTrouble) return
    this.lastingTrouble = error.code
    this.lastTroubleAtMs = nowMs
    this.parts.emit({ type: 'notice', ...error.toJSON() })
    // Nothing else that was said is lost: sound waits for the next process, and is kept until its text is there.
    if (this.hearing.state !== 'committed') return
    void this.announce('Sorry, I lost my hearing for a moment. Please say that again.')
  }

  private get deaf(): boolean {
    return this.muted || this.holds.size > 0
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
    if (this.running?.question !== undefined) return 'needs-you'
    if (this.running !== undefined) return this.running.speaks ? 'speaking' : 'thinking'
    if (this.announcements?.speaking === true && this.hearing.state === 'engaged') return 'speaking'
    if (this.deaf) return 'muted'
    if (this.deviceProblem !== undefined || this.microphone.trouble !== undefined) return 'no-signal'
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
