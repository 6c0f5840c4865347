import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

/** "Undo that" means something the user still has in mind. */
const undoableForMs = 24 * 3_600_000

/** undo.last. */
export function createUndoTools({ audit, toolNamed }: ToolServices): Tool[] {
  const lastUndoable = (now: Date) => {
    const action = audit.lastUndoable(new Date(now.getTime() - undoableForMs))
    if (action === undefined) throw new SamError('nothing-to-undo', 'There is nothing that I could undo.')
    return action
  }
  const last: Tool<Record<string, never>> = {
    name: 'undo.last',
    tier: 'reversible',
    summary: 'Takes back the last action that can be taken back.',
    schema: z.strictObject({}),
    timeoutMs: 30_000,
    describe: () => 'Undo the last action.',
    async prepare(input, { now }) {
      return { input, sentence: `Undo this: ${lastUndoable(now).summary}` }
    },
    async run(_, context) {
      const action = lastUndoable(context.now)
      const tool = toolNamed(action.tool)
      if (tool?.undo === undefined)
        throw new SamError('undo-impossible', `I can no longer undo this: ${action.summary}`)
      const outcome = await tool.undo(action.receipt, context)
      if (!outcome.ok) return outcome
      return { ...done(outcome.spoken, { output: { undone: action.summary, tool: action.tool } }), undoes: action.id }
    },
  }
  return [last]
}
