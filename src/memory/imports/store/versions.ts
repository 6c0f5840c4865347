import { countSkip, type ParsedConversation } from '../conversation.ts'

/** The version of a conversation that is stored. */
export interface StoredVersion {
  forgotten: boolean
  updatedMs: number | undefined
  /** Row of each of its turns, by message id. */
  turns: ReadonlyMap<string, number>
  /** Ids of messages that the user made SAM forget. */
  forgottenMessages: ReadonlySet<string>
}

export interface Merged {
  /** What is to be stored, and how it is counted. */
  conversation: ParsedConversation
  /** Rows of turns that are no longer said in the newer version: they become alternatives. */
  demoted: number[]
  /** The export is older than what is stored, or the user made SAM forget the conversation: its row stays as it is. */
  keepRow: boolean
}

/** Two conversations of one name that share no message are two, whatever their export says. */
export function areRelated(stored: StoredVersion, parsed: ParsedConversation): boolean {
  if (stored.turns.size === 0 || parsed.messages.length === 0) return true
  const { turns, forgottenMessages } = stored
  return [...parsed.messages, ...parsed.alternatives].some(({ id }) => turns.has(id) || forgottenMessages.has(id))
}

/**
 * Brings a conversation from an export together with what is stored of it. Nothing is lost either way: of two versions the newer
 * one is what was said, and what only the other has is kept as its alternatives.
 */
export function mergeVersions(stored: StoredVersion | undefined, parsed: ParsedConversation): Merged {
  if (stored === undefined) return { conversation: parsed, demoted: [], keepRow: false }
  if (stored.forgotten) return { conversation: withoutWords(parsed), demoted: [], keepRow: true }
  if (!parsed.remember) return { conversation: parsed, demoted: [], keepRow: false }
  if ((parsed.updatedMs ?? Number.POSITIVE_INFINITY) >= (stored.updatedMs ?? 0)) {
    const said = new Set(parsed.messages.map(({ id }) => id))
    const demoted = [...stored.turns].filter(([id]) => !said.has(id)).map(([, row]) => row)
    return { conversation: parsed, demoted, keepRow: false }
  }
  const older: ParsedConversation = { ...parsed, skipped: { ...parsed.skipped } }
  older.messages = parsed.messages.filter(({ id }) => stored.turns.has(id))
  const others = parsed.messages.filter(({ id }) => !stored.turns.has(id))
  older.alternatives = [...parsed.alternatives, ...others.map((message) => ({ ...message, parent: undefined }))].filter(
    ({ id }) => !stored.turns.has(id),
  )
  if (others.length > 0) countSkip(older, 'other-branch', others.length)
  return { conversation: older, demoted: [], keepRow: true }
}

/** Messages that the user made SAM forget do not come back with the next export. */
export function withoutForgotten(stored: StoredVersion | undefined, parsed: ParsedConversation): ParsedConversation {
  const forgotten = stored?.forgottenMessages
  if (forgotten === undefined || forgotten.size === 0) return parsed
  const isKept = ({ id }: { id: string }) => !forgotten.has(id)
  const messages = parsed.messages.filter(isKept)
  // Its other versions say much the same as a forgotten message, and its title tells of it.
  const rest: ParsedConversation = {
    ...parsed,
    title: undefined,
    messages,
    alternatives: [],
    skipped: { ...parsed.skipped },
  }
  if (messages.length < parsed.messages.length) countSkip(rest, 'forgotten', parsed.messages.length - messages.length)
  return rest
}

/** Of a conversation that was forgotten whole, nothing comes back. */
function withoutWords(parsed: ParsedConversation): ParsedConversation {
  const { messages, skipped } = parsed
  const empty = {
    ...parsed,
    title: undefined,
    messages: [],
    alternatives: [],
    instructions: [],
    skipped: { ...skipped },
  }
  if (messages.length > 0) countSkip(empty, 'forgotten', messages.length)
  return empty
}
