import { z } from 'zod'
import { done, type Tool } from '../tool.ts'
import { type LevelInput, levelChange, levelInput, levelReceipt, receiptOf } from './level-change.ts'
import type { ToolServices } from './services.ts'

const muteInput = z.strictObject({ muted: z.boolean().default(true).describe('False switches the sound on again') })
const muteReceipt = z.object({ muted: z.boolean() })

/** sound.volume, sound.mute. */
export function createSoundTools({ platform }: ToolServices): Tool[] {
  const { sound } = platform

  const volume: Tool<LevelInput> = {
    name: 'sound.volume',
    tier: 'reversible',
    summary: 'Sets the volume of the sound output, or makes it louder or quieter.',
    schema: levelInput('The volume to set, 0 to 100'),
    timeoutMs: 10_000,
    describe({ level, delta = 0 }) {
      if (level !== undefined) return `Set the volume to ${Math.round(level)} percent.`
      return `Turn the volume ${delta < 0 ? 'down' : 'up'} by ${Math.abs(Math.round(delta))} percent.`
    },
    async run({ level, delta = 0 }, { signal }) {
      const change = levelChange({ level, delta })
      const { before, after } = await sound.setVolume(change, signal)
      const shown = after ?? (level === undefined ? undefined : Math.round(level))
      const spoken = shown === undefined ? `Volume ${delta < 0 ? 'down' : 'up'}.` : `Volume ${shown} percent.`
      return done(spoken, { output: shown === undefined ? {} : { level: shown }, ...receiptOf(change, before) })
    },
    async undo(receipt, { signal }) {
      const back = levelReceipt.parse(receipt)
      await sound.setVolume(back, signal)
      return done('level' in back ? `The volume is back at ${back.level} percent.` : 'I changed the volume back.')
    },
  }

  const mute: Tool<z.infer<typeof muteInput>> = {
    name: 'sound.mute',
    tier: 'reversible',
    summary: 'Mutes the sound output, or switches it on again.',
    schema: muteInput,
    timeoutMs: 10_000,
    describe: ({ muted }) => (muted ? 'Mute the sound.' : 'Switch the sound on.'),
    async run({ muted }, { signal }) {
      const { before } = await sound.setMuted(muted, signal)
      const receipt = before === undefined ? {} : { receipt: { muted: before } }
      return done(muted ? 'Muted.' : 'The sound is on.', { output: { muted }, ...receipt })
    },
    async undo(receipt, { signal }) {
      const { muted } = muteReceipt.parse(receipt)
      await sound.setMuted(muted, signal)
      return done(muted ? 'Muted again.' : 'The sound is on again.')
    },
  }

  return [volume, mute]
}
