import { createHash } from 'node:crypto'
import type { TrainingStore } from '../memory/ports.ts'
import type { CapturedAnswer, CapturedMessage } from './ports.ts'

/** Of a strong model's answer that nobody has rated yet. */
const unratedQuality = 0.95

/**
 * Keeps a strong model's answer as an example to learn from: what was asked, its calls of tools with their results, its thoughts and its
 * words. Private words are hidden first, the same ones in the same way throughout.
 * @param hideAll replaces private words in all of the texts, in their order
 * @returns false when the very same exchange was kept before
 */
export function keepAnswer(
  store: TrainingStore,
  hideAll: (texts: readonly string[]) => string[],
  { model, messages, answer, thoughts, category, at }: CapturedAnswer,
): boolean {
  const texts = [...messages.map(({ content }) => content), answer, thoughts ?? '']
  const hidden = hideAll(texts)
  const asked = messages.map((message, index) => chatMessage(message, hidden[index] ?? ''))
  const reasoning = thoughts === undefined ? {} : { reasoning: hidden[messages.length + 1] ?? '' }
  const example = [...asked, { role: 'assistant' as const, content: hidden[messages.length] ?? '', ...reasoning }]
  const [isNew = false] = store.put([
    {
      messages: example,
      source: 'claude_distillation',
      category,
      quality: unratedQuality,
      createdMs: at.getTime(),
      origin: model,
      licence: undefined,
      content: createHash('sha256').update(JSON.stringify(example)).digest(),
    },
  ])
  return isNew
}

function chatMessage({ role, toolCalls = [] }: CapturedMessage, content: string) {
  if (toolCalls.length === 0) return { role, content }
  const calls = toolCalls.map(({ callId, tool, input }) => ({
    id: callId,
    type: 'function',
    function: { name: tool, arguments: JSON.stringify(input ?? {}) },
  }))
  return { role, content, tool_calls: calls }
}
