import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { ClaudeModel } from '../../../src/agent/claude/claude-model.ts'
import { createEscalation } from '../../../src/agent/claude/escalation.ts'
import { systemClock } from '../../../src/core/clock.ts'

/** Anthropic's wire format, as its documentation shows it. */
function streamOf(words: string[]): object[] {
  return [
    {
      type: 'message_start',
      message: {
        id: 'm',
        type: 'message',
        role: 'assistant',
        model: 'claude',
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { input_tokens: 10, output_tokens: 1, cache_read_input_tokens: 4 },
      },
    },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'ping' },
    ...words.map((text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 7 } },
    { type: 'message_stop' },
  ]
}

interface Stand {
  status?: number
  words?: string[]
  /** Closes the connection after so many events. */
  cutAfter?: number
}

let server: http.Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function claude(...answers: Stand[]) {
  const bodies: Record<string, unknown>[] = []
  const sizes: number[] = []
  server = http.createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      const stand = answers[Math.min(bodies.length, answers.length - 1)] ?? {}
      bodies.push(JSON.parse(body) as Record<string, unknown>)
      sizes.push(Buffer.byteLength(body))
      if (stand.status !== undefined) {
        response.writeHead(stand.status, { 'content-type': 'application/json', 'retry-after-ms': '1' })
        return response.end('{"type":"error","error":{"type":"some_error","message":"no"}}')
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const events = streamOf(stand.words ?? ['Hello', ' there.'])
      for (const event of events.slice(0, stand.cutAfter)) {
        response.write(`event: ${(event as { type: string }).type}\ndata: ${JSON.stringify(event)}\n\n`)
      }
      if (stand.cutAfter === undefined) response.end()
      else setTimeout(() => response.destroy(), 20)
    })
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const sent: { destination: string; bytes: number }[] = []
  const model = new ClaudeModel({
    apiKey: 'sk-ant-test',
    baseUrl: `http://127.0.0.1:${port}`,
    model: 'claude-test',
    thinks: false,
    onSending: (one) => sent.push(one),
  })
  let heard = ''
  const ask = (content: string, signal = new AbortController().signal) =>
    model.generate({
      messages: [
        { role: 'system', content: 'Be short.' },
        { role: 'user', content },
      ],
      maximumTokens: 50,
      signal,
      onText: (delta) => {
        heard += delta
      },
    })
  return { ask, bodies, sizes, sent, heard: () => heard }
}

describe('Claude, from a stand-in of its server', () => {
  it('streams its answer and counts what it used', async () => {
    const { ask, heard, bodies } = await claude({})
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
    const { ask, bodies } = await claude({ words: ['Tell [PERS', 'ON_1] so.'] })
    expect(await ask('my boss Maria Silva, maria@example.com, is away')).toMatchObject({ text: 'Tell Maria Silva so.' })
    expect(JSON.stringify(bodies)).not.toMatch(/maria/i)
  })

  it('tells the exact size of every body before it is sent, also of those sent again', async () => {
    const { ask, sent, sizes } = await claude({ status: 529 }, {})
    await ask('hi')
    expect(sent.map(({ bytes }) => bytes)).toEqual(sizes)
    expect(sizes).toHaveLength(2)
  })

  it.each([
    [{ status: 401 }, 'claude-key-refused'],
    [{ status: 429 }, 'claude-busy'],
    [{ status: 529 }, 'claude-busy'],
    [{ status: 400 }, 'claude-failed'],
    [{ cutAfter: 4 }, 'claude-unreachable'],
  ])('%j is %s', async (stand, code) => {
    const { ask } = await claude(stand)
    await expect(ask('hi')).rejects.toMatchObject({ code })
  })

  it('ends when the user stops it', async () => {
    const { ask } = await claude({})
    const stop = new AbortController()
    stop.abort()
    expect(await ask('hi', stop.signal)).toMatchObject({ stoppedBy: 'cancelled' })
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
  const key = { ANTHROPIC_API_KEY: 'sk-ant-test' }
  function barrier(
    question: string,
    changed: Partial<typeof settings> = {},
    { spentUsd = 0, offline = false, environment = key as Record<string, string> } = {},
  ) {
    return createEscalation({
      settings: { ...settings, ...changed },
      offline,
      environment,
      clock: systemClock,
      spending: { add() {}, since: () => ({ requests: 1, usd: spentUsd }) },
      categoryOf: (text) => (text.includes('code') ? 'coding' : 'general'),
      onSending() {},
    }).barrier(question)
  }

  it('without it, without a key, offline: nothing may be asked, and the words say why', () => {
    expect(barrier('why', { allowed: false })).toMatch(/small local model/)
    expect(barrier('why', {}, { offline: true })).toMatch(/offline/)
    expect(barrier('why', {}, { environment: {} })).toMatch(/no key/)
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
