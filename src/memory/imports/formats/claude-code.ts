import { countSkip, emptyConversation, NotAConversation, type ParsedConversation } from '../conversation.ts'
import { type Fields, fieldsOf, idOf, listOf, textOf } from './fields.ts'
import { firstMoment, messageListOf } from './linear.ts'
import { roleOf } from './speakers.ts'
import { contentText, reasonWithoutText } from './text.ts'
import { type Judged, said } from './tree.ts'

/** Texts of one session that are held before they are handed on. */
const heldCharacters = 16 << 20
const entryTimes = ['timestamp', '_audit_timestamp', 'created_at', 'createdAt']

interface Session {
  conversation: ParsedConversation
  ids: Set<string>
  characters: number
  parts: number
}

/**
 * Session logs of Claude Code and of programs that log as it does: one entry a line, of which only those of type `user` and
 * `assistant` can be words of a person or of Claude. One file may hold several sessions.
 */
export class ClaudeCodeSessions {
  readonly #sessions = new Map<string, Session>()
  readonly #owners: Map<string, string>
  readonly #fileName: string
  /** What the file says it is about. */
  #summary: string | undefined

  /** @param owners session of each message that is known already, by its id: a resumed session repeats what was before */
  constructor(fileName: string, owners: Map<string, string>) {
    this.#fileName = fileName
    this.#owners = owners
  }

  /** Answers the parts of a session that grew too long to be held. @throws NotAConversation */
  add(value: unknown): ParsedConversation[] {
    const fields = fieldsOf(value)
    if (fields === undefined) throw new NotAConversation('not-an-object')
    const entries =
      textOf(fields['type']) === undefined ? (listOf(fields['loglines']) ?? messageListOf(fields)) : undefined
    if (entries === undefined) return this.#addEntry(fields)
    const id = idOf(fields['sessionId']) ?? idOf(fields['session_id']) ?? idOf(fields['id'])
    return entries.flatMap((entry) =>
      this.#addEntry({ ...(id === undefined ? {} : { sessionId: id }), ...fieldsOf(entry) }),
    )
  }

  /** At the end of the file: its sessions. */
  end(): ParsedConversation[] {
    const all = [...this.#sessions.values()].map(({ conversation }) => {
      return { ...conversation, title: conversation.title ?? this.#summary }
    })
    this.#sessions.clear()
    return all
  }

  #addEntry(entry: Fields): ParsedConversation[] {
    const name = idOf(entry['sessionId']) ?? idOf(entry['session_id']) ?? this.#fileName
    const summary = entry['type'] === 'summary' ? textOf(entry['summary']) : undefined
    const message = fieldsOf(entry['message']) ?? ('role' in entry || 'content' in entry ? entry : undefined)
    const kind = roleOf(message?.['role']) ?? roleOf(entry['type'])
    if (summary === undefined && (message === undefined || kind === undefined)) {
      // Snapshots, progress, queue operations: entries of the program about itself, which are no messages.
      if (textOf(entry['type']) === undefined) throw new NotAConversation('no-message')
      return []
    }
    if (summary !== undefined) {
      this.#summary ??= summary
      return []
    }
    const session = this.#sessionOf(name)
    const { conversation } = session
    const atMs = firstMoment(entry, entryTimes)
    conversation.atMs ??= atMs
    conversation.updatedMs = Math.max(conversation.updatedMs ?? 0, atMs ?? 0) || undefined
    const judged = judge(entry, message ?? entry)
    if ('skip' in judged) {
      countSkip(conversation, judged.skip)
      return []
    }
    const id = idOf(entry['uuid']) ?? `#${conversation.messages.length}`
    const owner = entry['uuid'] === undefined ? name : (this.#owners.get(id) ?? name)
    if (owner !== name || session.ids.has(id)) {
      countSkip(conversation, 'copy')
      return []
    }
    if (entry['uuid'] !== undefined) this.#owners.set(id, name)
    session.ids.add(id)
    conversation.messages.push({ id, ...judged, atMs })
    session.characters += judged.text.length
    if (session.characters < heldCharacters) return []
    session.parts++
    session.characters = 0
    session.conversation = { ...emptyConversation(`${name}#${session.parts}`), title: this.#summary }
    return [conversation]
  }

  #sessionOf(name: string): Session {
    let session = this.#sessions.get(name)
    if (session === undefined) {
      session = { conversation: emptyConversation(name), ids: new Set(), characters: 0, parts: 1 }
      this.#sessions.set(name, session)
    }
    return session
  }
}

/** What the program itself puts into the place of the user's words. */
export const programWords =
  /^\s*(?:<(?:command-name|command-message|command-args|local-command-stdout|local-command-stderr|local-command-caveat|bash-input|bash-stdout|bash-stderr|system-reminder|task-notification)>|Caveat: The messages below were generated|\[Request interrupted by user)/

function judge(entry: Fields, message: Fields): Judged {
  const role = roleOf(message['role']) ?? roleOf(entry['type'])
  if (role === undefined) return { skip: 'unreadable' }
  if (role === 'system' || role === 'tool') return { skip: role }
  const own = entry['isMeta'] === true || entry['isCompactSummary'] === true || entry['isApiErrorMessage'] === true
  if (own) return { skip: 'system' }
  // Words of one model to another.
  if (entry['isSidechain'] === true || idOf(entry['parent_tool_use_id']) !== undefined) return { skip: 'tool' }
  const text = contentText(message['content'])
  if (text === '') return { skip: reasonWithoutText(message['content']) }
  if (role === 'user' && programWords.test(text)) return { skip: 'system' }
  return said(role, text)
}
