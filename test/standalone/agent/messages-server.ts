import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { ClaudeModel, type ClaudeModelOptions } from '../../../src/agent/claude/claude-model.ts'
import type { ClaudeUsage } from '../../../src/agent/claude/prices.ts'
import type { GenerationRequest, SentRequest } from '../../../src/agent/ports.ts'

/** A part of an answer, in the pieces that it is streamed in. */
export type Block =
  | { words: string[] }
  | { tool: string; id: string; json: string[] }
  | { thinking: string[]; signature: string }

export interface Answer {
  /** An error instead of a stream. */
  status?: number
  error?: { type: string; message: string }
  headers?: Record<string, string>
  blocks?: Block[]
  stopReason?: string
  /** Closes the connection after so many events. */
  cutAfter?: number
  /** Sends this, and no more, after the events so far. */
  ending?: 'silence' | 'pings' | { type: string; message: string }
}

const usage = { input_tokens: 10, output_tokens: 1, cache_read_input_tokens: 4, cache_creation_input_tokens: 3 }

/** Anthropic's wire format, as its documentation shows it. */
function eventsOf({ blocks = [{ words: ['Hello', ' there.'] }], stopReason }: Answer): object[] {
  const reason = stopReason ?? (blocks.some((block) => 'tool' in block) ? 'tool_use' : 'end_turn')
  const message = {
    id: 'm',
    type: 'message',
    role: 'assistant',
    model: 'claude',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage,
  }
  return [
    { type: 'message_start', message },
    ...blocks.flatMap((block, index) => {
      const { start, deltas } = partsOf(block)
      return [
        { type: 'content_block_start', index, content_block: start },
        { type: 'ping' },
        ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
        { type: 'content_block_stop', index },
      ]
    }),
    { type: 'message_delta', delta: { stop_reason: reason, stop_sequence: null }, usage: { output_tokens: 7 } },
    { type: 'message_stop' },
  ]
}

function partsOf(block: Block): { start: object; deltas: object[] } {
  if ('words' in block)
    return { start: { type: 'text', text: '' }, deltas: block.words.map((text) => ({ type: 'text_delta', text })) }
  if ('tool' in block) {
    const start = { type: 'tool_use', id: block.id, name: block.tool, input: {} }
    return { start, deltas: block.json.map((partial_json) => ({ type: 'input_json_delta', partial_json })) }
  }
  return {
    start: { type: 'thinking', thinking: '', signature: '' },
    deltas: [
      ...block.thinking.map((thinking) => ({ type: 'thinking_delta', thinking })),
      { type: 'signature_delta', signature: block.signature },
    ],
  }
}

/** Claude in front of a stand-in of its server, which gives these answers one after the other, the last one for ever. */
export async function claudeWith(answers: readonly Answer[], options: Partial<ClaudeModelOptions> = {}) {
  const bodies: Record<string, unknown>[] = []
  const sizes: number[] = []
  const server = http.createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      const answer = answers[Math.min(bodies.length, answers.length - 1)] ?? {}
      bodies.push(JSON.parse(body) as Record<string, unknown>)
      sizes.push(Buffer.byteLength(body))
      reply(response, answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const sent: SentRequest[] = []
  const used: ClaudeUsage[] = []
  const model = new ClaudeModel({
    apiKey: () => 'sk-ant-test',
    baseUrl: `http://127.0.0.1:${port}`,
    model: 'claude-test',
    thinks: false,
    onSending: (one) => sent.push(one),
    onUsage: (_, one) => used.push(one),
    ...options,
  })
  let heard = ''
  const ask = (content: string, request: Partial<GenerationRequest> = {}) =>
    model.generate({
      messages: [
        { role: 'system', content: 'Be short.' },
        { role: 'user', content },
      ],
      maximumTokens: 50,
      signal: new AbortController().signal,
      onText: (delta) => {
        heard += delta
      },
      ...request,
    })
  return { ask, model, bodies, sizes, sent, used, port, heard: () => heard }
}

function reply(response: http.ServerResponse, answer: Answer): void {
  const { status, error = { type: 'some_error', message: 'no' }, headers = { 'retry-after-ms': '1' } } = answer
  if (status !== undefined) {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify({ type: 'error', error }))
    return
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const send = (event: object) =>
    response.write(`event: ${(event as { type: string }).type}\ndata: ${JSON.stringify(event)}\n\n`)
  for (const event of eventsOf(answer).slice(0, answer.cutAfter)) send(event)
  const { ending } = answer
  if (ending === 'pings') {
    const drip = setInterval(() => send({ type: 'ping' }), 20)
    response.on('close', () => clearInterval(drip))
  } else if (typeof ending === 'object') {
    send({ type: 'error', error: ending })
    response.end()
  } else if (ending === undefined && answer.cutAfter === undefined) response.end()
  else if (ending === undefined) setTimeout(() => response.destroy(), 20)
}
