import type { RouteDecision } from '../core/events.ts'

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant'
  content: string
}

export interface GenerationRequest {
  /** Oldest first; a leading `system` message is the cached prefix. */
  messages: ChatMessage[]
  maximumTokens: number
  signal: AbortSignal
  onText(delta: string): void
}

export interface Generation {
  text: string
  stoppedBy: 'end' | 'token-limit' | 'cancelled'
  promptTokens: number
  /** Prompt tokens taken from the cache instead of being computed again. */
  reusedTokens: number
  outputTokens: number
  firstTokenMs: number
}

/** A model that answers. Errors: `model-missing` (kind missing), `model-failed`. */
export interface LanguageModel {
  readonly id: string
  generate(request: GenerationRequest): Promise<Generation>
}

/** What the last turns did, for "close it" and "repeat". */
export interface RoutingContext {
  /** The moment the request was made, local time. */
  now: Date
  lastReply?: string
  lastApp?: string
}

/** Decides what kind of request this is. Pure, fast, never executes anything. */
export interface Router {
  route(text: string, context: RoutingContext): RouteDecision
}

/** One request through route, tools or model, to a reply. */
export interface TurnRequest {
  turnId: string
  text: string
  origin: 'voice' | 'text' | 'command-line' | 'schedule'
  dryRun: boolean
  approveConfirm: boolean
  signal: AbortSignal
  /** Timings known before thinking began. */
  heard?: { endpointMs: number; recognizeMs: number }
}
