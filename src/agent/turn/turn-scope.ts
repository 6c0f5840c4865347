import type { Clock } from '../../core/clock.ts'
import type { EventSink, Outcome, Tier, TurnTimings } from '../../core/events.ts'
import type { CallContext } from '../../tools/ports.ts'
import type { TurnRequest } from '../ports.ts'

/** Where a turn tells what happens, and whom it asks. */
export interface TurnHooks {
  emit: EventSink
  /** Absent where nobody is there to answer; then the answer is no. */
  ask?(prompt: string, tier: Tier): Promise<{ approved: boolean; by: string }>
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
  /** Some of the reply was told before its end. */
  hasStreamed = false
  /** Something was changed in this turn. */
  hasActed = false
  /** Why a stronger model was asked, once it was. */
  escalatedFor: string | undefined

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

  get isTainted(): boolean {
    return this.tainted
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
      ...(ask === undefined ? {} : { ask: (prompt: string, tier: Tier) => ask(prompt, tier) }),
      onApproval: (event) => this.emit({ ...event, turnId: request.turnId }),
    }
  }
}
