import type { Response } from 'undici'
import type { ConsentReply, ConsentSubject, Slots, Tier } from '../core/events.ts'

export type { KeyName } from './platform/machine-port.ts'

/** A request to do one thing, from the fast path or from a model; `input` is not trusted yet. */
export interface ToolCall {
  callId: string
  tool: string
  input: Slots | Record<string, unknown>
}

export type ToolResult =
  /** `taints`: the output holds content that others wrote; the turn is tainted from here on. */
  | { ok: true; code: 'ok'; spoken: string; output?: unknown; receipt?: unknown; taints?: true }
  | { ok: false; code: string; spoken: string; remedy?: string; retryable: boolean }

/** Who may say yes, and what this turn has read. Built by the turn, judged by the policy. */
export interface CallContext {
  turnId: string
  /** Where the words came from. */
  origin: 'voice' | 'text' | 'command-line' | 'schedule'
  /** Content from outside (mail, pages, files, clipboard) is in the turn: reversible becomes confirm. */
  tainted: boolean
  /** A model wrote the call after it had read that content: whose will it is cannot be known. */
  steered?: boolean
  /** Nothing is executed; the plan is told. */
  dryRun: boolean
  /** `--approve`: answers yes to tier `confirm`, never to `strong-confirm` and never to a steered call. */
  approveConfirm: boolean
  signal: AbortSignal
  /** Asks the user; absent where nobody is there, and then the answer is no. */
  ask?(prompt: string, tier: Tier): Promise<ConsentReply>
  /** Told when consent is asked and answered, before anything runs. */
  onApproval?(
    event:
      | { type: 'tool-approval-request'; callId: string; prompt: string; about?: ConsentSubject }
      | { type: 'tool-approval-response'; callId: string; approved: boolean; by: string },
  ): void
}

export interface ToolDescription {
  name: string
  tier: Tier
  /** One sentence, for the language model and the panel. */
  summary: string
  /** JSON schema of the input. */
  inputSchema: Record<string, unknown>
}

/** The only way to do anything: validates, asks the policy, runs with a time-out, writes the audit row. Never throws. */
export interface ToolRunner {
  list(): ToolDescription[]
  /** Tier of a known tool, undefined for an unknown one. */
  tierOf(tool: string): Tier | undefined
  run(call: ToolCall, context: CallContext): Promise<ToolResult & { refused?: boolean }>
}

/** The names of applications SAM can open, for the router: canonical names and what people call them. */
export interface ApplicationNames {
  /** Canonical name of what was said ("vs code" gives "Visual Studio Code"), or undefined. */
  resolve(spoken: string): { name: string; confidence: number } | undefined
}

export interface OutgoingRequest {
  url: URL
  /** The user's own settings name its host: only then may it be this machine or its network. */
  named: boolean
  /** What for, one short phrase for the audit log. */
  purpose: string
  turnId?: string
  headers: Record<string, string>
  signal: AbortSignal
}

/**
 * The way to the web. A request leaves a row in the audit log and is not redirected. Errors: `offline`, `web-refused`
 * (no address of the web, or one of the user's own network); otherwise what the connection throws.
 */
export interface WebRequests {
  send(request: OutgoingRequest): Promise<Response>
  /**
   * For a program that connects by itself (git): checks and records as `send` does, and answers the addresses of the host to
   * which it may connect. Errors: as `send`, and `web-unreachable`.
   */
  admit(request: Omit<OutgoingRequest, 'headers' | 'signal'>): Promise<string[]>
}
