import { describe, expect, it } from 'vitest'
import type { Generation, GenerationRequest, LanguageModel, ModelToolCall } from '../../../src/agent/ports.ts'
import { type AgentEnd, runAgent } from '../../../src/agent/turn/agent-loop.ts'
import { toolsForLocal } from '../../../src/agent/turn/offered-tools.ts'
import { TurnScope } from '../../../src/agent/turn/turn-scope.ts'
import { systemClock } from '../../../src/core/clock.ts'
import type { SamEvent, Tier } from '../../../src/core/events.ts'
import type { CallContext, ToolCall, ToolResult, ToolRunner } from '../../../src/tools/ports.ts'

type Step = string | { say?: string; call: Record<string, unknown>[] }

/** Answers each request with the next step; the last one again and again. */
function scripted(...steps: Step[]) {
  const requests: GenerationRequest[] = []
  const model: LanguageModel = {
    id: 'scripted',
    callsTools: true,
    async generate(request) {
      const step = steps[Math.min(requests.length, steps.length - 1)] ?? ''
      requests.push({ ...request, messages: [...request.messages] })
      const none = { promptTokens: 0, reusedTokens: 0, outputTokens: 0, firstTokenMs: 1 }
      const text = typeof step === 'string' ? step : (step.say ?? '')
      request.onText(text)
      if (typeof step === 'string') return { text, stoppedBy: 'end', ...none } satisfies Generation
      const toolCalls = step.call.map(
        ({ tool, ...input }, index): ModelToolCall => ({
          callId: `c${requests.length}-${index}`,
          tool: String(tool),
          input: 'broken' in input ? undefined : input,
        }),
      )
      return { text, stoppedBy: 'tool-calls', toolCalls, ...none }
    },
  }
  return { model, requests }
}

/** Tools with tiers by their name; results from a table. */
function toolbox(results: Record<string, ToolResult & { refused?: boolean }> = {}) {
  const tiers: Record<string, Tier> = {
    'weather.now': 'read',
    'calendar.list': 'read',
    'time.timer': 'reversible',
    'notes.create': 'reversible',
  }
  const calls: { call: ToolCall; context: CallContext }[] = []
  const running: string[] = []
  const seen: string[][] = []
  const tools: ToolRunner = {
    list: () =>
      Object.entries(tiers).map(([name, tier]) => ({
        name,
        tier,
        summary: name,
        inputSchema: { type: 'object', properties: {} },
      })),
    tierOf: (tool) => tiers[tool],
    async run(call, context) {
      calls.push({ call, context })
      running.push(call.tool)
      await new Promise((resolve) => setTimeout(resolve, 5))
      seen.push([...running])
      running.splice(running.indexOf(call.tool), 1)
      return results[call.tool] ?? { ok: true, code: 'ok', spoken: `Did ${call.tool}.` }
    },
  }
  return { tools, calls, seen }
}

async function work(model: LanguageModel, box: ReturnType<typeof toolbox>, signal = new AbortController().signal) {
  const events: SamEvent[] = []
  const scope = new TurnScope(
    { turnId: 't', text: 'q', origin: 'text', dryRun: false, approveConfirm: false, signal },
    { emit: (event) => events.push(event) },
    systemClock,
  )
  let heard = ''
  const end: AgentEnd = await runAgent(scope, {
    model,
    tools: box.tools,
    offered: toolsForLocal(box.tools.list()),
    messages: [{ role: 'user', content: 'q' }],
    maximumTokens: 50,
    signal,
    onText: (delta) => {
      heard += delta
    },
  })
  return { end, heard, events, scope }
}

const contents = (request: GenerationRequest | undefined) =>
  (request?.messages ?? []).flatMap((message) => (message.role === 'tool' ? [message.content] : []))

describe('the agent loop', () => {
  it('carries calls out, shows the model what came of them, and ends with its words', async () => {
    const { model, requests } = scripted(
      { say: 'Let me look. ', call: [{ tool: 'weather_now', place: 'Porto' }] },
      'It rains.',
    )
    const box = toolbox({ 'weather.now': { ok: true, code: 'ok', spoken: 'Rain in Porto.', output: { degrees: 12 } } })
    const { end, heard, events } = await work(model, box)
    expect(end).toMatchObject({ stoppedBy: 'end' })
    expect(heard).toBe('Let me look. It rains.')
    expect(box.calls[0]?.call).toEqual({ callId: 'c1-0', tool: 'weather.now', input: { place: 'Porto' } })
    expect(contents(requests[1])[0]).toMatch(/Rain in Porto.*12/)
    expect(events.map(({ type }) => type)).toEqual(['tool-call', 'tool-result'])
  })

  it('runs reading calls side by side, and whatever changes something alone', async () => {
    const call = [{ tool: 'weather_now' }, { tool: 'calendar_list' }, { tool: 'time_timer' }, { tool: 'notes_create' }]
    const box = toolbox()
    await work(scripted({ call }, 'Done.').model, box)
    expect(box.seen.map((names) => names.length)).toEqual([2, 1, 1, 1])
  })

  it('lets a call be put right once', async () => {
    const invalid: ToolResult = { ok: false, code: 'invalid-arguments', spoken: 'place: too long', retryable: false }
    const { model, requests } = scripted({ call: [{ tool: 'weather_now', place: 1 }] }, 'I cannot.')
    const { end } = await work(model, toolbox({ 'weather.now': invalid }))
    expect(end.failure).toBeUndefined()
    expect(contents(requests[1])[0]).toMatch(/place: too long/)
  })

  it.each([
    ['invalid twice', [{ tool: 'weather_now', place: 1 }], [{ tool: 'weather_now', place: 2 }]],
    ['half a JSON twice', [{ tool: 'weather_now', broken: true }], [{ tool: 'weather_now', broken: true, again: 1 }]],
    ['a tool that does not exist twice', [{ tool: 'rm_rf', a: 1 }], [{ tool: 'rm_rf', a: 2 }]],
  ])('ends honestly: %s', async (_name, first, second) => {
    const invalid: ToolResult = { ok: false, code: 'invalid-arguments', spoken: 'no', retryable: false }
    const { end } = await work(scripted({ call: first }, { call: second }).model, toolbox({ 'weather.now': invalid }))
    expect(end.failure).toMatch(/did not manage/)
  })

  it('runs no tool that was not offered, whatever the model says', async () => {
    const box = toolbox()
    await work(scripted({ call: [{ tool: 'rm_rf' }] }, 'Fine.').model, box)
    expect(box.calls).toEqual([])
  })

  it('does the same thing only once, and stops a model that goes round in circles', async () => {
    const box = toolbox()
    const { end } = await work(scripted({ call: [{ tool: 'time_timer', durationSeconds: 5 }] }).model, box)
    expect(box.calls).toHaveLength(1)
    expect(end.failure).toMatch(/circles/)
  })

  it('stops a model that calls without end', async () => {
    const call = Array.from({ length: 200 }, (_, index) => ({ tool: 'weather_now', place: `town ${index}` }))
    const box = toolbox()
    const { end } = await work(scripted({ call }).model, box)
    expect(box.calls).toEqual([])
    expect(end.failure).toMatch(/more steps/)
  })

  it('asks for words in the last step', async () => {
    const steps = Array.from({ length: 6 }, (_, index) => ({ call: [{ tool: 'weather_now', place: `town ${index}` }] }))
    const { model, requests } = scripted(...steps)
    const { end } = await work(model, toolbox())
    expect(requests.map(({ toolChoice }) => toolChoice)).toEqual([...Array(5).fill(undefined), 'none'])
    expect(end.failure).toMatch(/did not get to an end/)
  })

  it('does not try again what the user refused', async () => {
    const refusal = {
      ok: false as const,
      code: 'refused',
      spoken: 'Okay, I leave it.',
      retryable: false,
      refused: true,
    }
    const box = toolbox({ 'notes.create': refusal })
    const { model, requests } = scripted(
      { call: [{ tool: 'notes_create', text: 'a' }] },
      { call: [{ tool: 'notes_create', text: 'b' }] },
      'Fine.',
    )
    await work(model, box)
    expect(box.calls).toHaveLength(1)
    expect(contents(requests[2])[1]).toMatch(/said no/)
  })

  it('taints the turn with what others wrote, and tells the model so', async () => {
    const box = toolbox({ 'calendar.list': { ok: true, code: 'ok', spoken: 'A meeting.', taints: true } })
    const { model, requests } = scripted({ call: [{ tool: 'calendar_list' }, { tool: 'time_timer' }] }, 'Done.')
    const { scope } = await work(model, box)
    expect(scope.isTainted).toBe(true)
    expect(box.calls.map(({ context }) => context.tainted)).toEqual([false, true])
    expect(contents(requests[1])[0]).toMatch(/writtenByOthers/)
  })

  it('cuts a result that is too long for a small context', async () => {
    const box = toolbox({
      'weather.now': { ok: true, code: 'ok', spoken: 'x'.repeat(50_000), output: 'y'.repeat(50_000) },
    })
    const { model, requests } = scripted({ call: [{ tool: 'weather_now' }] }, 'Done.')
    await work(model, box)
    const [content = ''] = contents(requests[1])
    expect(content.length).toBeLessThan(2500)
    expect(JSON.parse(content)).toMatchObject({ ok: true, cutOff: true })
  })

  it('leaves out what a model writes as null', async () => {
    const box = toolbox()
    await work(scripted({ call: [{ tool: 'weather_now', place: null, day: '2026-01-01' }] }, 'Done.').model, box)
    expect(box.calls[0]?.call.input).toEqual({ day: '2026-01-01' })
  })

  it('stops between two calls when it is cut', async () => {
    const stop = new AbortController()
    const box = toolbox()
    const run = box.tools.run
    box.tools.run = async (call, context) => {
      stop.abort()
      return run(call, context)
    }
    const { end } = await work(
      scripted({ call: [{ tool: 'time_timer' }, { tool: 'notes_create' }] }, 'never').model,
      box,
      stop.signal,
    )
    expect(end.stoppedBy).toBe('cancelled')
    expect(box.calls).toHaveLength(1)
  })
})
