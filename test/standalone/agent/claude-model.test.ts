import { describe, expect, it } from 'vitest'
import { createEscalation } from '../../../src/agent/claude/escalation.ts'
import { systemClock } from '../../../src/core/clock.ts'
import { claudeWith } from './messages-server.ts'

describe('Claude, from a stand-in of its server', () => {
  it('streams its answer and counts what it used', async () => {
    const { ask, heard, bodies } = await claudeWith([{}])
    expect(await ask('hi')).toMatchObject({
      text: 'Hello there.',
      stoppedBy: 'end',
      promptTokens: 10,
      reusedTokens: 4,
      outputTokens: 7,
    })
    expect(heard()).toBe('Hello there.')
    expect(bodies[0]).toMatchObject({
      model: 'claude-test',
      max_tokens: 50,
      stream: true,
      system: [{ type: 'text', text: 'Be short.', cache_control: { type: 'ephemeral' } }],
      messages: [{ role: 'user', content: 'hi' }],
    })
  })

  it('sends no private word, and puts them back into the answer', async () => {
    const { ask, bodies } = await claudeWith([{ blocks: [{ words: ['Tell [PERS', 'ON_1] so.'] }] }])
    expect(await ask('my boss Maria Silva, maria@example.com, is away')).toMatchObject({ text: 'Tell Maria Silva so.' })
    expect(JSON.stringify(bodies)).not.toMatch(/maria/i)
  })

  it('tells the exact bytes of every request before it is sent, also of those sent again, and whose they are', async () => {
    const { ask, sent, sizes, bodies } = await claudeWith([{ status: 529 }, {}])
    await ask('hi', { turnId: 'turn-7' })
    expect(sent.map(({ bytes }) => bytes)).toEqual(sizes)
    expect(sizes).toHaveLength(2)
    expect(sent.map(({ content }) => JSON.parse(content.body))).toEqual(bodies)
    expect(sent[0]).toMatchObject({ turnId: 'turn-7', content: { method: 'POST' } })
    expect(sent[0]?.content.address).toMatch(/\/v1\/messages$/)
  })

  it.each([
    [{ status: 401 }, 'claude-key-refused'],
    [{ status: 429 }, 'claude-busy'],
    [{ status: 529 }, 'claude-busy'],
    [{ status: 400 }, 'claude-failed'],
    [{ cutAfter: 4 }, 'claude-unreachable'],
  ])('%j is %s', async (stand, code) => {
    const { ask } = await claudeWith([stand])
    await expect(ask('hi')).rejects.toMatchObject({ code })
  })

  it('ends when the user stops it', async () => {
    const { ask } = await claudeWith([{}])
    const stop = new AbortController()
    stop.abort()
    expect(await ask('hi', { signal: stop.signal })).toMatchObject({ stoppedBy: 'cancelled' })
  })
})

describe('permission', () => {
  const settings = {
    allowed: true,
    model: 'claude-sonnet-5-5',
    thinking: true,
    dailyBudgetUsd: 1,
    categories: ['general'],
    neverSend: ['project falcon', '*@mybank.com'],
  }
  function barrier(
    question: string,
    changed: Partial<typeof settings> = {},
    { spentUsd = 0, offline = false, claudeKey = 'k' } = {},
  ) {
    return createEscalation({
      settings: { ...settings, ...changed },
      offline,
      claudeKey: () => claudeKey,
      baseUrl: undefined,
      clock: systemClock,
      spending: { add() {}, since: () => ({ requests: 1, usd: spentUsd }) },
      categoryOf: (text) => (text.includes('code') ? 'coding' : 'general'),
      onSending() {},
    }).barrier(question)
  }

  it('without it, without a key, offline: nothing may be asked, and the words say why', () => {
    expect(barrier('why', { allowed: false })).toMatch(/small local model/)
    expect(barrier('why', {}, { offline: true })).toMatch(/offline/)
    expect(barrier('why', {}, { claudeKey: '' })).toMatch(/no key/)
  })

  it('with permission, key and network there is no barrier', () => {
    expect(barrier('why')).toBeUndefined()
  })

  it('words that must not leave keep the question here, whatever their case and spaces', () => {
    expect(barrier('what about Project  Falcon')).toMatch(/never to send/)
    expect(barrier('write to anna.b@mybank.com')).toMatch(/never to send/)
    expect(barrier('the falcon is a bird, and this is a project')).toBeUndefined()
  })

  it('a kind of question that was not allowed stays here', () => {
    expect(barrier('write code')).toMatch(/of this kind stay/)
    expect(barrier('write code', { categories: ['general', 'coding'] })).toBeUndefined()
  })

  it("once the day's money is spent, nothing more is asked", () => {
    expect(barrier('why', {}, { spentUsd: 0.99 })).toBeUndefined()
    expect(barrier('why', {}, { spentUsd: 1 })).toMatch(/used up/)
    expect(barrier('why', { dailyBudgetUsd: 0 })).toMatch(/used up/)
  })
})
