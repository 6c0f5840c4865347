import { randomUUID } from 'node:crypto'
import { SamError } from '../../../core/errors.ts'
import { exitCodeOf } from '../../../core/exit-codes.ts'
import { defineCommand } from '../command.ts'
import { withSam } from '../open-sam.ts'
import { terminalConsent } from '../terminal-consent.ts'

export const command = defineCommand({
  name: 'undo',
  summary: 'take the last action back, where that is possible',
  options: { approve: { type: 'flag', summary: 'yes to what SAM would ask about first' } },
  async run(context, { options: { approve } }) {
    return withSam(context, async ({ tools }) => {
      const ask = terminalConsent(context)
      const result = await tools.runner.run(
        { callId: randomUUID(), tool: 'undo.last', input: {} },
        {
          turnId: randomUUID(),
          origin: 'command-line',
          tainted: false,
          dryRun: false,
          approveConfirm: approve,
          signal: context.signal,
          ...(ask === undefined ? {} : { ask }),
        },
      )
      if (!result.ok) {
        const kind = result.refused === true ? 'refused' : 'failed'
        const remedy = result.remedy === undefined ? {} : { remedy: result.remedy }
        context.output.fail(new SamError(result.code, result.spoken, { kind, ...remedy }))
        return exitCodeOf[kind]
      }
      context.output.emit({ type: 'undone', spoken: result.spoken, output: result.output }, result.spoken)
      return 0
    })
  },
})
