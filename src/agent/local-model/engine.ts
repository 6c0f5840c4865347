import fs from 'node:fs'
import os from 'node:os'
import type {
  ChatWrapper,
  Llama,
  LlamaContextSequence,
  LlamaGrammarEvaluationState,
  LlamaModel,
  LlamaText,
  Token,
  TokenBias,
} from 'node-llama-cpp'
import { SamError } from '../../core/errors.ts'
import type { Logger } from '../../core/log.ts'
import { untilAborted } from '../../core/until-aborted.ts'
import type { ChatMessage, OfferedTool } from '../ports.ts'
import type { CallSyntax } from './call-writing.ts'
import { functionsOf, historyOf } from './chat-history.ts'
import { openLlama } from './open-llama.ts'

export interface EngineOptions {
  /** Catalogue id, for messages. */
  id: string
  modelPath: string
  threads?: number
  /** Tokens that prompt and answer may take together. */
  contextTokens: number
  /** What was learned on top of the model: a LoRA file in GGUF, and how much it counts (1 as trained). */
  adapter?: Adapter
  log: Logger
  /** Gives loading up. */
  signal?: AbortSignal
}

export interface Adapter {
  file: string
  scale: number
}

/** One thread stays free for hearing and speaking; with two cores a second one only spins against them. */
export function defaultThreads(cores = os.availableParallelism()): number {
  return Math.max(1, cores - 1)
}

/** A loaded model with one sequence of tokens in its cache. */
export interface Engine {
  readonly model: LlamaModel
  readonly sequence: LlamaContextSequence
  /** How this model's template writes a call. */
  readonly callSyntax: CallSyntax
  /** The chat in the model's own template, with what may be called, up to where its answer begins. */
  encode(messages: readonly ChatMessage[], tools?: readonly OfferedTool[]): { tokens: Token[]; stops: string[] }
  /** Lets only what a GBNF grammar describes be written. */
  constrain(grammar: string): Promise<LlamaGrammarEvaluationState>
  /** Adds so much to the logits of these tokens; those that end an answer stay as they are. */
  lifted(tokens: readonly Token[], logit: number): TokenBias
  dispose(): Promise<void>
}

function encoderOf(model: LlamaModel, wrapper: ChatWrapper): Engine['encode'] {
  return (messages, tools = []) => {
    const functions = tools.length === 0 ? {} : { availableFunctions: functionsOf(tools), documentFunctionParams: true }
    const state = wrapper.generateContextState({ chatHistory: historyOf(messages), ...functions })
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

/** Special tokens as the text that stands for them, since that is how they are seen while the model writes. */
function callSyntaxOf(model: LlamaModel, wrapper: ChatWrapper, toText: typeof LlamaText): CallSyntax {
  const textOf = (part: string | LlamaText) =>
    typeof part === 'string' ? part : model.detokenize(toText(part).tokenize(model.tokenizer), true)
  const { call } = wrapper.settings.functions
  return { prefix: textOf(call.prefix), beforeInput: textOf(call.paramsPrefix) }
}

function loraOf({ file, scale }: Adapter) {
  return { adapters: [{ filePath: file, scale }] }
}

function missing(id: string, modelPath: string): SamError {
  return new SamError('model-missing', `The local language model ${id} is not there (${modelPath}).`, {
    kind: 'missing',
    remedy: `sam models pull ${id}`,
  })
}

/**
 * Loads node-llama-cpp (itself costly to import), the model and a context, with the adapter if there is one.
 * Errors: `model-missing` (kind missing), `model-failed`, `cancelled`.
 */
export async function loadEngine(options: EngineOptions): Promise<Engine> {
  const { signal } = options
  if (!fs.existsSync(options.modelPath)) throw missing(options.id, options.modelPath)
  let llama: Llama | undefined
  try {
    const { resolveChatWrapper, LlamaText, LlamaGrammarEvaluationState, TokenBias } = await import('node-llama-cpp')
    const opened = openLlama(options.log)
    llama = await untilAborted(opened, signal).catch((thrown: unknown) => {
      opened.then((late) => late.dispose()).catch(() => undefined)
      throw thrown
    })
    const model = await llama.loadModel({
      modelPath: options.modelPath,
      ...(signal === undefined ? {} : { loadSignal: signal }),
    })
    const context = await model.createContext({
      contextSize: Math.min(options.contextTokens, model.trainContextSize),
      threads: options.threads ?? defaultThreads(),
      batchSize: 512,
      ...(signal === undefined ? {} : { createSignal: signal }),
      ...(options.adapter === undefined ? {} : { lora: loraOf(options.adapter) }),
    })
    const owner = llama
    const wrapper = resolveChatWrapper(model, {
      warningLogs: false,
      // Who listens does not wait for thoughts.
      customWrapperSettings: { qwen: { thoughts: 'discourage' } },
    })
    return {
      model,
      sequence: context.getSequence(),
      callSyntax: callSyntaxOf(model, wrapper, LlamaText),
      encode: encoderOf(model, wrapper),
      constrain: async (grammar) =>
        new LlamaGrammarEvaluationState({ model, grammar: await owner.createGrammar({ grammar }) }),
      lifted: (tokens, logit) => TokenBias.for(model).set([...tokens], { logit }),
      dispose: async () => {
        await context.dispose()
        await model.dispose()
        await owner.dispose()
      },
    }
  } catch (cause) {
    await llama?.dispose()
    if (signal?.aborted) throw new SamError('cancelled', 'Loading was given up.', { kind: 'cancelled', cause })
    throw new SamError('model-failed', `The local language model ${options.id} cannot be loaded.`, {
      remedy: `sam models verify ${options.id}`,
      cause,
    })
  }
}
