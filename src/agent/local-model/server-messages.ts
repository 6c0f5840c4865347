import { z } from 'zod'
import { writtenJson } from '../../core/files/written-json.ts'
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

/** JSON as a text, piece by piece; of some servers the whole object. */
const argumentsSchema = z.union([z.string(), z.looseObject({}).transform((input) => JSON.stringify(input))])

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
                  function: z
                    .looseObject({ name: z.string().nullish(), arguments: argumentsSchema.nullish() })
                    .nullish(),
                }),
              )
              .nullish(),
          })
          .optional(),
        finish_reason: z.string().nullish(),
      }),
    )
    .default([]),
  /** In the place of an answer, or in its middle. */
  error: z.unknown().optional(),
  usage: z.looseObject({ prompt_tokens: z.number(), completion_tokens: z.number() }).nullish(),
})
type Delta = NonNullable<z.infer<typeof chunkSchema>['choices'][number]['delta']>

/** Puts calls together that come in pieces, each with the position of its call or right after the one before. */
export class CallPieces {
  private readonly calls: { id: string; name: string; json: string }[] = []
  private last = 0

  add(pieces: Delta['tool_calls']): void {
    for (const { index, id, function: part } of pieces ?? []) {
      const name = part?.name ?? ''
      const position = this.positionOf(index ?? undefined, id ?? '', name)
      const call = this.calls[position] ?? { id: '', name: '', json: '' }
      this.calls[position] = call
      this.last = position
      call.id ||= id ?? ''
      // Some servers say the whole name with every piece.
      if (call.name !== name) call.name += name
      call.json += part?.arguments ?? ''
    }
  }

  /**
   * In their order; `input` is undefined where the pieces make no JSON.
   * @param complete the server said that the answer is over; otherwise the last call may lack its input
   */
  whole(complete: boolean): ModelToolCall[] {
    return this.calls.flatMap((call, position) => {
      if (call === undefined) return []
      const nothing = complete || position !== this.last ? '{}' : ''
      return [{ callId: call.id || `call-${position + 1}`, tool: call.name, input: writtenJson(call.json || nothing) }]
    })
  }

  /** Some servers give no positions, others the same one to every call. */
  private positionOf(index: number | undefined, id: string, name: string): number {
    if (index === undefined) return id === '' && name === '' ? this.last : this.calls.length
    const known = this.calls[index]
    return known === undefined || id === '' || known.id === '' || known.id === id ? index : this.calls.length
  }
}
