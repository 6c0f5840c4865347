import { describe, expect, it } from 'vitest'
import { createEscalation } from '../../../src/agent/claude/escalation.ts'
import { costUsd } from '../../../src/agent/claude/prices.ts'
import type { ChatMessage, OfferedTool } from '../../../src/agent/ports.ts'
import { systemClock } from '../../../src/core/clock.ts'
import { type Answer, claudeWith } from './messages-server.ts'

const inputSchema = { properties: { place: { type: 'string' } } }
const tools: OfferedTool[] = [
  { name: 'weather_now', description: 'Tells the weather.', inputSchema },
  { name: 'mail_send', description: 'Sends a mail.', inputSchema },
]
const user = (content: string): ChatMessage => ({ role: 'user', content })

describe('calls of tools on the wire', () => {
  it('come in pieces, several in one answer, after its words', async () => {
    const { ask, heard } = await claudeWith([
      {
        blocks: [
          { words: ['Let me', ' look.'] },
          { tool: 'weather_now', id: 'u1', json: ['', '{"pla', 'ce": "Por', 'to"}'] },
          { tool: 'weather_now', id: 'u2', json: ['{"place":"Rome","days":[1,', '{"a":null}]}'] },
          { tool: 'mail_send', id: 'u3', json: [] },
        ],
      },
    ])
    expect(await ask('hi', { tools })).toMatchObject({
      text: 'Let me look.',
      stoppedBy: 'tool-calls',
      toolCalls: [
        { callId: 'u1', tool: 'weather_now', input: { place: 'Porto' } },
        { callId: 'u2', tool: 'weather_now', input: { place: 'Rome', days: [1, { a: null }] } },
        { callId: 'u3', tool: 'mail_send', input: {} },
      ],
    })
    expect(heard()).toBe('Let me look.')
  })

  it('that the limit cut off are no calls, and the whole ones before are', async () => {
    const { ask } = await claudeWith([
      {
        stopReason: 'max_tokens',
        blocks: [
          { tool: 'weather_now', id: 'u1', json: ['{"place":"Porto"}'] },
          { tool: 'mail_send', id: 'u2', json: ['{"person":"ana","body":"I will no'] },
        ],
      },
    ])
    const { toolCalls, stoppedBy } = await ask('hi', { tools })
    expect(stoppedBy).toBe('token-limit')
    expect(toolCalls?.map(({ input }) => input)).toEqual([{ place: 'Porto' }, undefined])
  })

  it('go back as they were, thoughts with their signature, and all results in one message', async () => {
    const { ask, bodies } = await claudeWith([
      {
        blocks: [
          { thinking: ['Porto ', 'is rainy.'], signature: 'c2lnbmVk' },
          { tool: 'weather_now', id: 'u1', json: ['{"place":"Porto"}'] },
          { tool: 'weather_now', id: 'u2', json: ['{"place":"Rome"}'] },
        ],
      },
      {},
    ])
    const { text, toolCalls = [], native, thoughts } = await ask('hi', { tools })
    expect(thoughts).toBe('Porto is rainy.')
    const messages: ChatMessage[] = [
      { role: 'system', content: 'Be short.' },
      user('hi'),
      { role: 'assistant', content: text, toolCalls, native },
      { role: 'tool', callId: 'u1', tool: 'weather_now', content: 'rain' },
      { role: 'tool', callId: 'u2', tool: 'weather_now', content: 'sun' },
    ]
    await ask('', { messages, tools })
    expect(bodies[1]?.['messages']).toEqual([
      { role: 'user', content: 'hi' },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Porto is rainy.', signature: 'c2lnbmVk' },
          { type: 'tool_use', id: 'u1', name: 'weather_now', input: { place: 'Porto' } },
          { type: 'tool_use', id: 'u2', name: 'weather_now', input: { place: 'Rome' } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'u1', content: 'rain' },
          { type: 'tool_result', tool_use_id: 'u2', content: 'sun' },
        ],
      },
    ])
  })

  it('hide private words in results, and fill them into inputs', async () => {
    const { ask, bodies } = await claudeWith([
      { blocks: [{ tool: 'mail_send', id: 'u1', json: ['{"person":"[EMA', 'IL_1]","body":["Dear [PERSON_1]"]}'] }] },
      {},
    ])
    const first = await ask('write to my boss Maria Silva, maria@example.com', { tools })
    expect(first.toolCalls?.[0]?.input).toEqual({ person: 'maria@example.com', body: ['Dear Maria Silva'] })
    const { toolCalls = [], native } = first
    const messages: ChatMessage[] = [
      user('write to my boss Maria Silva, maria@example.com; my password is hunter2, still'),
      { role: 'assistant', content: '', toolCalls, native },
      {
        role: 'tool',
        callId: 'u1',
        tool: 'mail_send',
        content: '{"said":"Sent to maria@example.com: hunter2","at":"ana@example.org"}',
      },
    ]
    await ask('', { messages, tools })
    expect(JSON.stringify(bodies)).not.toMatch(/maria|hunter2|ana@/i)
    expect(JSON.stringify(bodies[1])).toContain('Sent to [EMAIL_1]: [SECRET_2]')
  })

  it('come with what is cached, chosen and thought', async () => {
    const { ask, bodies } = await claudeWith([{}], { thinks: true })
    await ask('hi', { tools, toolChoice: 'none' })
    await ask('hi', { tools, toolChoice: 'required' })
    await ask('hi')
    const ephemeral = { type: 'ephemeral' }
    expect(bodies[0]).toMatchObject({
      max_tokens: 4050,
      thinking: { type: 'adaptive' },
      system: [{ text: 'Be short.', cache_control: ephemeral }],
      tools: [
        { name: 'weather_now', input_schema: { type: 'object' } },
        { name: 'mail_send', cache_control: ephemeral },
      ],
      tool_choice: { type: 'none' },
    })
    expect(JSON.stringify(bodies[0]).match(/cache_control/g)).toHaveLength(2)
    expect(bodies[1]?.['tool_choice']).toEqual({ type: 'any' })
    expect(bodies[2]).not.toHaveProperty('tools')
    expect(bodies[2]).not.toHaveProperty('tool_choice')
  })
})

describe('what goes wrong on the wire', () => {
  const overloaded = { type: 'overloaded_error', message: 'Overloaded' }
  it.each<[string, Answer[], string | undefined, number]>([
    ['too many requests, then an answer', [{ status: 429, headers: { 'retry-after': '0.01' } }, {}], undefined, 2],
    ['overload twice, then an answer', [{ status: 529, error: overloaded }, { status: 529 }, {}], undefined, 3],
    ['overload for ever', [{ status: 529, error: overloaded }], 'claude-busy', 3],
    ['overload in the middle of an answer', [{ cutAfter: 4, ending: overloaded }], 'claude-busy', 1],
    ['a key that is not accepted', [{ status: 401 }], 'claude-key-refused', 1],
    ['a request that is not understood', [{ status: 400 }], 'claude-failed', 1],
    [
      'no credit',
      [{ status: 400, error: { type: 'invalid_request_error', message: 'Your credit balance is too low' } }],
      'claude-no-credit',
      1,
    ],
    ['an error of the server, then an answer', [{ status: 500 }, {}], undefined, 2],
    [
      'a connection that is lost in a call',
      [{ cutAfter: 5, blocks: [{ tool: 'mail_send', id: 'u', json: ['{"a":', '1}'] }] }],
      'claude-unreachable',
      1,
    ],
    ['silence', [{ cutAfter: 4, ending: 'silence' }], 'claude-unreachable', 1],
    ['an answer that drips without an end', [{ cutAfter: 4, ending: 'pings' }], 'claude-unreachable', 1],
  ])('%s', async (name, answers, code, requests) => {
    const patience = {
      silenceMs: name === 'silence' ? 200 : 60_000,
      longestMs: name.startsWith('an answer that drips') ? 400 : 60_000,
    }
    const { ask, bodies, sent } = await claudeWith(answers, { patience })
    const answer = ask('hi', { tools })
    if (code === undefined) expect(await answer).toMatchObject({ text: 'Hello there.' })
    else await expect(answer).rejects.toMatchObject({ code })
    expect(bodies).toHaveLength(requests)
    expect(sent).toHaveLength(requests)
  })

  it('counts what was used, also where it broke off', async () => {
    const whole = { inputTokens: 10, cacheWriteTokens: 3, cacheReadTokens: 4, outputTokens: 7 }
    const good = await claudeWith([{}])
    await good.ask('hi')
    expect(good.used).toEqual([whole])
    const cut = await claudeWith([{ cutAfter: 5 }])
    await cut.ask('hi').catch(() => undefined)
    expect(cut.used).toEqual([{ ...whole, outputTokens: 1 }])
    const stop = new AbortController()
    const stopped = await claudeWith([{ cutAfter: 5, ending: 'silence' }])
    expect(await stopped.ask('hi', { signal: stop.signal, onText: () => stop.abort() })).toMatchObject({
      stoppedBy: 'cancelled',
    })
    expect(stopped.used).toEqual([{ ...whole, outputTokens: 1 }])
    const refused = await claudeWith([{ status: 401 }])
    await refused.ask('hi').catch(() => undefined)
    expect(refused.used).toEqual([])
  })
})

describe('what it costs', () => {
  const million = { inputTokens: 1e6, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 0 }
  it('counts each kind of token at its own price', () => {
    const cost = (part: keyof typeof million) =>
      costUsd('claude-sonnet-4-6', { ...million, inputTokens: 0, [part]: 1e6 })
    expect(cost('inputTokens')).toBeGreaterThan(cost('cacheReadTokens'))
    expect(cost('cacheWriteTokens')).toBeGreaterThan(cost('inputTokens'))
    expect(cost('outputTokens')).toBeGreaterThan(cost('cacheWriteTokens'))
    const all = { inputTokens: 1e6, cacheWriteTokens: 1e6, cacheReadTokens: 1e6, outputTokens: 1e6 }
    const sum = (Object.keys(all) as (keyof typeof all)[]).reduce((total, part) => total + cost(part), 0)
    expect(costUsd('claude-sonnet-4-6', all)).toBeCloseTo(sum, 9)
  })

  it('takes a model that it does not know for the dearest, and a later one for its own kind', () => {
    const known = ['claude-haiku-9', 'claude-sonnet-9', 'claude-opus-9'].map((model) => costUsd(model, million))
    expect(known).toEqual([...known].sort((one, other) => one - other))
    for (const model of ['claude-new', '', 'gpt']) expect(costUsd(model, million)).toBeGreaterThan(Math.max(...known))
  })
})

describe('what is turned off in the middle of a turn', () => {
  it.each([
    ['Claude', { allowed: false }, 'claude-turned-off'],
    ['the network', { offline: true }, 'offline'],
  ])('%s: the next request is not sent', async (_, turnedOff, code) => {
    const { port, bodies } = await claudeWith([{}])
    const now = { allowed: true, offline: false }
    const { model } = createEscalation({
      get settings() {
        const fixed = { model: 'claude-test', thinking: false, dailyBudgetUsd: 1, categories: [], neverSend: [] }
        return { ...fixed, allowed: now.allowed }
      },
      get offline() {
        return now.offline
      },
      claudeKey: () => 'k',
      baseUrl: `http://127.0.0.1:${port}`,
      clock: systemClock,
      spending: { add() {}, since: () => ({ requests: 0, usd: 0 }) },
      categoryOf: () => 'general',
      onSending() {},
    })
    const ask = () =>
      model.generate({
        messages: [user('why is the sky blue')],
        maximumTokens: 10,
        signal: new AbortController().signal,
        onText() {},
      })
    await ask()
    Object.assign(now, turnedOff)
    await expect(ask()).rejects.toMatchObject({ code })
    expect(bodies).toHaveLength(1)
  })
})

describe('words that never leave', () => {
  it('stay here in earlier turns, in notes and in what tools answer', async () => {
    const { port, bodies } = await claudeWith([{}])
    const { model } = createEscalation({
      settings: {
        allowed: true,
        model: 'claude-test',
        thinking: false,
        dailyBudgetUsd: 1,
        categories: ['general'],
        neverSend: ['project falcon', '*@mybank.com'],
      },
      offline: false,
      claudeKey: () => 'k',
      baseUrl: `http://127.0.0.1:${port}`,
      clock: systemClock,
      spending: { add() {}, since: () => ({ requests: 0, usd: 0 }) },
      categoryOf: () => 'general',
      onSending() {},
    })
    await model.generate({
      messages: [
        user('what is Project  Falcon'),
        { role: 'assistant', content: 'Project falcon is a bird.' },
        user('and the weather'),
        { role: 'assistant', content: 'Sunny.' },
        user(
          '[For your information:\nJust done: files.find query project falcon.\nIt is Monday.]\n\nwhy is the sky blue',
        ),
        { role: 'assistant', content: '', toolCalls: [{ callId: 'u', tool: 'weather_now', input: {} }] },
        { role: 'tool', callId: 'u', tool: 'weather_now', content: '{"said":"mail of anna.b@mybank.com"}' },
      ],
      maximumTokens: 10,
      signal: new AbortController().signal,
      onText() {},
    })
    const sent = JSON.stringify(bodies[0])
    expect(sent).not.toMatch(/falcon|mybank/i)
    expect(sent).toMatch(/and the weather.*Sunny.*It is Monday.*why is the sky blue/)
  })
})
