import { z } from 'zod'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const focusInput = z.strictObject({
  enabled: z.boolean().default(true).describe('False ends it'),
  name: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .optional()
    .describe('Which focus, for example "Work"; do not disturb when absent'),
})
const focusReceipt = z.object({ enabled: z.boolean(), name: z.string().optional() })

/** focus.set. */
export function createFocusTools({ platform }: ToolServices): Tool[] {
  const set: Tool<z.infer<typeof focusInput>> = {
    name: 'focus.set',
    tier: 'reversible',
    summary: 'Switches do not disturb, or another focus, on or off.',
    schema: focusInput,
    timeoutMs: 40_000,
    describe: ({ enabled, name = 'do not disturb' }) => `Switch ${name} ${enabled ? 'on' : 'off'}.`,
    async run({ enabled, name }, { signal }) {
      const wanted = { enabled, ...(name === undefined ? {} : { name }) }
      const { before, known } = await platform.focus.set(wanted, signal)
      const state = `${name ?? 'Do not disturb'} ${enabled ? 'on' : 'off'}`
      const spoken = known
        ? `${state}.`
        : `I ran your shortcut for ${state.charAt(0).toLowerCase()}${state.slice(1)}. The system does not tell me whether it is.`
      const back = before ?? !enabled
      const receipt = back === enabled ? {} : { receipt: { ...wanted, enabled: back } }
      return done(spoken, { output: wanted, ...receipt })
    },
    async undo(receipt, { signal }) {
      const { enabled, name } = focusReceipt.parse(receipt)
      await platform.focus.set({ enabled, ...(name === undefined ? {} : { name }) }, signal)
      return done(`I switched ${name ?? 'do not disturb'} ${enabled ? 'on' : 'off'} again.`)
    },
  }
  return [set]
}
