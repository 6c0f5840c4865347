import { createHash } from 'node:crypto'
import { type Fields, idOf } from './fields.ts'

const idFields = ['conversation_id', 'id', 'uuid', 'sessionId', 'session_id', 'conversationId', 'chat_id']

/** The id that the program gave a conversation; one made of its title, time and first words where it gave none. */
export function conversationName(fields: Fields, firstWords: string): string {
  for (const field of idFields) {
    const id = idOf(fields[field])
    if (id !== undefined) return id
  }
  const made = [fields['title'] ?? fields['name'], fields['create_time'] ?? fields['created_at'], firstWords]
  return `untitled-${createHash('sha256').update(JSON.stringify(made)).digest('hex').slice(0, 24)}`
}
