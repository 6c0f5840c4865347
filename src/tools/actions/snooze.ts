import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { timerName } from '../scheduler/ring.ts'
import { spokenDuration } from '../spoken/durations.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'
import { undoSetting } from './timer-choice.ts'

const snoozeInput = z.strictObject({
  durationSeconds: z.number().min(10).max(86_400).optional().describe('For how long; ten minutes when absent'),
})
const usualSeconds = 600

/** time.snooze. */
export function createSnoozeTool({ scheduler }: ToolServices): Tool<z.infer<typeof snoozeInput>> {
  return {
    name: 'time.snooze',
    tier: 'reversible',
    summary: 'Lets the timer, alarm or reminder that rang last ring again after a while.',
    schema: snoozeInput,
    timeoutMs: 5000,
    describe: ({ durationSeconds = usualSeconds }) => `Ring again in ${spokenDuration(durationSeconds * 1000)}.`,
    async run({ durationSeconds = usualSeconds }) {
      const again = scheduler.snooze(durationSeconds * 1000)
      if (again === undefined) throw new SamError('nothing-rang', 'Nothing has rung just now.')
      const what = again.kind === 'reminder' ? 'I will remind you again' : `The ${called(again)} rings again`
      return done(`${what} in ${spokenDuration(durationSeconds * 1000)}.`, {
        output: { id: again.id },
        receipt: { ids: [again.id] },
      })
    },
    undo: undoSetting(scheduler),
  }
}

function called(timer: Parameters<typeof timerName>[0]): string {
  return timer.name === undefined ? timer.kind : timerName(timer)
}
