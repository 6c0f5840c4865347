import type { Token } from 'node-llama-cpp'
import { SamError } from '../core/errors.ts'
import type { Logger } from '../core/log.ts'
import { untilAborted } from '../core/until-aborted.ts'
import { type Adapter, type Engine, loadEngine } from './local-model/engine.ts'
import { fitMessages } from './local-model/fit-messages.ts'
import { modelFingerprint, PrefixStates } from './local-model/prefix-state.ts'
import { evaluateAllButLast, promptChunkTokens, write } from './local-model/write.ts'
import type { ChatMessage, Generation, GenerationRequest, LanguageModel, OfferedTool } from './ports.ts'

export interface LocalModelOptions {
  /** Catalogue id, for example `smollm2-135m-instruct`. */
  id: string
  /** Path of the GGUF file. Asked at first use; may throw `model-missing`. */
  locate(): string
  /** What was learned on top of it; asked when the model is loaded. */
  adapter?(): Adapter | undefined
  /** Where the state after the system prompt is kept between processes. */
  cacheFolder: string
  /** Default: one less than the cores. */
  threads?: number
  /** It is large enough to choose and fill tools; then it also gets room for their descriptions. */
  callsTools?: boolean
  /** Tokens that prompt and answer may take together; default 2048, with tools 8192. */
  contextTokens?: number
  log: Logger
}

/** More than the end of an answer and the marks around it. */
const readOnTokens = 32
const defaultContextTokens = { withTools: 8192, without: 2048 }

interface Loaded {
  engine: Engine
  states: PrefixStates
}

/**
 * A GGUF model in this process, through node-llama-cpp. Loaded with the first request (or `warm`). What the cache holds of
 * the prompt is not computed again: the system prompt comes from a file in a new process, earlier turns stay between turns.
 * One generation runs at a time. Errors: `model-missing` (kind missing), `model-failed`, `request-too-long`.
 */
export class LocalModel implements LanguageModel {
  readonly id: string
  readonly callsTools: boolean
  private readonly options: LocalModelOptions
  private loaded: Promise<Loaded> | undefined
  /** Ends what is only made ahead: loading, and reading the system prompt. */
  private ahead = new AbortController()
  /** Requests that wait for their answer. */
  private waiting = 0
  private last: Promise<unknown> = Promise.resolve()
  /** The last one asked for: cutting it into tokens takes as long as a token. */
  private prefix: { key: string; tokens: readonly Token[] } | undefined

  constructor(options: LocalModelOptions) {
    this.id = options.id
    this.callsTools = options.callsTools ?? false
    this.options = options
  }

  /** Loads the model and computes (or reads) the system prompt and the tools, so that the first answer comes sooner. */
  async warm(systemPrompt: string, tools: readonly OfferedTool[] = []): Promise<void> {
    const { signal } = this.ahead
    await this.alone(async () => {
      const { engine, states } = await this.load(signal)
      const prefix = this.prefixOf(engine, systemPrompt, tools)
      await this.preparePrefix(engine, states, prefix, signal)
    })
  }

  async generate(request: GenerationRequest): Promise<Generation> {
    this.waiting += 1
    const generation = await this.alone(() => this.answer(request)).finally(() => {
      this.waiting -= 1
    })
    // While the answer is being spoken; whoever asks next comes after it.
    if (['end', 'token-limit'].includes(generation.stoppedBy))
      void this.alone(() => this.readOn(request, generation.text)).catch(() => undefined)
    return generation
  }

  /** Frees the memory; a later request loads again. Loading that nobody waits for is given up. */
  async dispose(): Promise<void> {
    if (this.waiting === 0) {
      this.ahead.abort()
      this.ahead = new AbortController()
    }
    await this.alone(async () => {
      const loaded = this.loaded
      this.loaded = undefined
      await (await loaded?.catch(() => undefined))?.engine.dispose()
    })
  }

  private alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const next = this.last.then(work, work)
    this.last = next.catch(() => undefined)
    return next
  }

  private load(signal = this.ahead.signal): Promise<Loaded> {
    if (this.loaded !== undefined) return this.loaded
    const { id, log, cacheFolder, threads } = this.options
    const { withTools, without } = defaultContextTokens
    const contextTokens = this.options.contextTokens ?? (this.callsTools ? withTools : without)
    const loading = (async () => {
      const modelPath = this.options.locate()
      const adapter = this.options.adapter?.()
      const engine = await loadEngine({
        id,
        modelPath,
        contextTokens,
        log,
        signal,
        ...(threads === undefined ? {} : { threads }),
        ...(adapter === undefined ? {} : { adapter }),
      })
      const fingerprint = modelFingerprint(modelPath, adapter)
      return { engine, states: new PrefixStates({ folder: cacheFolder, fingerprint, contextTokens, log }) }
    })()
    this.loaded = loading
    // a model that was missing may be there at the next request
    loading.catch(() => {
      if (this.loaded === loading) this.loaded = undefined
    })
    return loading
  }

  private async answer(request: GenerationRequest): Promise<Generation> {
    const startedAtMs = performance.now()
    const nothing = { text: '', promptTokens: 0, reusedTokens: 0, outputTokens: 0, firstTokenMs: 0 }
    if (request.signal.aborted) return { ...nothing, stoppedBy: 'cancelled' }
    // Who is stopped does not wait for it; it goes on for the next one.
    const loaded = await untilAborted(this.load(), request.signal).catch((thrown: unknown) => {
      if (!request.signal.aborted) throw thrown
    })
    if (loaded === undefined) return { ...nothing, stoppedBy: 'cancelled' }
    const { engine, states } = loaded
    try {
      const { sequence } = engine
      const limit = sequence.contextSize - request.maximumTokens - 8
      const encode = (chat: readonly ChatMessage[]) => engine.encode(chat, request.tools)
      const whole = encode(request.messages)
      const { tokens, stops } =
        whole.tokens.length <= limit
          ? whole
          : encode(fitMessages(request.messages, (chat) => encode(chat).tokens.length, limit))
      const [first] = request.messages
      if (first?.role === 'system') {
        const prefix = this.prefixOf(engine, first.content, request.tools)
        await this.preparePrefix(engine, states, prefix, request.signal)
      }
      await sequence.adaptStateToTokens(tokens.slice(0, -1), false)
      const reusedTokens = sequence.nextTokenIndex
      const rest = await evaluateAllButLast(sequence, tokens.slice(reusedTokens), request.signal)
      if (rest === undefined) return { ...nothing, promptTokens: tokens.length, reusedTokens, stoppedBy: 'cancelled' }
      const output = await write(engine, rest, stops, request, startedAtMs)
      return { ...output, promptTokens: tokens.length, reusedTokens }
    } catch (cause) {
      if (cause instanceof SamError) throw cause
      throw new SamError('model-failed', 'The local language model failed while it was answering.', {
        remedy: `sam models verify ${this.id}`,
        cause,
      })
    }
  }

  /** The tokens of system prompt and tools. */
  private prefixOf(engine: Engine, systemPrompt: string, tools: readonly OfferedTool[] = []): readonly Token[] {
    const key = [systemPrompt, ...tools.map(({ name }) => name)].join('\n')
    if (this.prefix?.key === key) return this.prefix.tokens
    const tokens = commonPrefix(engine, [{ role: 'system', content: systemPrompt }], tools)
    this.prefix = { key, tokens }
    return tokens
  }

  /** Reads its own answer to the end and up to where the next question stands, so that only the question is left to read. */
  private async readOn({ messages, tools }: GenerationRequest, text: string): Promise<void> {
    const loaded = await this.loaded
    if (loaded === undefined || text === '') return
    const { sequence } = loaded.engine
    const told: ChatMessage[] = [...messages, { role: 'assistant', content: text }]
    const tokens = commonPrefix(loaded.engine, told, tools)
    if (tokens.length >= sequence.contextSize) return
    await sequence.adaptStateToTokens(tokens, false)
    const rest = tokens.slice(sequence.nextTokenIndex)
    // What is long was not kept from the generation either: reading it would only be in the way.
    if (rest.length > 0 && rest.length <= readOnTokens) await sequence.evaluateWithoutGeneratingNewTokens(rest)
  }

  /** Brings the system prompt into the cache: it is there already, or on disk, or is computed and saved. */
  private async preparePrefix(
    engine: Engine,
    states: PrefixStates,
    prefix: readonly Token[],
    signal: AbortSignal,
  ): Promise<void> {
    const { sequence } = engine
    const held = sequence.contextTokens
    if (prefix.length === 0 || (held.length >= prefix.length && prefix.every((token, index) => held[index] === token)))
      return
    if (await states.load(sequence, prefix)) return
    await sequence.clearHistory()
    for (let at = 0; at < prefix.length && !signal.aborted; at += promptChunkTokens) {
      await sequence.evaluateWithoutGeneratingNewTokens([...prefix].slice(at, at + promptChunkTokens))
    }
    if (!signal.aborted) await states.save(sequence, prefix)
  }
}

export function createLocalModel(options: LocalModelOptions): LocalModel {
  return new LocalModel(options)
}

/** What every next question finds before it, whatever the template puts between. */
function commonPrefix(engine: Engine, messages: readonly ChatMessage[], tools: readonly OfferedTool[] = []): Token[] {
  const [one = [], other = []] = ['a', '1'].map(
    (content) => engine.encode([...messages, { role: 'user', content }], tools).tokens,
  )
  const length = one.findIndex((token, index) => token !== other[index])
  return one.slice(0, Math.max(0, length))
}
