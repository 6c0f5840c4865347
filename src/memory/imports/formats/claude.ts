import { NotAConversation, type ParsedConversation } from '../conversation.ts'
import { fieldsOf } from './fields.ts'
import { messageListOf, parseLinear } from './linear.ts'

/**
 * One conversation of Claude's export: `chat_messages` with texts, or with blocks only.
 *
 * @throws NotAConversation
 */
export function parseClaude(value: unknown): ParsedConversation {
  const fields = fieldsOf(value)
  if (fields === undefined) throw new NotAConversation('not-an-object')
  const list = messageListOf(fields)
  if (list === undefined) throw new NotAConversation('no-messages')
  return parseLinear(fields, list)
}
