import { SamError } from '../../core/errors.ts'
import type { ChatMessage } from '../ports.ts'

/**
 * Drops the oldest turns until the chat fits. The system message, and the last request with the calls made for it, always
 * stay. Error `request-too-long`.
 * @param count tokens of a chat in the model's template
 * @param limit tokens that the prompt may take
 */
export function fitMessages(
  messages: readonly ChatMessage[],
  count: (messages: readonly ChatMessage[]) => number,
  limit: number,
): readonly ChatMessage[] {
  const system = messages[0]?.role === 'system' ? messages.slice(0, 1) : []
  let turns = messages.slice(system.length)
  for (;;) {
    const chat = [...system, ...turns]
    if (count(chat) <= limit) return chat
    // Whole turns only: an answer, or the result of a call, without its question helps nobody.
    const next = turns.findIndex((message, index) => index > 0 && message.role === 'user')
    if (next < 0) {
      throw new SamError('request-too-long', 'That is longer than the local model can take in.', {
        remedy: 'Say it in fewer words, or split it.',
      })
    }
    turns = turns.slice(next)
  }
}
