import { EventSourceParserStream } from 'eventsource-parser/stream'
import { z } from 'zod'
import { type Clock, systemClock } from '../../core/clock.ts'
import { SamError, toSamError } from '../../core/errors.ts'
import { Patience } from '../patience.ts'
import type { Generation, GenerationRequest, LanguageModel, SentRequest } from '../ports.ts'
import { CallPieces, chatCompletion, chunkSchema } from './server-messages.ts'

export interface ServerModelOptions {
  /** Address of an OpenAI-compatible server, with or without `/v1` (`SAM_LOCAL_LLM_URL`). */
  url: string
  /** The network is forbidden: only a server on this machine may be asked. */
  readonly offline?: boolean
  /** Told before a request goes to another machine, with its exact bytes. */
  onSending?(sent: SentRequest): void
  /** How long a silent server is waited for, and how long one answer may take in all. */
  patience?: { silenceMs: number; longestMs: number }
  clock?: Clock
}

const modelsSchema = z.looseObject({ data: z.array(z.looseObject({ id: z.string() })).min(1) })
/** A model may take this long to load, and a slow machine this long to answer. */
const defaultPatience = { silenceMs: 60_000, longestMs: 600_000 }

/**
 * A model behind an OpenAI-compatible server: LM Studio, Ollama, mlx_lm.server, vLLM, llama.cpp. The first model that the
 * server lists is asked. Errors: `model-unreachable` (missing), `model-failed`, `offline`.
 */
export class ServerModel implements LanguageModel {
  readonly id = 'local-server'
  readonly callsTools = true
  private readonly options: ServerModelOptions
  private readonly base: URL
  private name: string | undefined

  /** @throws SamError `usage` for what is no http address */
  constructor(options: ServerModelOptions) {
    this.options = options
    this.base = serverAddress(options.url)
  }

  async generate(request: GenerationRequest): Promise<Generation> {
    const { clock = systemClock } = this.options
    const startedAtMs = clock.nowMs()
    const patience = new Patience(request.signal, this.options.patience ?? defaultPatience)
    const generation: Generation = {
      text: '',
      stoppedBy: 'end',
      promptTokens: 0,
      reusedTokens: 0,
      outputTokens: 0,
      firstTokenMs: 0,
    }
    try {
      this.name ??= await this.firstModel(patience.signal, request.turnId)
      const response = await this.send(
        'chat/completions',
        patience.signal,
        request.turnId,
        chatCompletion(this.name, request),
      )
      const calls = new CallPieces()
      let complete = false
      const events = (response.body ?? new ReadableStream())
        .pipeThrough(new TextDecoderStream())
        .pipeThrough(new EventSourceParserStream())
      for await (const { data } of events) {
        patience.renew()
        if (data === '[DONE]') {
          complete ||= generation.stoppedBy === 'end'
          break
        }
        const { choices, usage, error } = chunkSchema.parse(JSON.parse(data))
        if (error != null)
          throw new SamError('model-failed', "The language model's server failed while it was answering.", {
            cause: error,
          })
        const [choice] = choices
        if (choice?.finish_reason === 'length') generation.stoppedBy = 'token-limit'
        else if (choice?.finish_reason != null) complete = true
        if (usage != null) {
          generation.promptTokens = usage.prompt_tokens
          generation.outputTokens = usage.completion_tokens
        }
        calls.add(choice?.delta?.tool_calls)
        const piece = choice?.delta?.content ?? ''
        if (piece === '') continue
        if (generation.text === '') generation.firstTokenMs = clock.nowMs() - startedAtMs
        generation.text += piece
        request.onText(piece)
      }
      const toolCalls = calls.whole(complete)
      return toolCalls.length === 0 ? generation : { ...generation, toolCalls, stoppedBy: 'tool-calls' }
    } catch (thrown) {
      if (request.signal.aborted) return { ...generation, stoppedBy: 'cancelled' }
      throw this.failure(thrown)
    } finally {
      patience.end()
    }
  }

  private async firstModel(signal: AbortSignal, turnId: string | undefined): Promise<string> {
    const response = await this.send('models', signal, turnId)
    return modelsSchema.parse(await response.json()).data[0]?.id ?? ''
  }

  private async send(path: string, signal: AbortSignal, turnId: string | undefined, body?: string): Promise<Response> {
    const address = new URL(path, this.base)
    const method = body === undefined ? 'GET' : 'POST'
    const headers: Record<string, string> = body === undefined ? {} : { 'Content-Type': 'application/json' }
    if (!isLoopback(address)) {
      if (this.options.offline === true)
        throw new SamError(
          'offline',
          `I am offline, and the language model's server is on another machine: ${address.host}.`,
        )
      this.options.onSending?.({
        destination: address.host,
        bytes: Buffer.byteLength(body ?? ''),
        ...(turnId === undefined ? {} : { turnId }),
        content: { method, address: address.href, headers: Object.entries(headers), body: body ?? '' },
      })
    }
    const question = { method, headers, ...(body === undefined ? {} : { body }) }
    const response = await fetch(address, { ...question, signal })
    if (response.ok) return response
    throw new SamError('model-failed', `The language model's server answered with error ${response.status}.`)
  }

  private failure(cause: unknown): SamError {
    if (cause instanceof SamError) return cause
    if (cause instanceof z.ZodError || cause instanceof SyntaxError) {
      return new SamError('model-failed', "The language model's server sent an answer that I cannot read.", { cause })
    }
    return new SamError('model-unreachable', `The language model's server at ${this.base.host} does not answer.`, {
      kind: 'missing',
      remedy: 'Start it, or remove SAM_LOCAL_LLM_URL.',
      cause: toSamError(cause),
    })
  }
}

function serverAddress(text: string): URL {
  try {
    const url = new URL(text)
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error(`not http: ${url.protocol}`)
    if (url.pathname === '/') url.pathname = '/v1'
    if (!url.pathname.endsWith('/')) url.pathname += '/'
    return url
  } catch (cause) {
    throw new SamError('usage', `SAM_LOCAL_LLM_URL is "${text}", which is no address of a server.`, {
      kind: 'usage',
      cause,
    })
  }
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname)
}
