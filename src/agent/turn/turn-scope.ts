import type { Clock } from '../../core/clock.ts'
import type { ConsentReply, EventSink, Outcome, Tier, TurnTimings } from '../../core/events.ts'
import type { CallContext, ToolResult } from '../../tools/ports.ts'
import { runsPrograms } from '../honesty.ts'
import type { TurnRequest } from '../ports.ts'

/** Where a turn tells what happens, and whom it asks. */
export interface TurnHooks {
  emit: EventSink
  /** Absent where nobody is there to answer; then the answer is no. */
  ask?(prompt: string, tier: Tier): Promise<ConsentReply>
}

/** How a turn ended and what was said. */
export interface TurnEnd {
  outcome: Outcome
  reply: string
  /** Who spoke: "fast-path", "local". */
  model: string
}

/** One running turn: its request, its clock and its events. */
export class TurnScope {
  readonly request: TurnRequest
  readonly hooks: TurnHooks
  readonly timings: TurnTimings
  private readonly clock: Clock
  private readonly startedAtMs: number
  private tainted = false
  private watcher: EventSink | undefined
  private lastQuestion: Promise<unknown> = Promise.resolve()
  /** Some of the reply was told before its end. */
  hasStreamed = false
  /** What was done in this turn, each as a tool with what it said. */
  readonly deeds: { tool: string; spoken: string }[] = []
  /** Rooms of the tools whose results are in the turn. */
  readonly rooms = new Set<string>()
  /** Something was tried, and was refused or failed. */
  hasFailed = false

  constructor(request: TurnRequest, hooks: TurnHooks, clock: Clock) {
    this.request = request
    this.hooks = hooks
    this.clock = clock
    this.startedAtMs = clock.nowMs()
    this.timings = { ...request.heard, routeMs: 0, totalMs: 0 }
  }

  get turnId(): string {
    return this.request.turnId
  }

  /** Milliseconds since the turn began. */
  elapsedMs(): number {
    return this.clock.nowMs() - this.startedAtMs
  }

  emit: EventSink = (event) => {
    if (event.type === 'reply-delta' && event.text !== '') this.hasStreamed = true
    this.watcher?.(event)
    this.hooks.emit(event)
  }

  /** Sees every event of the turn before it is told. */
  watch(watcher: EventSink): void {
    this.watcher = watcher
  }

  /** The user, or a deadline, ended the turn. */
  get cut(): boolean {
    return this.request.signal.aborted
  }

  /** How a cut turn is called: the reason of the abort says who cut it. */
  cutOutcome(): Outcome {
    const { reason } = this.request.signal
    if (reason instanceof Error && reason.message === 'interrupted') return 'interrupted'
    if (reason instanceof Error && reason.message.endsWith('-deadline')) return 'failed'
    return 'cancelled'
  }

  /** The turn has read what others wrote: what follows needs more consent. */
  taint(): void {
    this.tainted = true
  }

  /** A tool that does more than read was called, with this result. */
  note(tool: string, result: ToolResult): void {
    if (!result.ok) this.hasFailed = true
    // To read the clipboard aloud is no deed, though it is asked about.
    else if (result.taints !== true || runsPrograms(tool)) this.deeds.push({ tool, spoken: result.spoken })
  }

  get hasActed(): boolean {
    return this.deeds.length > 0
  }

  get isTainted(): boolean {
    return this.tainted
  }

  /** One question after the other, also where calls run side by side: an answer belongs to one of them. */
  private inTurn<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    const answered = this.lastQuestion.then(question)
    this.lastQuestion = answered.catch(() => undefined)
    return answered
  }

  callContext(): CallContext {
    const { request, hooks } = this
    const { ask } = hooks
    return {
      turnId: request.turnId,
      origin: request.origin,
      tainted: this.tainted,
      dryRun: request.dryRun,
      approveConfirm: request.approveConfirm,
      signal: request.signal,
      ...(ask === undefined ? {} : { ask: (prompt: string, tier: Tier) => this.inTurn(() => ask(prompt, tier)) }),
      onApproval: (event) => this.emit({ ...event, turnId: request.turnId }),
    }
  }
}
