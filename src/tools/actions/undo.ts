import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

/** "Undo that" means something the user still has in mind. */
const undoableForMs = 24 * 3_600_000

/** `turnId`: of this turn only; the session takes back what was done for the beginning of a request. */
interface Which {
  turnId?: string | undefined
}

/** undo.last. */
export function createUndoTools({ audit, toolNamed }: ToolServices): Tool[] {
  const lastUndoable = (now: Date, { turnId }: Which) => {
    const action = audit.lastUndoable(new Date(now.getTime() - undoableForMs), turnId)
    if (action === undefined) throw new SamError('nothing-to-undo', 'There is nothing that I could undo.')
    return action
  }
  const last: Tool<Which> = {
    name: 'undo.last',
    tier: 'reversible',
    summary: 'Takes back the last action that can be taken back.',
    schema: z.strictObject({ turnId: z.string().optional().describe('For SAM itself: leave this out') }),
    timeoutMs: 30_000,
    describe: () => 'Undo the last action.',
    async prepare(input, { now }) {
      return { input, sentence: `Undo this: ${lastUndoable(now, input).summary}` }
    },
    async run(input, context) {
      const action = lastUndoable(context.now, input)
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
