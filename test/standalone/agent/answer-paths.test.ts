import { describe, expect, it } from 'vitest'
import { createEscalation } from '../../../src/agent/claude/escalation.ts'
import type { Escalation, GenerationRequest, LanguageModel, ModelToolCall } from '../../../src/agent/ports.ts'
import { createRouter } from '../../../src/agent/router.ts'
import { privateRooms } from '../../../src/agent/turn/offered-tools.ts'
import { createTurnRunner } from '../../../src/agent/turn.ts'
import { systemClock } from '../../../src/core/clock.ts'
import { SamError } from '../../../src/core/errors.ts'
import type { SamEvent } from '../../../src/core/events.ts'
import { createApplicationIndex } from '../../../src/tools/applications/application-index.ts'
import type { ToolRunner } from '../../../src/tools/ports.ts'
import { hard } from './hostile-mac.ts'
import { deltasOf, finalOf } from './turn-harness.ts'

type Say = string | SamError | { call: string }

/** Says, calls or fails with these, one after the other, the last one for ever. */
function speaker(id: string, ...steps: Say[][]) {
  const asked: GenerationRequest[] = []
  const model: LanguageModel = {
    id,
    callsTools: true,
    async generate(request) {
      const step = steps[Math.min(asked.length, steps.length - 1)] ?? []
      asked.push({ ...request, messages: [...request.messages] })
      const none = { promptTokens: 0, reusedTokens: 0, outputTokens: 0, firstTokenMs: 0 }
      const toolCalls: ModelToolCall[] = []
      let text = ''
      for (const part of step) {
        if (part instanceof SamError) throw part
        if (typeof part === 'string') {
          text += part
          request.onText(part)
        } else toolCalls.push({ callId: `c${asked.length}`, tool: part.call, input: {} })
      }
      if (toolCalls.length > 0) return { text, toolCalls, stoppedBy: 'tool-calls', ...none }
      return { text, stoppedBy: 'end', ...none }
    },
  }
  return { model, asked }
}

/** Does whatever it is asked. */
function toolbox(names: readonly string[]) {
  const used: string[] = []
  const tools: ToolRunner = {
    list: () => names.map((name) => ({ name, tier: 'reversible', summary: name, inputSchema: { type: 'object' } })),
    tierOf: () => 'reversible',
    run: async ({ tool }) => {
      used.push(tool)
      return { ok: true, code: 'ok', spoken: `Did ${tool}.` }
    },
  }
  return { tools, used }
}

const easy = 'why is the sky blue'
const open = (model: LanguageModel): Escalation => ({ model, barrier: () => undefined })
const closed = (model: LanguageModel): Escalation => ({ model, barrier: () => 'Not today,' })

function turns(local: LanguageModel, escalation?: Escalation, { tools } = toolbox(['time.timer', 'lists.add'])) {
  const runner = createTurnRunner({
    router: createRouter({ applications: createApplicationIndex() }),
    tools,
    model: local,
    companion: { shared: privateRooms, about: async () => ({}) },
    ...(escalation === undefined ? {} : { escalation }),
  })
  let count = 0
  return async (text: string) => {
    const events: SamEvent[] = []
    count += 1
    const signal = new AbortController().signal
    await runner.run(
      { turnId: `t${count}`, text, origin: 'text', dryRun: false, approveConfirm: false, signal },
      { emit: (event) => events.push(event) },
    )
    const { text: reply, model, outcome } = finalOf(events)
    return { reply, model, outcome, told: deltasOf(events), events }
  }
}
const toldTo = (requests: readonly GenerationRequest[]) =>
  requests
    .at(-1)
    ?.messages.filter(({ role }) => role !== 'system')
    .map(({ content }) => content.split('\n\n').at(-1))

const ignorance = 'I’m sorry, but I do not know that. '
const broken = new SamError('model-failed', 'The local language model failed.')
const lost = new SamError('claude-unreachable', 'The connection to Claude did not hold.')

describe('an easy question', () => {
  it('goes to Claude where the local model does not know, and is answered once', async () => {
    const local = speaker('local', [ignorance, 'Maybe it is the sea.'])
    const claude = speaker('claude', ['Because of scattering.'])
    expect(await turns(local.model, open(claude.model))(easy)).toMatchObject({
      reply: 'Because of scattering.',
      told: 'Because of scattering.',
      model: 'claude',
      outcome: 'done',
    })
    expect(claude.asked).toHaveLength(1)
  })

  it('goes to Claude where the local model fails or says nothing', async () => {
    for (const step of [broken, '', ' ']) {
      const claude = speaker('claude', ['Because of scattering.'])
      const end = await turns(speaker('local', [step]).model, open(claude.model))(easy)
      expect(end).toMatchObject({ told: 'Because of scattering.', model: 'claude' })
    }
  })

  it('stays here where Claude may not be asked, whatever the local model says', async () => {
    for (const escalation of [closed, undefined]) {
      const claude = speaker('claude', ['never'])
      const end = await turns(speaker('local', [ignorance]).model, escalation?.(claude.model))(easy)
      expect(end).toMatchObject({
        told: ignorance.trim(),
        model: 'local',
        outcome: 'done',
      })
      expect(claude.asked).toEqual([])
      const failed = await turns(speaker('local', [broken]).model, escalation?.(claude.model))(easy)
      expect(failed).toMatchObject({ reply: 'The local language model failed.', outcome: 'failed' })
    }
  })

  it('is not begun again by Claude once the local model has told of it', async () => {
    const claude = speaker('claude', ['never'])
    const end = await turns(speaker('local', ['It is scattering. ', broken]).model, open(claude.model))(easy)
    expect(end).toMatchObject({ outcome: 'failed', told: expect.stringMatching(/^It is scattering\./) })
    expect(claude.asked).toEqual([])
  })
})

describe('a hard question', () => {
  it.each([
    [0.99, 'claude'],
    [1, 'local'],
    [7, 'local'],
  ])('with $%d of one dollar spent today is answered by %s', async (usd, model) => {
    const claude = speaker('claude', ['Use plain tables.'])
    const { barrier } = createEscalation({
      settings: {
        allowed: true,
        model: 'm',
        thinking: false,
        dailyBudgetUsd: 1,
        categories: ['general'],
        neverSend: [],
      },
      offline: false,
      claudeKey: () => 'k',
      baseUrl: undefined,
      clock: systemClock,
      spending: { add() {}, since: () => ({ requests: 1, usd }) },
      categoryOf: () => 'general',
      onSending() {},
    })
    const end = await turns(speaker('local', ['Well.']).model, { model: claude.model, barrier })(hard)
    expect(end.model).toBe(model)
    if (model === 'local') expect(end.reply).toMatch(/^What I may spend on Claude today is used up.* Well\.$/)
    expect(claude.asked).toHaveLength(model === 'local' ? 0 : 1)
  })

  it('that Claude has acted on is not acted on again here when the connection is lost', async () => {
    const box = toolbox(['time.timer'])
    const local = speaker('local', [{ call: 'time_timer' }])
    const claude = speaker('claude', [{ call: 'time_timer' }], [lost])
    const end = await turns(local.model, open(claude.model), box)(hard)
    expect(box.used).toEqual(['time.timer'])
    expect(local.asked).toEqual([])
    expect(end).toMatchObject({ model: 'claude', outcome: 'failed', reply: expect.stringMatching(/did not hold/) })
  })
})

it('one conversation goes on, whoever speaks', async () => {
  const local = speaker('local', ['It is scattering.'], ['You are welcome.'])
  const claude = speaker('claude', ['Use plain tables.'])
  const ask = turns(local.model, open(claude.model))
  await ask(easy)
  await ask(hard)
  await ask('what would my grandmother think of this')
  expect(toldTo(claude.asked)).toEqual([easy, 'It is scattering.', hard])
  expect(toldTo(local.asked)).toEqual([
    easy,
    'It is scattering.',
    hard,
    'Use plain tables.',
    'what would my grandmother think of this',
  ])
})

describe('what a model claims to have done', () => {
  const claiming = async (claim: string, ...tools: string[]) => {
    const box = toolbox(tools)
    const steps: Say[][] = [
      ...(tools.length > 0 ? [tools.map((name) => ({ call: name.replace('.', '_') }))] : []),
      [claim],
    ]
    const { reply } = await turns(speaker('local', [], []).model, open(speaker('claude', ...steps).model), box)(hard)
    expect(box.used).toEqual(tools)
    return reply
  }

  it.each([
    ["I've set a timer.", ['time.timer']],
    ['Done.', ['lists.add']],
    ['I have sent it.', ['mail.send']],
    ["I'm calling Ana now.", ['phone.call']],
    ['I just deleted it.', ['files.trash']],
    ['I booked a table.', ['calendar.create']],
    ['I ordered it.', ['web.open', 'shortcuts.run']],
    ['The message is sent by a server to another.', []],
    ['Certainly. Timers are useful.', []],
  ])('%j stands after %j', async (claim, tools) => {
    expect(await claiming(claim, ...tools)).toBe(claim)
  })

  it.each([
    ["I've set a timer.", []],
    ['Done.', []],
    ['All set!', []],
    ['Sure! Done.', []],
    ['Okay, I just sent it.', ['time.timer']],
    ["Sure! I've emailed Ana.", ['calendar.create']],
    ['Your message has been sent.', ['time.timer', 'lists.add']],
    ['I called Ana.', ['messages.send']],
    ['I deleted it.', ['files.move']],
    ['I have ordered a pizza.', ['web.open']],
    ['Your order has been placed.', ['lists.add']],
  ])('%j does not stand after %j', async (claim, tools) => {
    expect(await claiming(claim, ...tools)).toMatch(/^I can't do that yet/)
  })
})
