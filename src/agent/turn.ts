import { type Clock, systemClock } from '../core/clock.ts'
import { toSamError } from '../core/errors.ts'
import type { RouteDecision } from '../core/events.ts'
import { type Logger, silentLogger } from '../core/log.ts'
import type { ToolRunner } from '../tools/ports.ts'
import { Conversation } from './conversation.ts'
import type {
  Companion,
  Distillation,
  Escalation,
  LanguageModel,
  RoutedRequest,
  Router,
  RoutingContext,
  TurnRequest,
} from './ports.ts'
import { spellingOf } from './spelling.ts'

import { answer, apology } from './turn/answer.ts'
import { Progress } from './turn/progress.ts'
import { runCommands } from './turn/run-commands.ts'
import { type TurnEnd, type TurnHooks, TurnScope } from './turn/turn-scope.ts'
import { whoAnswers } from './turn/who-answers.ts'

export type { TurnHooks } from './turn/turn-scope.ts'

export interface TurnRunnerParts {
  router: Router
  tools: ToolRunner
  model: LanguageModel
  escalation?: Escalation
  companion?: Companion
  distillation?: Distillation
  /** One for each person who talks; a fresh one when absent. */
  conversation?: Conversation
  clock?: Clock
  log?: Logger
}

/** Points of loudness for "louder" and "quieter". */
const loudnessStep = 10

/**
 * Runs one request from its words to its reply: route, then commands, a control, an honest "I can't", or the local model.
 * Emits `route-decided`, tool events, `reply-delta`, `reply-final` and last `turn-finished`. Never throws.
 */
export class TurnRunner {
  readonly conversation: Conversation
  private readonly parts: TurnRunnerParts
  private readonly clock: Clock
  private readonly log: Logger

  constructor(parts: TurnRunnerParts) {
    this.parts = parts
    this.clock = parts.clock ?? systemClock
    this.log = parts.log ?? silentLogger
    this.conversation = parts.conversation ?? new Conversation()
  }

  async run(request: TurnRequest, hooks: TurnHooks): Promise<void> {
    if (request.continues !== undefined) this.conversation.withdraw(request.continues)
    const scope = new TurnScope(request, hooks, this.clock)
    const { turnId, timings } = scope
    const { remark } = request
    if (remark !== undefined) hooks.emit({ type: 'reply-delta', turnId, text: `${remark} ` })
    // Only who listens needs to be told that work goes on.
    const progress =
      request.origin === 'voice' && !request.dryRun
        ? new Progress((text) => hooks.emit({ type: 'reply-delta', turnId, text: `${text} ` }))
        : undefined
    scope.watch((event) => progress?.observe(event))
    let end: TurnEnd
    try {
      end = await this.think(scope)
    } catch (thrown) {
      end = this.fail(scope, thrown)
    }
    progress?.stop()
    // After a word of progress nobody waits for the whole reply to be spoken at once.
    if ((progress?.spoke === true || remark !== undefined) && !scope.hasStreamed)
      scope.emit({ type: 'reply-delta', turnId, text: end.reply })
    if (remark !== undefined) end = { ...end, reply: `${remark} ${end.reply}`.trim() }
    this.conversation.finish(turnId, end, { tainted: scope.isTainted, rooms: [...scope.rooms] })
    scope.emit({ type: 'reply-final', turnId, text: end.reply, model: end.model })
    timings.totalMs = scope.elapsedMs()
    scope.emit({ type: 'turn-finished', turnId, outcome: end.outcome, timings })
  }

  private async think(scope: TurnScope): Promise<TurnEnd> {
    const { request, turnId } = scope
    const context = this.conversation.context(this.clock.wallTime())
    const routed = whoAnswers(
      request.text,
      this.parts.router.route(request.text, context),
      this.conversation.lastModel(),
    )
    scope.timings.routeMs = scope.elapsedMs()
    scope.emit({ type: 'route-decided', turnId, ...decisionOf(routed) })
    const lastReply = context.lastReply
    this.conversation.begin(turnId, request.text)
    this.conversation.expect(undefined)
    if (request.signal.aborted) return { outcome: scope.cutOutcome(), reply: '', model: 'fast-path' }
    if (routed.route === 'control' && routed.commands === undefined) return this.control(scope, routed, lastReply)
    if (routed.route === 'command' || routed.route === 'control' || routed.route === 'recall')
      return this.act(scope, routed)
    return this.reply(scope, routed, context)
  }

  private async act(scope: TurnScope, routed: RoutedRequest): Promise<TurnEnd> {
    const end = await runCommands(scope, this.parts.tools, routed)
    if (!scope.request.dryRun) {
      this.conversation.remember(end.done)
      this.conversation.expect(end.pending)
      if (end.briefing !== undefined) this.conversation.tellBriefing(scope.turnId, this.clock.wallTime(), end.briefing)
    }
    return end
  }

  /** Controls need no model; only loudness needs a tool. */
  private async control(scope: TurnScope, routed: RoutedRequest, lastReply: string | undefined): Promise<TurnEnd> {
    const say = (reply: string): TurnEnd => ({ outcome: 'done', reply, model: 'fast-path' })
    switch (routed.intent) {
      case 'control.louder':
      case 'control.quieter': {
        const delta = routed.intent === 'control.louder' ? loudnessStep : -loudnessStep
        return this.act(scope, { ...routed, intent: 'sound.volume', slots: { delta } })
      }
      case 'control.repeat':
        return say(lastReply ?? 'I have not said anything yet.')
      case 'control.cancel':
        return say('Okay.')
      case 'control.sleep':
        return say('Okay. Call me when you need me.')
      case 'control.wake':
        return say('I am here.')
      default:
        // "stop" wants silence
        return say('')
    }
  }

  private async reply(
    scope: TurnScope,
    routed: RoutedRequest,
    { now, lastReply, lastCommands = [] }: RoutingContext,
  ): Promise<TurnEnd> {
    if (routed.cannot !== undefined) {
      return { outcome: 'failed', reply: `I can't ${routed.cannot} yet.`, model: 'fast-path' }
    }
    if (routed.reply !== undefined) return { outcome: 'done', reply: routed.reply, model: 'fast-path' }
    const spelled = spellingOf(scope.request.text, lastReply)
    if (spelled !== undefined) return { outcome: 'done', reply: spelled, model: 'fast-path' }
    if (scope.request.dryRun) {
      return { outcome: 'done', reply: 'I would let the local model answer that.', model: 'fast-path' }
    }
    return answer(scope, { ...this.parts, conversation: this.conversation, now, justDone: lastCommands }, routed)
  }

  private fail(scope: TurnScope, thrown: unknown): TurnEnd {
    const error = toSamError(thrown)
    if (scope.request.signal.aborted) return { outcome: scope.cutOutcome(), reply: '', model: 'fast-path' }
    // What is missing or not allowed is told by the reply alone.
    const level = error.kind === 'failed' ? 'error' : 'info'
    this.log[level]('A turn failed.', { code: error.code, cause: String(error.cause ?? '') })
    scope.emit({ type: 'error', error: error.toJSON() })
    return { outcome: error.kind === 'refused' ? 'refused' : 'failed', reply: apology(error), model: 'fast-path' }
  }
}

export function createTurnRunner(parts: TurnRunnerParts): TurnRunner {
  return new TurnRunner(parts)
}

/** What the outside sees of a decision. */
function decisionOf(routed: RoutedRequest): RouteDecision {
  const { cannot: _cannot, reply: _reply, notes: _notes, missing: _missing, settled: _settled, ...decision } = routed
  return decision
}
