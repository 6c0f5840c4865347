import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { spokenDuration } from '../spoken/durations.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

/** system.battery. */
export function createSystemTools({ platform }: ToolServices): Tool[] {
  const battery: Tool<Record<string, never>> = {
    name: 'system.battery',
    tier: 'read',
    summary: 'Tells how full the battery is.',
    schema: z.strictObject({}),
    timeoutMs: 8000,
    describe: () => 'Tell how full the battery is.',
    async run(_, { signal }) {
      const found = await platform.system.battery(signal)
      if (found.state === 'none') return done('This machine has no battery.', { output: found })
      if (found.state === 'unknown') throw new SamError('battery-unknown', 'I cannot tell how full the battery is.')
      const left = found.minutesLeft === undefined ? undefined : spokenDuration(found.minutesLeft * 60_000)
      const state = {
        full: 'and full',
        charging: left === undefined ? 'and charging' : `and charging, full in about ${left}`,
        discharging: left === undefined ? 'and not charging' : `with about ${left} left`,
      }[found.state]
      return done(`The battery is at ${found.percent} percent ${state}.`, { output: found })
    },
  }
  return [battery]
}
