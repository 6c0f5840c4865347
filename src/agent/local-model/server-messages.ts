import { z } from 'zod'
import type { ChatMessage, GenerationRequest, ModelToolCall } from '../ports.ts'

/** The request in the form of OpenAI's chat completions, as local servers speak it. */
export function chatCompletion(model: string, request: GenerationRequest): string {
  const { messages, maximumTokens, tools = [] } = request
  return JSON.stringify({
    model,
    messages: messages.map(messageOf),
    max_tokens: maximumTokens,
    stream: true,
    stream_options: { include_usage: true },
    ...(tools.length === 0
      ? {}
      : {
          tools: tools.map(({ name, description, inputSchema }) => ({
            type: 'function',
            function: { name, description, parameters: inputSchema },
          })),
          ...(request.toolChoice === undefined ? {} : { tool_choice: request.toolChoice }),
        }),
  })
}

function messageOf(message: ChatMessage): object {
  if (message.role === 'tool') return { role: 'tool', tool_call_id: message.callId, content: message.content }
  if (message.role !== 'assistant' || message.toolCalls === undefined)
    return { role: message.role, content: message.content }
  const calls = message.toolCalls.map(({ callId, tool, input }) => ({
    id: callId,
    type: 'function',
    function: { name: tool, arguments: JSON.stringify(input ?? {}) },
  }))
  return { role: 'assistant', content: message.content, tool_calls: calls }
}

/** One event of the stream. Servers differ in what they leave out. */
export const chunkSchema = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        delta: z
          .looseObject({
            content: z.string().nullish(),
            tool_calls: z
              .array(
                z.looseObject({
                  index: z.number().int().min(0).max(1000).nullish(),
                  id: z.string().nullish(),
                  function: z.looseObject({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
                }),
              )
              .nullish(),
          })
          .optional(),
        finish_reason: z.string().nullish(),
      }),
    )
    .default([]),
  usage: z.looseObject({ prompt_tokens: z.number(), completion_tokens: z.number() }).nullish(),
})
type Delta = NonNullable<z.infer<typeof chunkSchema>['choices'][number]['delta']>

/** Puts calls together that come in pieces, each with the position of its call. */
export class CallPieces {
  private readonly calls: { id: string; name: string; json: string }[] = []

  add(pieces: Delta['tool_calls']): void {
    for (const piece of pieces ?? []) {
      const position = piece.index ?? this.calls.length
      const call = this.calls[position] ?? { id: '', name: '', json: '' }
      this.calls[position] = call
      call.id ||= piece.id ?? ''
      call.name += piece.function?.name ?? ''
      call.json += piece.function?.arguments ?? ''
    }
  }

  /** In their order; `input` is undefined where the pieces make no JSON. */
  whole(): ModelToolCall[] {
    return this.calls.flatMap((call, position) =>
      call === undefined
        ? []
        : [{ callId: call.id || `call-${position + 1}`, tool: call.name, input: parsed(call.json || '{}') }],
    )
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
