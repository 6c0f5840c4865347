import type { z } from 'zod'
import type { Tier } from '../core/events.ts'
import type { CallContext, ToolResult } from './ports.ts'

/** What a tool is told about the call; `signal` ends it on "stop", on barge-in and at its time-out. */
export interface ToolContext {
  turnId: string
  callId: string
  origin: CallContext['origin']
  /** Content from outside is in the turn. */
  tainted: boolean
  /** The moment of the call, local time. */
  now: Date
  signal: AbortSignal
}

/** A call whose words were turned into real things: a query into a path, a spoken name into an application. */
export interface Prepared<Input> {
  input: Input
  /** What a remembered permission is tied to: a bundle identifier, a folder, a recipient. */
  target?: string
  /** Raises the tool's own tier for this input, for example when work would be lost; a lower one is ignored. */
  tier?: Tier
  /** What this input does beyond the tool's own effect. */
  effect?: ToolEffect
  /** Replaces `describe` when the circumstances belong into the question. */
  sentence?: string
}

/** A result, with the audit row that it took back where the tool undoes another. */
export type ToolOutcome = ToolResult & { undoes?: number }

/**
 * What an action does to the outside world; content from outside in the turn makes these need the strongest consent.
 * `look-up`: its words go to a server that the user chose; a model that has read content from outside needs a yes for it.
 */
export type ToolEffect = 'send' | 'shell' | 'purchase' | 'look-up'

/**
 * One thing SAM can do. Tools come from factories that receive what they need; they hold no state of their own. A tool may
 * throw: a `SamError` is told to the user as it is, anything else counts as a bug. It never asks for consent itself.
 */
export interface Tool<Input = unknown> {
  /** Stable name, for example `sound.volume`; also the intent id of the router. */
  readonly name: string
  readonly tier: Tier
  /** One sentence, for the language model and the panel. */
  readonly summary: string
  readonly schema: z.ZodType<Input>
  /** Longer than any time-out inside the tool, so that the better error comes first. */
  readonly timeoutMs: number
  readonly effect?: ToolEffect
  /**
   * All it does is bring something to the screen (a page, a folder, an application that runs already): another one instead is no harm,
   * and the first needs not be taken back.
   */
  readonly onlyShows?: true
  /** Its output holds content that others wrote (a mail, a page, a file's text): the turn is tainted after it. */
  readonly taints?: boolean
  /**
   * A yes to this tool holds for the very target that `prepare` gave, for so many days: the next time it is not asked about,
   * unless content from outside is in the turn. Said in the question.
   */
  readonly rememberForDays?: number
  /** What it takes away never comes back, whatever it is asked about: a yes holds for one time, and "always" is not offered. */
  readonly asksEachTime?: true
  /**
   * The audit log keeps this sentence and how long the arguments are, not what they say: what is forgotten must not stay there. Absent
   * for tools whose arguments are what was done.
   */
  readonly auditedAs?: string
  /** The exact sentence that is spoken and shown when consent is asked. Pure. */
  describe(input: Input): string
  /** Looks things up before the policy decides; changes nothing. */
  prepare?(input: Input, context: ToolContext): Promise<Prepared<Input>>
  run(input: Input, context: ToolContext): Promise<ToolOutcome>
  /** Takes an earlier run back; the receipt is what that run returned, read from disk. */
  undo?(receipt: unknown, context: ToolContext): Promise<ToolOutcome>
}

/** A success. `receipt` must be JSON; with it the action can be undone. */
export function done(spoken: string, details: { output?: unknown; receipt?: unknown } = {}): ToolOutcome {
  return { ok: true, code: 'ok', spoken, ...details }
}
