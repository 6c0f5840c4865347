import fs from 'node:fs'
import os from 'node:os'
import type { ChatHistoryItem, ChatWrapper, Llama, LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp'
import { SamError } from '../../core/errors.ts'
import type { Logger } from '../../core/log.ts'
import type { ChatMessage } from '../ports.ts'

export interface EngineOptions {
  /** Catalogue id, for messages. */
  id: string
  modelPath: string
  threads?: number
  /** Tokens that prompt and answer may take together. */
  contextTokens: number
  log: Logger
}

/** One thread stays free for hearing and speaking; with two cores a second one only spins against them. */
function defaultThreads(cores = os.availableParallelism()): number {
  return Math.max(1, cores - 1)
}

/** A loaded model with one sequence of tokens in its cache. */
export interface Engine {
  readonly model: LlamaModel
  readonly sequence: LlamaContextSequence
  /** The chat in the model's own template, up to where its answer begins. */
  encode(messages: readonly ChatMessage[]): { tokens: Token[]; stops: string[] }
  dispose(): Promise<void>
}

function historyOf(messages: readonly ChatMessage[]): ChatHistoryItem[] {
  const history = messages.map((message): ChatHistoryItem => {
    if (message.role === 'assistant') return { type: 'model', response: [message.content] }
    return { type: message.role, text: message.content }
  })
  return [...history, { type: 'model', response: [] }]
}

function encoderOf(model: LlamaModel, wrapper: ChatWrapper): Engine['encode'] {
  return (messages) => {
    const state = wrapper.generateContextState({ chatHistory: historyOf(messages) })
    const tokens = state.contextText.tokenize(model.tokenizer)
    // Some templates begin with the token that the tokenizer also puts in front.
    const doubled = tokens[0] !== undefined && tokens[0] === tokens[1] && tokens[0] === model.tokens.bos
    // Special end tokens are seen as tokens; only stops that are plain text need watching for.
    const stops = state.stopGenerationTriggers.flatMap((trigger) =>
      trigger.values.filter((value) => typeof value === 'string'),
    )
    return { tokens: doubled ? tokens.slice(1) : tokens, stops: [...new Set(stops)] }
  }
}

function missing(id: string, modelPath: string): SamError {
  return new SamError('model-missing', `The local language model ${id} is not there (${modelPath}).`, {
    kind: 'missing',
    remedy: `sam models pull ${id}`,
  })
}

/**
 * Loads node-llama-cpp (itself costly to import), the model and a context. Uses prebuilt binaries only, never builds.
 * Errors: `model-missing` (kind missing), `model-failed`.
 */
export async function loadEngine(options: EngineOptions): Promise<Engine> {
  if (!fs.existsSync(options.modelPath)) throw missing(options.id, options.modelPath)
  let llama: Llama | undefined
  try {
    const { getLlama, resolveChatWrapper } = await import('node-llama-cpp')
    llama = await getLlama({
      gpu: process.platform === 'darwin' ? 'auto' : false,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      maxThreads: 0,
      // stdout belongs to results
      logger: (level, message) => options.log.debug(message.trim(), { level }),
    })
    const model = await llama.loadModel({ modelPath: options.modelPath })
    const context = await model.createContext({
      contextSize: Math.min(options.contextTokens, model.trainContextSize),
      threads: options.threads ?? defaultThreads(),
      batchSize: 512,
    })
    const owner = llama
    return {
      model,
      sequence: context.getSequence(),
      encode: encoderOf(model, resolveChatWrapper(model, { warningLogs: false })),
      dispose: async () => {
        await context.dispose()
        await model.dispose()
        await owner.dispose()
      },
    }
  } catch (cause) {
    await llama?.dispose()
    throw new SamError('model-failed', `The local language model ${options.id} cannot be loaded.`, {
      remedy: `sam models verify ${options.id}`,
      cause,
    })
  }
}
