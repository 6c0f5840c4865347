import { createHash } from 'node:crypto'
import type { DescribedExample, TrainingStore } from '../memory/ports.ts'
import type { CapturedAnswer, CapturedMessage } from './ports.ts'

/** Of a strong model's answer that nobody has rated yet. */
export const unratedQuality = 0.95

/**
 * Keeps a strong model's answer as an example to learn from: what was asked, its calls of tools with their results, its thoughts and its
 * words. Private words are hidden first, the same ones in the same way throughout.
 * @param hideAll replaces private words in all of the texts, in their order
 * @returns false when the very same exchange was kept before
 */
export function keepAnswer(
  store: TrainingStore,
  hideAll: (texts: readonly string[]) => string[],
  captured: CapturedAnswer,
): boolean {
  const [isNew = false] = store.put([exampleOfAnswer(hideAll, captured)])
  return isNew
}

/** The same, to be kept with others in one step. */
export function exampleOfAnswer(
  hideAll: (texts: readonly string[]) => string[],
  { model, messages, answer, thoughts, category, at, cost, turnId }: CapturedAnswer,
): DescribedExample {
  const calls = messages.flatMap(({ toolCalls = [] }) => toolCalls)
  const hidden = hideAll([
    ...messages.map(({ content }) => content),
    answer,
    thoughts ?? '',
    ...calls.map(({ input }) => JSON.stringify(input ?? {})),
  ])
  const hiddenCalls = hidden.slice(messages.length + 2)
  const asked = messages.map((message, index) => chatMessage(message, hidden[index] ?? '', hiddenCalls))
  const reasoning = thoughts === undefined ? {} : { reasoning: hidden[messages.length + 1] ?? '' }
  const example = [...asked, { role: 'assistant' as const, content: hidden[messages.length] ?? '', ...reasoning }]
  return {
    messages: example,
    source: 'claude_distillation',
    category,
    quality: unratedQuality,
    createdMs: at.getTime(),
    origin: model,
    licence: undefined,
    content: createHash('sha256').update(JSON.stringify(example)).digest(),
    model: cost?.model ?? model,
    ...(cost === undefined ? {} : { costUsd: cost.usd }),
    ...(turnId === undefined ? {} : { turnId }),
  }
}

/** @param hiddenCalls arguments of all calls in their order; those of this message are taken off */
function chatMessage({ role, toolCalls = [] }: CapturedMessage, content: string, hiddenCalls: string[]) {
  if (toolCalls.length === 0) return { role, content }
  const calls = toolCalls.map(({ callId, tool }) => ({
    id: callId,
    type: 'function',
    function: { name: tool, arguments: hiddenCalls.shift() ?? '{}' },
  }))
  return { role, content, tool_calls: calls }
}
