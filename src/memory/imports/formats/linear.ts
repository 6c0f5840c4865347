import { emptyConversation, type ParsedConversation } from '../conversation.ts'
import { conversationName } from './conversation-name.ts'
import { type Fields, fieldsOf, idOf, listOf, momentOf, textOf } from './fields.ts'
import { roleOf } from './speakers.ts'
import { contentText, reasonWithoutText } from './text.ts'
import { type Judged, type JudgedNode, placeMessages, said } from './tree.ts'

const listNames = [
  'chat_messages',
  'messages',
  'conversation',
  'conversations',
  'turns',
  'items',
  'history',
  'chat',
  'linear_conversation',
]
const timeNames = ['created_at', 'create_time', 'timestamp', 'createdAt', 'time', 'date']
const updateNames = ['updated_at', 'update_time', 'updatedAt']
/** Claude's name for "no parent". */
const noParent = /^0{8}-0{4}-4000-8000-0{12}$/

/** The messages of a conversation that lists them, whatever the list is called. */
export function messageListOf(fields: Fields): unknown[] | undefined {
  for (const name of listNames) {
    const list = listOf(fields[name])
    if (list !== undefined) return list
  }
  return undefined
}

/** A list that holds messages themselves instead of conversations. */
export function isMessage(fields: Fields): boolean {
  return !('mapping' in fields) && roleOf(roleField(fields)) !== undefined && messageListOf(fields) === undefined
}

function roleField(fields: Fields): unknown {
  const author = fieldsOf(fields['author'])
  return (
    fields['role'] ??
    fields['sender'] ??
    fields['from'] ??
    fields['speaker'] ??
    author?.['role'] ??
    fields['author'] ??
    fields['type']
  )
}

export function firstMoment(fields: Fields, names: readonly string[] = timeNames): number | undefined {
  for (const name of names) {
    const moment = momentOf(fields[name])
    if (moment !== undefined) return moment
  }
  return undefined
}

/**
 * A conversation whose messages are a list: Claude's export, and what other programs make of ChatGPT's. Where the messages name
 * their parents, edited ones have branches as ChatGPT's do.
 */
export function parseLinear(fields: Fields, list: readonly unknown[]): ParsedConversation {
  const first = fieldsOf(list[0])
  const conversation = emptyConversation(
    conversationName(fields, JSON.stringify(first?.['content'] ?? first?.['text'] ?? '')),
  )
  conversation.title = textOf(fields['name']) ?? textOf(fields['title'])
  conversation.atMs = firstMoment(fields)
  conversation.updatedMs = firstMoment(fields, updateNames)
  const nodes = new Map<string, JudgedNode>()
  let before: string | undefined
  for (const [index, item] of list.entries()) {
    const message = fieldsOf(item)
    let id = idOf(message?.['uuid']) ?? idOf(message?.['id']) ?? idOf(message?.['message_id']) ?? `#${index}`
    while (nodes.has(id)) id = `${id}#${index}`
    const named =
      idOf(message?.['parent_message_uuid']) ?? idOf(message?.['parent_id']) ?? idOf(message?.['parentUuid'])
    const parent = named === undefined ? before : noParent.test(named) ? undefined : named
    const judged: Judged = message === undefined ? { skip: 'unreadable' } : judge(message)
    nodes.set(id, { parent, atMs: message === undefined ? undefined : firstMoment(message), judged })
    before = id
  }
  const current = idOf(fields['current_leaf_message_uuid']) ?? idOf(fields['current_node'])
  placeMessages(conversation, nodes, current ?? (hasBranches(nodes) ? undefined : before))
  conversation.atMs ??= conversation.messages.find(({ atMs }) => atMs !== undefined)?.atMs
  return conversation
}

/** Some message has two answers. Otherwise a broken chain of parents is no reason to lose what is before the break. */
function hasBranches(nodes: ReadonlyMap<string, JudgedNode>): boolean {
  const parents = [...nodes.values()].map(({ parent }) => parent).filter((parent) => parent !== undefined)
  return new Set(parents).size < parents.length
}

function judge(message: Fields): Judged {
  const role = roleOf(roleField(message))
  if (role === undefined) return { skip: 'unreadable' }
  if (role === 'system' || role === 'tool') return { skip: role }
  const content = message['content'] ?? message['say'] ?? message['value'] ?? message['message'] ?? message['parts']
  const text = contentText(content)
  if (text !== '') return said(role, text)
  const plain = textOf(message['text'])
  if (plain !== undefined) return said(role, plain)
  return { skip: reasonWithoutText(content) }
}
