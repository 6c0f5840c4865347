import type Anthropic from '@anthropic-ai/sdk'
import { type Clock, systemClock } from '../../core/clock.ts'
import { SamError } from '../../core/errors.ts'
import { Patience } from '../patience.ts'
import type { Generation, GenerationRequest, LanguageModel, SentRequest } from '../ports.ts'
import { Placeholders } from '../privacy/placeholders.ts'
import { bodyOf } from './claude-messages.ts'
import { type ClaudeUsage, costUsd } from './prices.ts'

export interface ClaudeModelOptions {
  /** Asked before each question: the user may give another one meanwhile. */
  apiKey(): string
  /** The SDK's own address when absent (`ANTHROPIC_BASE_URL`). */
  baseUrl?: string
  /** Name of the model at Anthropic. */
  readonly model: string
  /** It may think before it answers, as much as it finds right; models before Claude 4.6 cannot. */
  readonly thinks: boolean
  /** Told before a request leaves this machine, with its exact bytes. */
  onSending(sent: SentRequest): void
  /** Told after every request what it used, also where it broke off. */
  onUsage?(model: string, usage: ClaudeUsage): void
  /** How long silence is borne, and how long one answer may take in all. */
  patience?: { silenceMs: number; longestMs: number }
  clock?: Clock
}

/** One attempt may take this long; the SDK tries twice more after overload, limits and lost connections. */
const timeoutMs = 60_000
const retries = 2
/** The server says at least that it is there every few seconds; the SDK itself waits for ever once an answer has begun. */
const defaultPatience = { silenceMs: 60_000, longestMs: 300_000 }
/** What thinking may add to the length of an answer. */
const thinkingTokens = 4000

/**
 * Claude, with private words replaced before anything is sent and put back into the answer as it streams.
 * Errors: `claude-key-refused`, `claude-no-credit` (missing), `claude-busy`, `claude-unreachable`, `claude-failed`.
 */
export class ClaudeModel implements LanguageModel {
  readonly id = 'claude'
  readonly callsTools = true
  private readonly options: ClaudeModelOptions
  /** One for all requests: the same words keep the same placeholder, in later turns and in calls of tools. */
  private readonly placeholders = new Placeholders()

  constructor(options: ClaudeModelOptions) {
    this.options = options
  }

  async generate(request: GenerationRequest): Promise<Generation> {
    const { clock = systemClock, model, thinks } = this.options
    const startedAtMs = clock.nowMs()
    const { placeholders } = this
    placeholders.findAll(request.messages.map(({ content }) => content))
    const restorer = placeholders.createRestorer()
    let text = ''
    let firstTokenMs: number | undefined
    const say = (piece: string) => {
      if (piece === '') return
      firstTokenMs ??= clock.nowMs() - startedAtMs
      text += piece
      request.onText(piece)
    }
    let used: Anthropic.Usage | undefined
    const patience = new Patience(request.signal, this.options.patience ?? defaultPatience)
    try {
      const client = await this.connect(request.turnId)
      const stream = client.messages.stream(
        {
          model,
          ...bodyOf(request, (text) => placeholders.hide(text)),
          ...(thinks
            ? {
                max_tokens: request.maximumTokens + thinkingTokens,
                thinking: { type: 'adaptive', display: 'summarized' },
              }
            : { max_tokens: request.maximumTokens }),
        },
        { signal: patience.signal },
      )
      stream.on('text', (delta) => say(restorer.push(delta)))
      stream.on('streamEvent', (_event, message) => {
        patience.renew()
        used = message.usage
      })
      const { content, stop_reason, usage } = await stream.finalMessage()
      say(restorer.end())
      // What the limit cut off is read by the SDK as if it were whole: half a mail must not be sent.
      const half = stop_reason === 'max_tokens' ? content.at(-1) : undefined
      const toolCalls = content.flatMap((block) => {
        if (block.type !== 'tool_use') return []
        const input = block === half ? undefined : placeholders.restoreAll(block.input)
        return [{ callId: block.id, tool: block.name, input }]
      })
      const thoughts = content.flatMap((block) => (block.type === 'thinking' ? [block.thinking] : [])).join('\n')
      return {
        text,
        ...(thoughts === '' ? {} : { thoughts: placeholders.restore(thoughts) }),
        ...(toolCalls.length === 0 ? {} : { toolCalls, native: content }),
        cost: { model, usd: costUsd(model, usageOf(usage)) },
        stoppedBy: stop_reason === 'max_tokens' ? 'token-limit' : toolCalls.length > 0 ? 'tool-calls' : 'end',
        promptTokens: usage.input_tokens,
        reusedTokens: usage.cache_read_input_tokens ?? 0,
        outputTokens: usage.output_tokens,
        firstTokenMs: firstTokenMs ?? 0,
      }
    } catch (thrown) {
      if (request.signal.aborted) {
        const nothing = { promptTokens: 0, reusedTokens: 0, outputTokens: 0 }
        return { text, stoppedBy: 'cancelled', firstTokenMs: firstTokenMs ?? 0, ...nothing }
      }
      throw claudeError(thrown)
    } finally {
      patience.end()
      if (used !== undefined) this.options.onUsage?.(model, usageOf(used))
    }
  }

  /** Loaded at the first question: the SDK costs a tenth of a second that no other command should pay. */
  private async connect(turnId: string | undefined): Promise<Anthropic> {
    const { apiKey, baseUrl, onSending } = this.options
    const { default: Client } = await import('@anthropic-ai/sdk')
    return new Client({
      apiKey: async () => apiKey(),
      ...(baseUrl === undefined || baseUrl === '' ? {} : { baseURL: baseUrl }),
      timeout: timeoutMs,
      maxRetries: retries,
      // The last place before the network: what is kept here is what is sent.
      fetch: (given, init) => {
        const address = given instanceof Request ? given.url : String(given)
        const body = typeof init?.body === 'string' ? init.body : ''
        onSending({
          destination: new URL(address).host,
          bytes: Buffer.byteLength(body),
          ...(turnId === undefined ? {} : { turnId }),
          content: { method: init?.method ?? 'GET', address, headers: [...new Headers(init?.headers)], body },
        })
        return fetch(given, init)
      },
    })
  }
}

function usageOf(usage: Anthropic.Usage): ClaudeUsage {
  return {
    inputTokens: usage.input_tokens,
    cacheWriteTokens: usage.cache_creation_input_tokens ?? 0,
    cacheReadTokens: usage.cache_read_input_tokens ?? 0,
    outputTokens: usage.output_tokens,
  }
}

function claudeError(cause: unknown): SamError {
  const { status, type, message } = cause as { status?: unknown; type?: unknown; message?: unknown }
  if (status === 401 || status === 403) {
    return new SamError('claude-key-refused', 'Claude did not accept the key.', {
      kind: 'missing',
      remedy: 'Give SAM a valid key in its menu, or set ANTHROPIC_API_KEY.',
      cause,
    })
  }
  if (status === 402 || /credit balance|billing/i.test(String(message))) {
    return new SamError('claude-no-credit', 'Your account at Anthropic has no credit left.', {
      kind: 'missing',
      remedy: 'Add credit at Anthropic.',
      cause,
    })
  }
  // An answer that has begun can only break off with the error's name.
  if (status === 429 || status === 529 || type === 'overloaded_error' || type === 'rate_limit_error') {
    return new SamError('claude-busy', 'Claude is too busy at the moment, or the limit of your account is reached.', {
      cause,
    })
  }
  if (status === undefined)
    return new SamError('claude-unreachable', 'The connection to Claude did not hold.', { cause })
  return new SamError('claude-failed', `Claude answered with error ${String(status)}.`, { cause })
}
