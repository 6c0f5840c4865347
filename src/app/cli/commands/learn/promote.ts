import { SamError } from '../../../../core/errors.ts'
import { defineCommand } from '../../command.ts'
import { withNight } from './with-night.ts'

export const promote = defineCommand({
  name: 'promote',
  summary: 'take an adapter into use that passed its evaluation',
  arguments: { '<adapter>': 'its name, as "sam learn status" and "sam learn night" tell it' },
  options: { anyway: { type: 'flag', summary: 'also one that did not pass' } },
  examples: ['sam learn promote night-2026-01-31-1'],
  async run(context, { arguments: [id = ''], options: { anyway } }) {
    return withNight(context, async ({ registry, clock }) => {
      const { manifest } = registry.get(id)
      if (!manifest.promote && !anyway) {
        throw new SamError('adapter-not-proven', `${id} did not pass: ${manifest.reasons.join('; ')}.`, {
          kind: 'refused',
          remedy: `sam learn promote ${id} --anyway`,
        })
      }
      await registry.promote(id, clock.wallTime())
      context.output.emit({ type: 'adapter', current: id }, `${id} answers from now on.`)
      return 0
    })
  },
})
