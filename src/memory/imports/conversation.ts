/** Programs whose history can be imported. */
export const historySources = ['chatgpt', 'claude', 'claude-code'] as const
export type HistorySource = (typeof historySources)[number]

/** Why a message of an export is not among what was said. */
export type SkipReason =
  /** Written by the program, not by a person or a model. */
  | 'system'
  /** A call of a tool or its result. */
  | 'tool'
  /** Never shown to the user. */
  | 'hidden'
  /** The model's thinking before it answered. */
  | 'thinking'
  /** What the user told the program about themselves; kept apart. */
  | 'custom-instructions'
  /** Pictures or sound without words, or nothing at all. */
  | 'no-text'
  /** A single text longer than is held; the whole conversation lies in the quarantine file too. */
  | 'too-long'
  /** An answer or question that was replaced by another; kept apart. */
  | 'other-branch'
  /** The user switched memory off for this conversation. */
  | 'do-not-remember'
  /** The user made SAM forget this conversation. */
  | 'forgotten'
  /** The same message stands in another conversation already. */
  | 'copy'
  /** Nobody can say who wrote it, or it is no message at all. */
  | 'unreadable'

export interface ParsedMessage {
  /** Unique within its conversation. */
  id: string
  speaker: 'user' | 'assistant'
  text: string
  atMs: number | undefined
}

/** A message that is not on the way to the conversation's last one. */
export interface ParsedAlternative extends ParsedMessage {
  /** What it answers, where that is a message that is kept. */
  parent: string | undefined
}

export interface ParsedConversation {
  /** Unique within its source. */
  name: string
  title: string | undefined
  atMs: number | undefined
  updatedMs: number | undefined
  /** Made with a character or assistant of its own (a custom GPT). */
  custom: boolean
  messages: ParsedMessage[]
  alternatives: ParsedAlternative[]
  /** The user's custom instructions that held in it. */
  instructions: string[]
  skipped: Partial<Record<SkipReason, number>>
  /** False: the user switched memory off for it. */
  remember: boolean
}

/** A value of an export that is JSON but no conversation; `reason` is for the quarantine file. */
export class NotAConversation extends Error {
  readonly reason: string

  constructor(reason: string) {
    super(reason)
    this.reason = reason
  }
}

export function emptyConversation(name: string): ParsedConversation {
  return {
    name,
    title: undefined,
    atMs: undefined,
    updatedMs: undefined,
    custom: false,
    messages: [],
    alternatives: [],
    instructions: [],
    skipped: {},
    remember: true,
  }
}

export function countSkip(conversation: ParsedConversation, reason: SkipReason, count = 1): void {
  conversation.skipped[reason] = (conversation.skipped[reason] ?? 0) + count
}

/** All messages that a conversation came with: those kept and those left out. */
export function messageCount({ messages, skipped }: Pick<ParsedConversation, 'messages' | 'skipped'>): number {
  return Object.values(skipped).reduce((sum, count) => sum + count, messages.length)
}
