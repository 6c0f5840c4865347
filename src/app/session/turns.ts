import type { TurnRequest } from '../../agent/ports.ts'
import type { ConsentReply, Tier } from '../../core/events.ts'
import { notBeyond } from '../../core/not-beyond.ts'
import type { Speaker } from '../../tts/speaker.ts'
import { askUser } from './ask-user.ts'
import { carryOut, type TurnWords } from './carry-out.ts'
import { Deeds, type Standing } from './deeds.ts'
import type { HeardTurn, HearingLoop } from './hearing-loop.ts'
import {
  correctedWithinMs,
  type SaidWords,
  type TakenRequest,
  type Understand,
  type WholeRequest,
  wholeRequest,
} from './rest-of-request.ts'
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
    | 'onlyShows'
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

/** A request that goes on or was meant otherwise, with the turn in which it began. */
type Continued = WholeRequest & { continues: string; standing: Standing; undoable: number }

/** What SAM says of what it did first, by how much of it was taken back. */
const tookBack = {
  none: 'I could not take back what I did first.',
  some: 'I could take back only a part of what I did first.',
  all: 'I took that back.',
}

const nothingUnderstood: Understand = () => ({ route: 'local', confidence: 0, reason: 'nobody reads it' })

/** The turns of SAM. One runs at a time; a new one ends it, and waits until it is over. */
export class Turns {
  private readonly parts: TurnsParts
  private running: RunningTurn | undefined
  /** Begun, but not over: the running one and those that wait for it to end. */
  private readonly begun = new Set<RunningTurn>()
  /** What the user said last, with what was done for it. */
  private taken: (TakenRequest & { deeds: Deeds; takenAtMs: number }) | undefined

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
      deeds: new Deeds(this.parts.onlyShows),
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
    const whole = origin === 'schedule' ? undefined : this.wholeOf(heard ?? this.written(said), stretch)
    this.running = turn
    this.taken =
      origin === 'schedule'
        ? undefined
        : {
            ...{ turnId, text: said, spoken: heard !== undefined, ...this.placeOf(heard), stretch },
            ...{ deeds: turn.deeds, takenAtMs: this.parts.clock.nowMs() },
          }
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

  /** SAM has said something since: what follows is about that. */
  forgetTaken(): void {
    this.taken = undefined
  }

  /** Ends all, also those that wait, and lets SAM sleep after them. */
  stop(): void {
    for (const turn of this.begun) {
      turn.asleepAfter = true
      turn.abort.abort(new Error('cancelled'))
    }
  }

  /** The request before with these words, where they are the rest of it. */
  private wholeOf(heard: SaidWords, stretch: number, asked?: string): Continued | undefined {
    const { taken } = this
    if (taken?.stretch !== stretch) return undefined
    // Sound tells the time only while it is heard.
    if (this.parts.clock.nowMs() - taken.takenAtMs > correctedWithinMs) return undefined
    // A trial does nothing.
    const standing = this.parts.dryRun === true ? 'nothing' : taken.deeds.standing(asked)
    const whole = wholeRequest(taken, standing, heard, this.parts.understand ?? nothingUnderstood)
    return whole === undefined
      ? undefined
      : { ...whole, continues: taken.turnId, standing, undoable: taken.deeds.undoable }
  }

  /** Words that are written are meant for SAM, and go on with nothing. */
  private written(text: string): SaidWords {
    return { text, startedMs: this.parts.hearing.positionMs, addressed: true }
  }

  private placeOf(heard: HeardTurn | undefined): Pick<TakenRequest, 'audioMs'> {
    return { audioMs: heard?.audioMs ?? this.parts.hearing.positionMs }
  }

  /**
   * SAM asks about a request that was not over, or was meant otherwise: words that are no answer go on with it, words that correct it are
   * no "no", and it is asked about as it is meant.
   */
  private isRestOfAsked(heard: HeardTurn, { turnId, question, askedCallId }: RunningTurn): boolean {
    if (question === undefined || this.taken?.turnId !== turnId) return false
    const whole = this.wholeOf(heard, this.parts.stretch(), askedCallId)
    if (whole === undefined) return false
    const { text, confidence } = heard
    const answer = question.read(text, confidence === undefined ? {} : { confidence })
    return answer === 'unclear' || (whole.by === 'correction' && answer === 'no')
  }

  /**
   * The whole request, once what was done for its beginning is taken back. Where something of that stays, SAM says so: a rest is then a
   * turn of its own, and what was meant instead is done all the same. Who withdraws a request hears that it was taken back.
   */
  private async carryOutWhole(turn: RunningTurn, whole: Continued, rest: TurnWords): Promise<void> {
    const { text, standing, by, continues, undoable } = whole
    const count = standing === 'undoable' ? undoable : 0
    const done = count === 0 ? 0 : await this.takeBack(continues, count, turn)
    const left = standing === 'lasting' || done < count
    const remark = left ? tookBack[done === 0 ? 'none' : 'some'] : undefined
    if (by === 'withdrawal')
      return this.carryOut(turn, { ...rest, remark: remark ?? (count > 0 ? tookBack.all : remark) })
    // Of several things one would be done twice.
    if (left && (by === 'rest' || count > 1)) return this.carryOut(turn, { ...rest, remark })
    if (this.taken?.turnId === turn.turnId) this.taken.text = text
    return this.carryOut(turn, left ? { ...rest, text, remark } : { ...rest, text, continues })
  }

  /**
   * Once begun it is not cut off by words that go on: nobody would know whether it was done, and the beginning of the request would be
   * lost.
   */
  private async takeBack(of: string, count: number, { turnId, abort: { signal } }: RunningTurn): Promise<number> {
    const { takeBack, deadlines } = this.parts
    if (takeBack === undefined || signal.aborted) return 0
    const done = takeBack(of, count, turnId, new AbortController().signal)
    return (await notBeyond(done, signal, deadlines.endsWithinMs))?.value ?? 0
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
