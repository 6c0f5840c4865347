import { defineCommand } from '../command.ts'
import { withSam } from '../open-sam.ts'
import { runTool } from '../run-tool.ts'

export const command = defineCommand({
  name: 'undo',
  summary: 'take the last action back, where that is possible',
  options: { approve: { type: 'flag', summary: 'yes to what SAM would ask about first' } },
  async run(context, { options: { approve } }) {
    return withSam(context, async (sam) => {
      const { spoken, output } = await runTool(sam, context, 'undo.last', {}, approve)
      context.output.emit({ type: 'undone', spoken, output }, spoken)
      return 0
    })
  },
})
