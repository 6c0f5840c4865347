import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Category, categories } from '../../categories/category.ts'
import { NotAConversation } from '../conversation.ts'
import { fieldsOf, listOf, momentOf, textOf } from './fields.ts'
import { roleOf } from './speakers.ts'
import { cleanText, contentText } from './text.ts'

/** Where a training example may come from. */
export const exampleSources = [
  'chatgpt_history',
  'claude_distillation',
  'scraped_coding',
  'scraped_creative',
  'advanced_planning',
  'gap_filling',
  'imported',
] as const

export type ExampleSource = (typeof exampleSources)[number]

export interface TrainingMessage {
  role: 'system' | 'user' | 'assistant' | 'tool'
  content: string
  /** As the file has them; only of the assistant. */
  tool_calls?: unknown[]
  /** What the assistant thought before, where that is known. */
  reasoning?: string
}

/** One example of the chat format, as it is stored. */
export interface TrainingExample {
  messages: TrainingMessage[]
  source: ExampleSource
  /** Absent where the file does not say. */
  category: Category | undefined
  /** 0 to 1. */
  quality: number | undefined
  createdMs: number | undefined
  origin: string | undefined
  licence: string | undefined
  /** SHA-256 of the messages: the same words are the same example. */
  content: Buffer
}

const metadataSchema = z.looseObject({
  source: z.enum(exampleSources).catch('imported'),
  category: z.enum(categories).optional().catch(undefined),
  quality: z.number().min(0).max(1).optional().catch(undefined),
  origin: z.string().min(1).max(2000).optional().catch(undefined),
  license: z.string().min(1).max(200).optional().catch(undefined),
})

/**
 * One line of a training file: `messages` with `role` and `content`, or one of the older forms (`conversations` with `from` and `value`;
 * `prompt` and `completion`; `instruction`, `input` and `output`).
 *
 * @throws NotAConversation with what the example lacks
 */
export function parseTrainingExample(value: unknown): TrainingExample {
  const fields = fieldsOf(value)
  if (fields === undefined) throw new NotAConversation('not-an-object')
  const list = listOf(fields['messages']) ?? listOf(fields['conversations']) ?? pairOf(fields)
  if (list === undefined || list.length === 0) throw new NotAConversation('no-messages')
  const messages = list.map(parseMessage)
  const system = textOf(fields['system'])
  if (system !== undefined && messages[0]?.role !== 'system') messages.unshift({ role: 'system', content: system })
  if (!messages.some(({ role }) => role === 'user')) throw new NotAConversation('no-user-message')
  if (messages.at(-1)?.role !== 'assistant') throw new NotAConversation('no-answer')
  const metadata = metadataSchema.parse(fieldsOf(fields['metadata']) ?? {})
  return {
    messages,
    source: metadata.source,
    category: metadata.category,
    quality: metadata.quality,
    createdMs: momentOf(metadata['createdAt']),
    origin: metadata.origin,
    licence: metadata.license,
    content: createHash('sha256').update(JSON.stringify(messages)).digest(),
  }
}

function pairOf(fields: Record<string, unknown>): unknown[] | undefined {
  const asked = textOf(fields['prompt']) ?? textOf(fields['instruction']) ?? textOf(fields['question'])
  const answer =
    textOf(fields['completion']) ?? textOf(fields['response']) ?? textOf(fields['output']) ?? textOf(fields['answer'])
  if (asked === undefined || answer === undefined) return undefined
  const input = textOf(fields['input'])
  return [
    { role: 'user', content: input === undefined ? asked : `${asked}\n\n${input}` },
    { role: 'assistant', content: answer },
  ]
}

function parseMessage(item: unknown): TrainingMessage {
  const message = fieldsOf(item)
  const role = roleOf(message?.['role'] ?? message?.['from'])
  if (role === undefined) throw new NotAConversation('unknown-role')
  const content = cleanText(contentText(message?.['content'] ?? message?.['value']))
  const calls = listOf(message?.['tool_calls'])
  if (content === 'too-long') throw new NotAConversation('too-long')
  if (role === 'assistant' && calls !== undefined && calls.length > 0)
    return { role, content: content ?? '', tool_calls: calls }
  if (content === undefined && role !== 'tool') throw new NotAConversation('empty-message')
  return { role, content: content ?? '' }
}
