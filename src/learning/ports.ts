import type { Category } from '../memory/ports.ts'

/** A message of an exchange, in the chat format of training examples. */
export interface CapturedMessage {
  role: 'system' | 'user' | 'assistant' | 'tool'
  content: string
  /** Of an assistant message that calls tools. */
  toolCalls?: readonly { callId: string; tool: string; input: unknown }[]
}

/** A strong model's answer with what led to it. */
export interface CapturedAnswer {
  model: string
  /** From the system prompt to the request, then calls and their results. */
  messages: readonly CapturedMessage[]
  answer: string
  thoughts?: string
  /** Name of the model at its provider, and US dollars at list price; absent where it is not paid for. */
  cost?: { model: string; usd: number }
  /** SAM's turn in which it was said. */
  turnId?: string
  category: Category
  at: Date
}

/** How far one source of examples is. */
export interface SourceStatus {
  id: string
  /** What there is of it. */
  raw: number
  /** What can be trained on. */
  ready: number
  /** Examples that the recipe wants of it. */
  target: number
  status: 'empty' | 'growing' | 'complete'
}

export interface LearningStatus {
  sources: SourceStatus[]
  ready: number
  target: number
  /** The first goal on the way. */
  phase1Target: number
  /** Share of the first goal that is reached, 0 to 1. */
  completion: number
}
