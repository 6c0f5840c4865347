import { z } from 'zod'
import { done, type Tool } from '../tool.ts'
import { type LevelInput, levelChange, levelInput } from './level-change.ts'
import type { ToolServices } from './services.ts'

const outputInput = z.strictObject({
  name: z.string().trim().min(1).max(120).describe('Name of the device, for example "MacBook speakers" or "AirPods"'),
})
const levelReceipt = z.object({ level: z.number() })
const outputReceipt = z.object({ name: z.string() })

/** sound.input-level, sound.output-device. */
export function createAudioDeviceTools({ platform }: ToolServices): Tool[] {
  const { audioDevices } = platform

  const input: Tool<LevelInput> = {
    name: 'sound.input-level',
    tier: 'reversible',
    summary: 'Sets how loud the microphone is taken in, or makes it louder or quieter.',
    schema: levelInput('The level of the microphone to set, 0 to 100'),
    timeoutMs: 10_000,
    describe({ level, delta = 0 }) {
      if (level !== undefined) return `Set the microphone to ${Math.round(level)} percent.`
      return `Turn the microphone ${delta < 0 ? 'down' : 'up'} by ${Math.abs(Math.round(delta))} percent.`
    },
    async run(wanted, { signal }) {
      const { before, after } = await audioDevices.setInputLevel(levelChange(wanted), signal)
      const shown = after ?? wanted.level
      return done(shown === undefined ? 'I changed the microphone.' : `Microphone ${Math.round(shown)} percent.`, {
        output: shown === undefined ? {} : { level: Math.round(shown) },
        ...(before === undefined ? {} : { receipt: { level: before } }),
      })
    },
    async undo(receipt, { signal }) {
      const { level } = levelReceipt.parse(receipt)
      await audioDevices.setInputLevel({ level }, signal)
      return done(`The microphone is back at ${level} percent.`)
    },
  }

  const output: Tool<z.infer<typeof outputInput>> = {
    name: 'sound.output-device',
    tier: 'reversible',
    summary: 'Lets the sound come out of another device.',
    schema: outputInput,
    timeoutMs: 15_000,
    describe: ({ name }) => `Let the sound come out of ${name}.`,
    async run({ name }, { signal }) {
      const { before, after } = await audioDevices.setOutput(name, signal)
      return done(`The sound comes out of ${after}.`, {
        output: { name: after },
        ...(before === undefined || before === after ? {} : { receipt: { name: before } }),
      })
    },
    async undo(receipt, { signal }) {
      const { after } = await audioDevices.setOutput(outputReceipt.parse(receipt).name, signal)
      return done(`The sound comes out of ${after} again.`)
    },
  }

  return [input, output]
}
