import type { Command, RouteDecision } from '../core/events.ts'
import type { Circumstances } from './turn/context-note.ts'

/** A tool as a model is told of it; the name has only letters, digits and underscores. */
export interface OfferedTool {
  name: string
  description: string
  /** JSON schema of the input, an object. */
  inputSchema: Record<string, unknown>
}

/** A call as a model wrote it: nothing in it is trusted. `input` is undefined where its JSON could not be read. */
export interface ModelToolCall {
  callId: string
  /** Name of an offered tool, or whatever the model took for one. */
  tool: string
  input: unknown
}

export type ChatMessage =
  | { role: 'system' | 'user'; content: string }
  /** `native`: the message in the model's own form, which only the same model reads again. */
  | { role: 'assistant'; content: string; toolCalls?: readonly ModelToolCall[]; native?: unknown }
  /** What came of a call of the assistant message before. */
  | { role: 'tool'; callId: string; tool: string; content: string }

export interface GenerationRequest {
  /** Oldest first; a leading `system` message is the cached prefix. */
  messages: ChatMessage[]
  maximumTokens: number
  /** What the model may call instead of, or before, answering. */
  tools?: readonly OfferedTool[]
  /** `required`: only a call is an answer; `none`: only words are. The model decides when absent. */
  toolChoice?: 'required' | 'none'
  signal: AbortSignal
  /** For whose sake, for the record of what leaves the machine. */
  turnId?: string
  onText(delta: string): void
}

/** A request to a model on another machine, as it leaves. */
export interface SentRequest {
  destination: string
  /** Of the body. */
  bytes: number
  turnId?: string
  content: {
    method: string
    address: string
    headers: readonly (readonly [name: string, value: string])[]
    body: string
  }
}

export interface ModelCost {
  /** Name of the model at its provider. */
  model: string
  usd: number
}

export interface Generation {
  text: string
  /** The answer follows once these were carried out. */
  toolCalls?: readonly ModelToolCall[]
  /** For the assistant message that keeps this generation (`ChatMessage`). */
  native?: unknown
  /** What the model thought before it answered, where it tells. */
  thoughts?: string
  /** Of a model that is paid for: its name, and what the request cost at list price. */
  cost?: ModelCost
  stoppedBy: 'end' | 'tool-calls' | 'token-limit' | 'cancelled'
  promptTokens: number
  /** Prompt tokens taken from the cache instead of being computed again. */
  reusedTokens: number
  outputTokens: number
  firstTokenMs: number
}

/** A model that answers. Errors: `model-missing` (kind missing), `model-failed`. */
export interface LanguageModel {
  readonly id: string
  /** It chooses and fills tools well enough to be offered them. */
  readonly callsTools: boolean
  generate(request: GenerationRequest): Promise<Generation>
}

/** How likely a model finds an answer that it is shown. */
export interface AnswerLikelihood {
  /** Natural logarithm of the chance of the whole answer, its end included. */
  logProbability: number
  /** Tokens of the answer, with its end. */
  tokens: number
}

/** What a model writes when only some continuations are allowed. */
export interface AnswerChoice {
  /** Position of the chosen one. */
  index: number
  /** Chance of it among the allowed ones, 0 to 1: the product over the places where they part. */
  probability: number
}

/** A chat up to where an answer begins; `begun` is how it begins. */
export interface OpenChat {
  messages: readonly ChatMessage[]
  begun?: string
}

/**
 * Asks a model what it thinks of answers without letting it speak freely: at the price of reading them, at temperature 0, without the
 * repeat penalty. One question at a time. Errors: `model-missing` (kind missing), `model-failed`, `request-too-long`, `cancelled`.
 */
export interface AnswerScorer {
  likelihood(chat: OpenChat, answer: string, signal: AbortSignal): Promise<AnswerLikelihood>
  /** Of several, which it writes: where they part, the likeliest token. */
  choose(chat: OpenChat, answers: readonly string[], signal: AbortSignal): Promise<AnswerChoice>
  /** Whether it writes exactly this when nothing holds it back. */
  writes(chat: OpenChat, text: string, signal: AbortSignal): Promise<boolean>
  /** What it writes, the likeliest token each time. */
  write(chat: OpenChat, maximumTokens: number, signal: AbortSignal): Promise<string>
  dispose(): Promise<void>
}

/** A command that waits for one slot: the turn before asked for it. */
export interface PendingCommand {
  command: Command
  slot: string
}

/** A strong model outside this machine. */
export interface Escalation {
  readonly model: LanguageModel
  /** Why it may or can not be asked this now, as words that begin an answer; undefined when it can. */
  barrier(question: string): string | undefined
}

/** A whole exchange with a strong model. */
export interface StrongAnswer {
  turnId: string
  /** Id of the model. */
  model: string
  /** What it was told, the request last. */
  asked: readonly ChatMessage[]
  /** Its calls of tools and what came of them, oldest first. */
  trace: readonly ChatMessage[]
  /** In spoken form, as it was said. */
  answer: string
  thoughts?: string
  /** All requests of the exchange together. */
  cost?: ModelCost
}

/** Keeps what a strong model answers, where the user allowed it, to learn from. Never throws. */
export interface Distillation {
  capture(answer: StrongAnswer): void
}

/** What is known about the user and the moment, for a model. */
export interface Companion {
  /** Rooms of tools (`calendar`, `mail`) whose results the user lets Claude see. */
  readonly shared: readonly string[]
  /** What bears on a request. What only this machine may know is left out for Claude. */
  about(text: string, model: 'local' | 'claude', signal: AbortSignal): Promise<Omit<Circumstances, 'now' | 'justDone'>>
}

/** The briefing that was told last, as far as it was heard. */
export interface ToldBriefing {
  /** Section that was sounding last, 1 is the first. */
  position: number
  /** That section was heard to its end. */
  finished: boolean
}

/** What the last turns did, for "close it", "do that again" and the answer to a question. */
export interface RoutingContext {
  /** The moment the request was made, local time. */
  now: Date
  lastReply?: string
  lastApp?: string
  /** What the turn before did. */
  lastCommands?: readonly Command[]
  pending?: PendingCommand
  /** Present for a while after a briefing. */
  briefing?: ToldBriefing
}

/** A decision with what only the turn needs; the rest of SAM sees the `RouteDecision`. */
export interface RoutedRequest extends RouteDecision {
  /** SAM has no tool for it. Completes "I can't ... yet". */
  cannot?: string
  /** The whole reply, where none has to be thought of. */
  reply?: string
  /** Said after the results: what of the request is not done. */
  notes?: readonly string[]
  /** Rules read the whole of it (a command, or what SAM cannot do), nothing is missing, and it does not end in words that are taken as they come (a search, a song). */
  settled?: boolean
  /** Understood from what was said before it: the same words alone are something else. */
  replies?: boolean
  /** A command (by its position) lacks a slot that its tool needs. */
  missing?: { command: number; slot: string }
}

/** Decides what kind of request this is. Pure, fast, never executes anything. */
export interface Router {
  route(text: string, context: RoutingContext): RoutedRequest
}

/** One request through route, tools or model, to a reply. */
export interface TurnRequest {
  turnId: string
  text: string
  origin: 'voice' | 'text' | 'command-line' | 'schedule'
  dryRun: boolean
  approveConfirm: boolean
  signal: AbortSignal
  /** The turn whose words this one begins with: that one was taken too early, and counts as never asked. */
  continues?: string
  /** Said before all else, where what was done for an earlier turn could not be made good. */
  remark?: string
  /** Timings known before thinking began. */
  heard?: { endpointMs: number; recognizeMs: number }
}
