import { z } from 'zod'
import type { LocalModel } from '../../../agent/local-model.ts'
import type { LanguageModel } from '../../../agent/ports.ts'
import { offeredName, roomOf, toolsForClaude } from '../../../agent/turn/offered-tools.ts'
import { createTurnRunner } from '../../../agent/turn.ts'
import type { Sam } from '../../sam.ts'
import { goldCalls } from './gold-calls.ts'

/** Lets a stand-in model write each gold call in a whole turn; counts those that reach their tool. */
export async function goldDispatch(sam: Sam): Promise<{ all: number; right: number }> {
  let right = 0
  for (const { request, tool, input } of goldCalls) {
    let asked = 0
    const model: LanguageModel = {
      id: 'gold',
      callsTools: true,
      async generate(task) {
        asked += 1
        const none = { promptTokens: 0, reusedTokens: 0, outputTokens: 0, firstTokenMs: 0 }
        if (asked > 1) {
          task.onText('Good.')
          return { text: 'Good.', stoppedBy: 'end', ...none }
        }
        const toolCalls = [{ callId: 'gold', tool: offeredName(tool), input }]
        return { text: '', stoppedBy: 'tool-calls', toolCalls, ...none }
      },
    }
    // As the strong model, which is offered every tool once the user shares all rooms.
    const turns = createTurnRunner({
      router: { route: () => ({ route: 'escalate', confidence: 1, reason: 'measured' }) },
      tools: sam.tools.runner,
      model,
      escalation: { model, barrier: () => undefined },
      companion: { shared: rooms(sam), about: async () => ({}) },
    })
    await turns.run(
      {
        turnId: `gold-${tool}`,
        text: request,
        origin: 'text',
        dryRun: false,
        approveConfirm: true,
        signal: AbortSignal.timeout(20_000),
      },
      {
        emit(event) {
          if (event.type !== 'tool-result') return
          if (event.ok || !['invalid-arguments', 'unknown-tool'].includes(event.error?.code ?? '')) right += 1
        },
      },
    )
  }
  return { all: goldCalls.length, right }
}

function rooms(sam: Sam): string[] {
  return sam.tools.registry.list().map(({ name }) => roomOf(name))
}

/**
 * Lets the model write a call of every tool. `written`: whole calls; `valid`: of those, the ones that the tool's own JSON schema
 * accepts; `cutOff`: those that reached the limit of tokens before their end.
 */
export async function emittedCalls(
  sam: Sam,
  model: LocalModel,
): Promise<{ written: number; valid: number; cutOff: number }> {
  const counts = { written: 0, valid: 0, cutOff: 0 }
  for (const tool of toolsForClaude(sam.tools.registry.list(), rooms(sam))) {
    const generation = await model.generate({
      messages: [{ role: 'user', content: `Do this: ${tool.description}` }],
      maximumTokens: 160,
      tools: [tool],
      toolChoice: 'required',
      signal: new AbortController().signal,
      onText: () => undefined,
    })
    for (const { input } of generation.toolCalls ?? []) {
      if (input === undefined) counts.cutOff += 1
      else {
        counts.written += 1
        if (z.fromJSONSchema(tool.inputSchema).safeParse(input).success) counts.valid += 1
      }
    }
  }
  return counts
}
