import {
  countSkip,
  emptyConversation,
  messageCount,
  NotAConversation,
  type ParsedConversation,
} from '../conversation.ts'
import { conversationName } from './conversation-name.ts'
import { type Fields, fieldsOf, idOf, listOf, textOf } from './fields.ts'
import { firstMoment, messageListOf, parseLinear } from './linear.ts'
import { roleOf } from './speakers.ts'
import { contentText } from './text.ts'
import { type Judged, type JudgedNode, placeMessages, said } from './tree.ts'

/**
 * One conversation of ChatGPT's export: a tree of messages (`mapping`), of which the branch that ends with `current_node` is what
 * the user saw. Exports of other programs that list the messages are read too.
 *
 * @throws NotAConversation
 */
export function parseChatGpt(value: unknown): ParsedConversation {
  const fields = fieldsOf(value)
  if (fields === undefined) throw new NotAConversation('not-an-object')
  const entries = nodeEntries(fields['mapping'])
  if (entries === undefined) {
    const list = messageListOf(fields)
    if (list === undefined) throw new NotAConversation('no-messages')
    return withMemoryChoice(parseLinear(fields, list), fields)
  }
  const nodes = new Map<string, JudgedNode>()
  const children = new Map<string, readonly unknown[]>()
  let firstWords = ''
  for (const [id, node] of entries) {
    const raw = fieldsOf(node)
    const message = raw?.['message'] ?? (raw !== undefined && 'content' in raw ? raw : undefined)
    const messageFields = fieldsOf(message)
    const judged = message === undefined || message === null ? undefined : judge(messageFields)
    nodes.set(id, {
      parent: idOf(raw?.['parent']),
      atMs: messageFields === undefined ? undefined : firstMoment(messageFields),
      judged: raw === undefined ? { skip: 'unreadable' } : judged,
    })
    children.set(id, listOf(raw?.['children']) ?? [])
    if (firstWords === '' && judged !== undefined && 'text' in judged) firstWords = judged.text
  }
  const conversation = emptyConversation(conversationName(fields, firstWords))
  conversation.title = textOf(fields['title'])
  conversation.atMs = firstMoment(fields)
  conversation.updatedMs = firstMoment(fields, ['update_time', 'updated_at'])
  conversation.custom =
    textOf(fields['gizmo_id']) !== undefined || textOf(fields['conversation_template_id']) !== undefined
  placeMessages(conversation, nodes, idOf(fields['current_node']), (id) => children.get(id) ?? [])
  return withMemoryChoice(conversation, fields)
}

/** Nodes by their id; some programs write them as a list. */
function nodeEntries(mapping: unknown): [string, unknown][] | undefined {
  const list = listOf(mapping)
  if (list !== undefined) return list.map((node, index) => [idOf(fieldsOf(node)?.['id']) ?? `#${index}`, node])
  const fields = fieldsOf(mapping)
  return fields === undefined ? undefined : Object.entries(fields)
}

/** Of a conversation that the user wanted to be remembered nowhere, nothing is kept but that it was there. */
function withMemoryChoice(conversation: ParsedConversation, fields: Fields): ParsedConversation {
  if (fields['is_do_not_remember'] !== true) return conversation
  const forgotten = { ...emptyConversation(conversation.name), remember: false }
  countSkip(forgotten, 'do-not-remember', messageCount(conversation))
  return forgotten
}

function judge(message: Fields | undefined): Judged {
  if (message === undefined) return { skip: 'unreadable' }
  const content = fieldsOf(message['content'])
  const metadata = fieldsOf(message['metadata'])
  const kind = content?.['content_type']
  const instructions = customInstructions(kind, content, metadata)
  if (instructions !== undefined) return { skip: 'custom-instructions', instructions }
  if (kind === 'user_editable_context' || kind === 'model_editable_context') return { skip: 'system' }
  const author = fieldsOf(message['author'])
  const role = roleOf(author?.['role'] ?? message['author'] ?? message['role'])
  if (role === undefined) return { skip: 'unreadable' }
  if (role === 'system' || role === 'tool') return { skip: role }
  if (metadata?.['is_visually_hidden_from_conversation'] === true) return { skip: 'hidden' }
  const recipient = textOf(message['recipient'])
  if (recipient !== undefined && recipient !== 'all') return { skip: 'tool' }
  if (kind === 'thoughts' || kind === 'reasoning_recap') return { skip: 'thinking' }
  return said(role, contentText(message['content']))
}

/** Today a message of its own kind; in older exports, data beside a hidden system message. */
function customInstructions(
  kind: unknown,
  content: Fields | undefined,
  metadata: Fields | undefined,
): string | undefined {
  const older = fieldsOf(metadata?.['user_context_message_data'])
  const texts =
    kind === 'user_editable_context'
      ? [content?.['user_profile'], content?.['user_instructions']]
      : [older?.['about_user_message'], older?.['about_model_message']]
  return textOf(texts.filter((text) => typeof text === 'string' && text.trim() !== '').join('\n'))
}
