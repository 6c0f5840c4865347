import type { ChatHistoryItem, ChatModelFunctionCall, ChatModelFunctions, ChatModelResponse } from 'node-llama-cpp'
import type { ChatMessage, OfferedTool } from '../ports.ts'

/** The tools in the form that chat templates document. */
export function functionsOf(tools: readonly OfferedTool[]): ChatModelFunctions {
  return Object.fromEntries(
    tools.map(({ name, description, inputSchema }) => [name, { description, params: inputSchema }]),
  ) as ChatModelFunctions
}

/** The chat in the form that templates read: a call and its result are parts of what the model said. */
export function historyOf(messages: readonly ChatMessage[]): ChatHistoryItem[] {
  const history: ChatHistoryItem[] = []
  const said = (): ChatModelResponse['response'] => {
    const last = history.at(-1)
    if (last?.type === 'model') return last.response
    const item: ChatModelResponse = { type: 'model', response: [] }
    history.push(item)
    return item.response
  }
  for (const message of messages) {
    switch (message.role) {
      case 'assistant':
        if (message.content !== '') said().push(message.content)
        for (const { tool, input, callId } of message.toolCalls ?? []) {
          const result = messages.find((other) => other.role === 'tool' && other.callId === callId)
          said().push(functionCall(tool, input, result?.content ?? ''))
        }
        break
      case 'tool':
        break
      default:
        history.push({ type: message.role, text: message.content })
    }
  }
  said()
  return history
}

function functionCall(name: string, params: unknown, result: string): ChatModelFunctionCall {
  return { type: 'functionCall', name, params, result: parsed(result) }
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return content
  }
}
