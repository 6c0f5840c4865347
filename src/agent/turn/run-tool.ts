import type { ToolCall, ToolResult, ToolRunner } from '../../tools/ports.ts'
import { roomOf } from './offered-tools.ts'
import type { TurnScope } from './turn-scope.ts'

/**
 * One call through the policy, with its events; what it read taints the turn. An unknown tool makes no event.
 * @param writtenBy whose choice the call is: the user's words, or a model that knows all that the turn has read
 */
export async function runTool(
  scope: TurnScope,
  tools: ToolRunner,
  call: ToolCall,
  writtenBy: 'user' | 'model',
): Promise<ToolResult & { refused?: boolean }> {
  const { turnId } = scope
  const { callId, tool, input } = call
  const tier = tools.tierOf(tool)
  if (tier !== undefined) scope.emit({ type: 'tool-call', turnId, callId, tool, input, tier })
  const startedMs = scope.elapsedMs()
  const steered = writtenBy === 'model' && scope.isTainted
  const result = await tools.run(call, { ...scope.callContext(), ...(steered ? { steered } : {}) })
  scope.timings.toolMs = (scope.timings.toolMs ?? 0) + scope.elapsedMs() - startedMs
  if (result.ok && result.taints === true) scope.taint()
  if (result.ok) scope.rooms.add(roomOf(tool))
  if (tier !== 'read') scope.note(tool, result)
  if (tier !== undefined) scope.emit({ type: 'tool-result', turnId, callId, ...told(result) })
  return result
}

function told(result: ToolResult) {
  if (result.ok) {
    const { output, receipt } = result
    return {
      ok: true,
      ...(output === undefined ? {} : { output }),
      ...(receipt === undefined ? {} : { receipt }),
    }
  }
  const remedy = result.remedy === undefined ? {} : { remedy: result.remedy }
  return { ok: false, error: { code: result.code, message: result.spoken, ...remedy } }
}
