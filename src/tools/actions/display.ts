import { z } from 'zod'
import { done, type Tool } from '../tool.ts'
import { type LevelInput, levelChange, levelInput, levelReceipt, receiptOf } from './level-change.ts'
import type { ToolServices } from './services.ts'

const darkInput = z.strictObject({ enabled: z.boolean().default(true).describe('False switches to the light look') })
const darkReceipt = z.object({ enabled: z.boolean() })

/** display.brightness, display.dark-mode. */
export function createDisplayTools({ platform }: ToolServices): Tool[] {
  const { display } = platform

  const brightness: Tool<LevelInput> = {
    name: 'display.brightness',
    tier: 'reversible',
    summary: 'Sets the brightness of the screen, or makes it brighter or darker.',
    schema: levelInput('The brightness to set, 0 to 100'),
    timeoutMs: 15_000,
    describe({ level, delta = 0 }) {
      if (level !== undefined) return `Set the brightness to ${Math.round(level)} percent.`
      return `Make the screen ${delta < 0 ? 'darker' : 'brighter'} by ${Math.abs(Math.round(delta))} percent.`
    },
    async run(wanted, { signal }) {
      const change = levelChange(wanted)
      const { before, after } = await display.setBrightness(change, signal)
      const shown = after ?? wanted.level
      const spoken =
        shown === undefined
          ? `The screen is ${(wanted.delta ?? 0) < 0 ? 'darker' : 'brighter'}.`
          : `Brightness ${after === undefined ? 'about ' : ''}${Math.round(shown)} percent.`
      return done(spoken, {
        output: shown === undefined ? {} : { level: Math.round(shown) },
        ...receiptOf(change, before),
      })
    },
    async undo(receipt, { signal }) {
      await display.setBrightness(levelReceipt.parse(receipt), signal)
      return done('The screen is as bright as before.')
    },
  }

  const darkMode: Tool<z.infer<typeof darkInput>> = {
    name: 'display.dark-mode',
    tier: 'reversible',
    summary: 'Switches the dark look of the system on or off.',
    schema: darkInput,
    timeoutMs: 12_000,
    describe: ({ enabled }) => `Switch dark mode ${enabled ? 'on' : 'off'}.`,
    async run({ enabled }, { signal }) {
      const { before } = await display.setDarkMode(enabled, signal)
      const receipt = before === undefined || before === enabled ? {} : { receipt: { enabled: before } }
      return done(`Dark mode is ${enabled ? 'on' : 'off'}.`, { output: { enabled }, ...receipt })
    },
    async undo(receipt, { signal }) {
      const { enabled } = darkReceipt.parse(receipt)
      await display.setDarkMode(enabled, signal)
      return done(`Dark mode is ${enabled ? 'on' : 'off'} again.`)
    },
  }

  return [brightness, darkMode]
}
