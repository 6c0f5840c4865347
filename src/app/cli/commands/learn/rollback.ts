import { defineCommand } from '../../command.ts'
import { withNight } from './with-night.ts'

export const rollback = defineCommand({
  name: 'rollback',
  summary: 'go back to what answered before the last adapter was taken into use',
  examples: ['sam learn rollback'],
  async run(context) {
    return withNight(context, async ({ registry, nights, clock }) => {
      const { from, to } = registry.rollBack(clock.wallTime())
      nights.takeBack(from, 'you asked for it')
      context.output.emit({ type: 'adapter', current: to, before: from }, `${to ?? 'The bare model'} answers again.`)
      return 0
    })
  },
})
