import type { Clock } from '../../core/clock.ts'
import { toSamError } from '../../core/errors.ts'
import type { SamEvent } from '../../core/events.ts'
import type { Logger } from '../../core/log.ts'
import { type Feedback, readFeedback } from '../../learning/feedback/read-feedback.ts'
import type {
  Category,
  ExampleReview,
  PreferenceStore,
  TrainingMessage,
  TurnOutcome,
  TurnOutcomes,
} from '../../memory/ports.ts'
import type { Turns } from '../memory/record-turns.ts'
import { hideAll } from './distillation.ts'

export interface LearningParts {
  /** Claude's answers may be kept; asked for each of them. */
  readonly distillationAllowed: boolean
  /** What is said is kept at all. */
  keepTurns: boolean
  outcomes: TurnOutcomes
  review: Pick<ExampleReview, 'rateTurn' | 'withdrawTurn'>
  preferences: Pick<PreferenceStore, 'add'>
  categoryOf(text: string): Category
  clock: Clock
  logger: Logger
}

/** One turn as it was seen from outside. */
interface SeenTurn extends TurnOutcome {
  text: string
  reply: string
}

/**
 * Learns from how turns go: each is noted with its route and end, and a word about the answer before ("good answer", "that was wrong",
 * "no, I meant ...") rates that answer, or makes a pair of it and the better one. Nothing of it changes what is answered, and a turn
 * that cannot be noted is no reason to fail.
 */
export function learnFromTurns(turns: Turns, parts: LearningParts): Turns {
  const { keepTurns, outcomes, logger } = parts
  let before: SeenTurn | undefined
  let earlier: SeenTurn | undefined
  const quietly = (change: () => void) => {
    try {
      change()
    } catch (thrown) {
      logger.warn('A turn could not be learned from.', { because: toSamError(thrown).message })
    }
  }
  return {
    conversation: turns.conversation,
    async run(request, hooks) {
      // What this turn begins with was no request of its own: the answer before is the one before that.
      if (request.continues !== undefined && before?.turnId === request.continues) before = earlier
      const { continues } = request
      // Of a turn that is kept it goes with the turn.
      if (continues !== undefined && !keepTurns) quietly(() => parts.review.withdrawTurn(continues))
      const seen = new TurnWatch(request.turnId, request.text)
      await turns.run(request, {
        ...hooks,
        emit(event) {
          seen.watch(event)
          hooks.emit(event)
        },
      })
      if (request.dryRun || request.origin === 'schedule') return
      const turn = seen.turn(turns.conversation.wasTainted(request.turnId))
      quietly(() => {
        if (keepTurns) outcomes.add(turn)
        const feedback = before === undefined ? undefined : readFeedback(request.text)
        if (before !== undefined && feedback !== undefined) take(parts, before, turn, feedback)
        // A word of praise or blame is about the answer before; so is the next one.
        if (feedback === undefined || feedback.kind === 'correction') {
          earlier = before
          before = turn
        }
      })
    },
  }
}

function take(parts: LearningParts, before: SeenTurn, turn: SeenTurn, { kind }: Feedback): void {
  const { keepTurns, outcomes, review } = parts
  if (keepTurns) outcomes.judge(before.turnId, kind, turn.turnId)
  review.rateTurn(before.turnId, kind === 'good' ? 'good' : 'bad')
  if (kind === 'correction') keepPair(parts, before, turn)
}

/** The corrected answer is the better one for what was asked first. What others wrote is in no pair. */
function keepPair(parts: LearningParts, before: SeenTurn, turn: SeenTurn): void {
  const { distillationAllowed, keepTurns, preferences, categoryOf, clock } = parts
  const fromClaude = [before.model, turn.model].includes('claude')
  if (fromClaude ? !distillationAllowed : !keepTurns) return
  if (before.tainted || turn.tainted || turn.outcome !== 'done' || turn.reply === '' || turn.reply === before.reply)
    return
  const [asked = '', rejected = '', chosen = ''] = hideAll([before.text, before.reply, turn.reply])
  if (rejected === '') return
  preferences.add({
    source: fromClaude ? 'claude_distillation' : 'gap_filling',
    category: categoryOf(before.text),
    createdMs: clock.wallTime().getTime(),
    origin: `corrected by the user in turn ${turn.turnId}`,
    turnId: before.turnId,
    prompt: [{ role: 'user', content: asked }],
    chosen: answerOf(turn, chosen),
    rejected: answerOf(before, rejected),
  })
}

/** With the calls that were made, since a correction is as often about what was done as about what was said. */
function answerOf({ turnId, calls }: SeenTurn, content: string): TrainingMessage[] {
  if (calls.length === 0) return [{ role: 'assistant', content }]
  const tool_calls = calls.map(({ tool, input }, index) => {
    const [text = '{}'] = hideAll([JSON.stringify(input ?? {})])
    return {
      id: `${turnId}-${index}`,
      type: 'function',
      function: { name: tool.replaceAll('.', '_'), arguments: text },
    }
  })
  return [{ role: 'assistant', content, tool_calls }]
}

/** Gathers what the events of one turn tell. */
class TurnWatch {
  readonly #turnId: string
  readonly #text: string
  readonly #calls = new Map<string, { tool: string; input: unknown; ok: boolean }>()
  #told: Pick<SeenTurn, 'route' | 'intent' | 'confidence' | 'outcome' | 'model' | 'reply'> = {
    route: 'refuse',
    confidence: 0,
    outcome: 'failed',
    model: 'fast-path',
    reply: '',
  }

  constructor(turnId: string, text: string) {
    this.#turnId = turnId
    this.#text = text
  }

  watch(event: SamEvent): void {
    switch (event.type) {
      case 'route-decided': {
        const { route, intent, confidence } = event
        this.#told = { ...this.#told, route, confidence, ...(intent === undefined ? {} : { intent }) }
        return
      }
      case 'tool-call':
        this.#calls.set(event.callId, { tool: event.tool, input: event.input, ok: false })
        return
      case 'tool-result': {
        const call = this.#calls.get(event.callId)
        if (call !== undefined) call.ok = event.ok
        return
      }
      case 'reply-final':
        this.#told = { ...this.#told, reply: event.text, model: event.model }
        return
      case 'turn-finished':
        this.#told = { ...this.#told, outcome: event.outcome }
        return
      default:
    }
  }

  turn(tainted: boolean): SeenTurn {
    return { turnId: this.#turnId, text: this.#text, tainted, calls: [...this.#calls.values()], ...this.#told }
  }
}
