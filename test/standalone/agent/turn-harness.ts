import { Conversation } from '../../../src/agent/conversation.ts'
import type { Generation, GenerationRequest, LanguageModel, TurnRequest } from '../../../src/agent/ports.ts'
import { createRouter } from '../../../src/agent/router.ts'
import { createTurnRunner, type TurnHooks } from '../../../src/agent/turn.ts'
import type { SamEvent } from '../../../src/core/events.ts'
import { createApplicationIndex } from '../../../src/tools/applications/application-index.ts'
import type { CallContext, ToolCall, ToolResult, ToolRunner } from '../../../src/tools/ports.ts'
import { now } from './routing.ts'

/** Streams a text word by word; stops when it is cancelled. */
export class ScriptedModel implements LanguageModel {
  readonly id = 'scripted'
  callsTools = false
  readonly requests: GenerationRequest[] = []
  reply = 'Paris.'
  failure: Error | undefined
  /** Called after each piece that was shown. */
  afterPiece: (shown: string) => void = () => undefined

  async generate(request: GenerationRequest): Promise<Generation> {
    this.requests.push(request)
    if (this.failure !== undefined) throw this.failure
    let text = ''
    for (const piece of this.reply.split(/(?<=\s)/)) {
      await Promise.resolve()
      if (request.signal.aborted) break
      text += piece
      request.onText(piece)
      this.afterPiece(text)
    }
    const stoppedBy = request.signal.aborted ? 'cancelled' : 'end'
    return { text, stoppedBy, promptTokens: 10, reusedTokens: 0, outputTokens: 5, firstTokenMs: 1 }
  }
}

/** Answers calls from a table; everything it was asked is kept. */
export class ScriptedTools implements ToolRunner {
  readonly calls: { call: ToolCall; context: CallContext }[] = []
  readonly results = new Map<string, ToolResult & { refused?: boolean }>()
  unknown = new Set<string>()
  during: (call: ToolCall) => void = () => undefined

  list() {
    return []
  }

  tierOf(tool: string) {
    return this.unknown.has(tool) ? undefined : ('reversible' as const)
  }

  async run(call: ToolCall, context: CallContext) {
    this.calls.push({ call, context })
    this.during(call)
    const scripted = this.results.get(call.tool)
    if (scripted !== undefined) return scripted
    if (context.signal.aborted) return { ok: false as const, code: 'cancelled', spoken: 'Cancelled.', retryable: false }
    return { ok: true as const, code: 'ok' as const, spoken: `Did ${call.tool}.` }
  }
}

/** A request that somebody typed. */
export function turnRequest(turnId: string, text: string, changes: Partial<TurnRequest> = {}): TurnRequest {
  const signal = new AbortController().signal
  return { turnId, text, origin: 'text', dryRun: false, approveConfirm: false, signal, ...changes }
}

/** A turn runner whose model and tools are scripted and whose router is the real one. */
export function stage(hooks: Partial<TurnHooks> = {}) {
  const model = new ScriptedModel()
  const tools = new ScriptedTools()
  const conversation = new Conversation()
  let clockMs = 0
  const runner = createTurnRunner({
    router: createRouter({ applications: createApplicationIndex() }),
    tools,
    model,
    conversation,
    clock: { nowMs: () => clockMs++, wallTime: () => now },
  })
  let turns = 0
  const run = async (text: string, request: Partial<TurnRequest> = {}): Promise<SamEvent[]> => {
    const events: SamEvent[] = []
    turns += 1
    await runner.run(turnRequest(`t${turns}`, text, request), { emit: (event) => events.push(event), ...hooks })
    return events
  }
  return { run, model, tools, conversation }
}

export const typesOf = (events: readonly SamEvent[]) => events.map((event) => event.type)

export function finalOf(events: readonly SamEvent[]) {
  const reply = events.find((event) => event.type === 'reply-final')
  const end = events.find((event) => event.type === 'turn-finished')
  return { text: reply?.text, model: reply?.model, outcome: end?.outcome, timings: end?.timings }
}

export const deltasOf = (events: readonly SamEvent[]) =>
  events.flatMap((event) => (event.type === 'reply-delta' ? [event.text] : [])).join('')
