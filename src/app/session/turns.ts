import type { TurnRequest } from '../../agent/ports.ts'
import type { ConsentReply, Tier } from '../../core/events.ts'
import { notBeyond } from '../../core/not-beyond.ts'
import type { Speaker } from '../../tts/speaker.ts'
import { askUser } from './ask-user.ts'
import { carryOut, type TurnWords } from './carry-out.ts'
import { Deeds } from './deeds.ts'
import type { HeardTurn, HearingLoop } from './hearing-loop.ts'
import { type TakenRequest, type Understand, type WholeRequest, wholeRequest } from './rest-of-request.ts'
import type { RunningTurn } from './running-turn.ts'
import type { SessionDeadlines, SessionParts } from './session-parts.ts'

export interface TurnsParts
  extends Pick<
    SessionParts,
    | 'runTurn'
    | 'readConsent'
    | 'onReplyCut'
    | 'emit'
    | 'clock'
    | 'understand'
    | 'takeBack'
    | 'followUpMs'
    | 'dryRun'
    | 'approveConfirm'
  > {
  deadlines: SessionDeadlines
  hearing: Pick<HearingLoop, 'positionMs' | 'engage' | 'attend' | 'expectAnswer'>
  /** What SAM speaks with now; undefined while it answers in text only. */
  voice(): Speaker | undefined
  /** Which stretch of sound it is that is heard now. */
  stretch(): number
  onStart(origin: TurnRequest['origin']): void
  /** One began, ended, spoke or asked. */
  onChange(): void
}

/** A request that goes on, with the turn in which it began. */
type Continued = WholeRequest & { continues: string }

const nothingUnderstood: Understand = () => ({ route: 'local', confidence: 0, reason: 'nobody reads it' })

/** The turns of SAM. One runs at a time; a new one ends it, and waits until it is over. */
export class Turns {
  private readonly parts: TurnsParts
  private running: RunningTurn | undefined
  /** Begun, but not over: the running one and those that wait for it to end. */
  private readonly begun = new Set<RunningTurn>()
  /** What the user said last, with what was done for it. */
  private taken: (TakenRequest & { deeds: Deeds }) | undefined

  constructor(parts: TurnsParts) {
    this.parts = parts
  }

  get current(): Readonly<RunningTurn> | undefined {
    return this.running
  }

  /** Resolves when none is under way. */
  async idle(): Promise<void> {
    while (this.running !== undefined) await this.running.done
  }

  /** Resolves when the turn is over or waits for the user. */
  async start(turnId: string, said: string, origin: TurnRequest['origin'], heard?: HeardTurn): Promise<void> {
    const stretch = this.parts.stretch()
    const turn: RunningTurn = {
      turnId,
      abort: new AbortController(),
      deeds: new Deeds(),
      done: Promise.resolve(),
      yielded: Promise.withResolvers(),
      asleepAfter: false,
      speaks: false,
    }
    this.begun.add(turn)
    this.parts.onStart(origin)
    // Another one may have waited for the same end and begun first.
    while (this.running !== undefined) {
      this.running.abort.abort(new Error('interrupted'))
      await this.running.done
    }
    const whole = heard === undefined ? undefined : this.wholeOf(heard, stretch)
    this.running = turn
    this.taken =
      heard === undefined ? undefined : { turnId, text: said, audioMs: heard.audioMs, stretch, deeds: turn.deeds }
    void this.parts.hearing.engage()
    const words = { text: said, origin, heard }
    const working = whole === undefined ? this.carryOut(turn, words) : this.carryOutWhole(turn, whole, words)
    turn.done = working.finally(async () => {
      this.begun.delete(turn)
      this.running = undefined
      turn.yielded.resolve()
      await this.parts.hearing.attend(turn.asleepAfter ? 0 : this.parts.followUpMs)
      this.parts.onChange()
    })
    this.parts.onChange()
    await turn.yielded.promise
  }

  /** What the user said, as the answer to the open question or as a turn of its own. */
  async hear(heard: HeardTurn): Promise<void> {
    const { running } = this
    if (running?.question === undefined || this.isRestOfAsked(heard, running))
      return this.start(heard.turnId, heard.text, 'voice', heard)
    running.yielded = Promise.withResolvers()
    running.question.answerWithWords(heard.text, 'voice', {
      afterQuestionStarted: heard.startedMs >= (running.askedAtMs ?? Number.POSITIVE_INFINITY),
      ...(heard.confidence === undefined ? {} : { confidence: heard.confidence }),
    })
    return running.yielded.promise
  }

  /** Words over a question are its answer; over anything else they end the turn. */
  bargeIn(): void {
    if (this.running?.question !== undefined) this.running.hushQuestion?.()
    else this.running?.abort.abort(new Error('interrupted'))
  }

  /** Ends all, also those that wait, and lets SAM sleep after them. */
  stop(): void {
    for (const turn of this.begun) {
      turn.asleepAfter = true
      turn.abort.abort(new Error('cancelled'))
    }
  }

  /** The request before with these words, where they are the rest of it. */
  private wholeOf(heard: HeardTurn, stretch: number, asked?: string): Continued | undefined {
    const { taken } = this
    if (taken?.stretch !== stretch) return undefined
    // A trial does nothing.
    const standing = this.parts.dryRun === true ? 'nothing' : taken.deeds.standing(asked)
    const whole = wholeRequest(taken, standing, heard, this.parts.understand ?? nothingUnderstood)
    return whole === undefined ? undefined : { ...whole, continues: taken.turnId }
  }

  /** SAM asks about a request that was not over: words that are no answer go on with it, and it is asked about as a whole. */
  private isRestOfAsked(heard: HeardTurn, { turnId, question, askedCallId }: RunningTurn): boolean {
    if (question === undefined || this.taken?.turnId !== turnId) return false
    const { text, confidence } = heard
    return (
      question.isUnclear(text, confidence === undefined ? {} : { confidence }) &&
      this.wholeOf(heard, this.parts.stretch(), askedCallId) !== undefined
    )
  }

  /** The whole request, or only its rest, where what was done for its beginning cannot be taken back. */
  private async carryOutWhole(turn: RunningTurn, whole: Continued, rest: TurnWords): Promise<void> {
    const { text, takeBack, continues } = whole
    if (takeBack && !(await this.takeBack(continues, turn))) return this.carryOut(turn, rest)
    if (this.taken?.turnId === turn.turnId) this.taken.text = text
    return this.carryOut(turn, { ...rest, text, continues })
  }

  /**
   * Once begun it is not cut off by words that go on: nobody would know whether it was done, and the beginning of the request would be
   * lost.
   */
  private async takeBack(of: string, { turnId, abort: { signal } }: RunningTurn): Promise<boolean> {
    const { takeBack, deadlines } = this.parts
    if (takeBack === undefined || signal.aborted) return false
    const done = takeBack(of, turnId, new AbortController().signal)
    return (await notBeyond(done, signal, deadlines.endsWithinMs))?.value === true
  }

  private carryOut(turn: RunningTurn, words: TurnWords): Promise<void> {
    const { parts } = this
    return carryOut(turn, words, {
      ...parts,
      speaker: parts.voice(),
      ask: (prompt, tier) => this.ask(turn, prompt, tier),
    })
  }

  private ask(turn: RunningTurn, prompt: string, tier: Tier): Promise<ConsentReply> {
    const { hearing, readConsent, deadlines, onChange } = this.parts
    const speaker = this.parts.voice()
    return askUser(turn, prompt, tier, {
      ...{ hearing, readConsent, onChange, consentMs: deadlines.consentMs },
      ...(speaker === undefined ? {} : { speaker }),
    })
  }
}
