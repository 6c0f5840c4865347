import type Anthropic from '@anthropic-ai/sdk'
import type { ChatMessage, GenerationRequest, ModelToolCall } from '../ports.ts'

type Body = Pick<Anthropic.MessageCreateParams, 'system' | 'messages' | 'tools' | 'tool_choice'>

/** What comes before this mark is the same in every request of a conversation, and is charged a tenth when sent again. */
const cached = { cache_control: { type: 'ephemeral' } } as const

/** The chat and the tools in the form of the Messages API; `hide` replaces private words. */
export function bodyOf(request: GenerationRequest, hide: (text: string) => string): Body {
  const { messages, tools = [] } = request
  const system = messages.flatMap((message) =>
    message.role === 'system' ? [{ type: 'text' as const, text: hide(message.content), ...cached }] : [],
  )
  const body: Body = { system, messages: merged(messages.flatMap((message) => paramOf(message, hide))) }
  if (tools.length > 0) {
    body.tools = tools.map(({ name, description, inputSchema }, index) => ({
      name,
      description,
      input_schema: { ...inputSchema, type: 'object' as const },
      ...(index === tools.length - 1 ? cached : {}),
    }))
    if (request.toolChoice !== undefined) body.tool_choice = { type: request.toolChoice === 'none' ? 'none' : 'any' }
  }
  return body
}

function paramOf(message: ChatMessage, hide: (text: string) => string): Anthropic.MessageParam[] {
  switch (message.role) {
    case 'system':
      return []
    case 'user':
      return [{ role: 'user', content: hide(message.content) }]
    case 'tool': {
      const content = hide(message.content)
      return [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: message.callId, content }] }]
    }
    case 'assistant': {
      // Its own blocks: thoughts are signed, and must come back exactly as they were.
      if (message.native !== undefined)
        return [{ role: 'assistant', content: message.native as Anthropic.ContentBlock[] }]
      const text = message.content === '' ? [] : [{ type: 'text' as const, text: hide(message.content) }]
      return [{ role: 'assistant', content: [...text, ...(message.toolCalls ?? []).map((call) => useOf(call, hide))] }]
    }
  }
}

function useOf({ callId, tool, input }: ModelToolCall, hide: (text: string) => string): Anthropic.ToolUseBlockParam {
  return { type: 'tool_use', id: callId, name: tool, input: JSON.parse(hide(JSON.stringify(input ?? {}))) }
}

/** The results of calls that were made together belong into one message. */
function merged(messages: readonly Anthropic.MessageParam[]): Anthropic.MessageParam[] {
  const whole: Anthropic.MessageParam[] = []
  for (const message of messages) {
    const before = whole.at(-1)
    if (before?.role === message.role && Array.isArray(before.content) && Array.isArray(message.content)) {
      before.content = [...before.content, ...message.content]
    } else whole.push({ ...message })
  }
  return whole
}
