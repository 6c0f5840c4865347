import type { TurnRequest } from '../../agent/ports.ts'
import { undecided } from '../../audio/turn-end.ts'
import type { ConsentReply, Tier } from '../../core/events.ts'
import type { Speaker } from '../../tts/speaker.ts'
import { askUser } from './ask-user.ts'
import { carryOut, type TurnWords } from './carry-out.ts'
import type { HeardTurn, HearingLoop } from './hearing-loop.ts'
import { type TakenRequest, withItsBeginning } from './rest-of-request.ts'
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
    | 'judgeTurnEnd'
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

/** The turns of SAM. One runs at a time; a new one ends it, and waits until it is over. */
export class Turns {
  private readonly parts: TurnsParts
  private running: RunningTurn | undefined
  /** Begun, but not over: the running one and those that wait for it to end. */
  private readonly begun = new Set<RunningTurn>()
  /** What the user said last. */
  private taken: TakenRequest | undefined

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
    this.running = turn
    const before = this.taken?.stretch === stretch ? this.taken : undefined
    const text = heard === undefined ? said : withItsBeginning(before, heard, this.parts.judgeTurnEnd ?? undecided)
    this.taken = heard === undefined ? undefined : { turnId, text, audioMs: heard.audioMs, stretch, acted: false }
    void this.parts.hearing.engage()
    turn.done = this.carryOut(turn, { text, origin, heard }).finally(async () => {
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
    if (running?.question === undefined) return this.start(heard.turnId, heard.text, 'voice', heard)
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

  private carryOut(turn: RunningTurn, words: TurnWords): Promise<void> {
    const { parts } = this
    return carryOut(turn, words, {
      ...parts,
      speaker: parts.voice(),
      ask: (prompt, tier) => this.ask(turn, prompt, tier),
      onAct: () => {
        if (this.taken?.turnId === turn.turnId) this.taken.acted = true
      },
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
