import { z } from 'zod'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const switchInput = z.strictObject({ enabled: z.boolean().describe('True switches it on, false off') })
const switchReceipt = z.object({ enabled: z.boolean() })

/** system.wifi, system.bluetooth. */
export function createRadioTools({ platform }: ToolServices): Tool[] {
  const { radios } = platform
  const radio = (
    name: string,
    shown: string,
    loses: string,
    set: (on: boolean, signal: AbortSignal) => Promise<{ before: boolean | undefined }>,
  ): Tool<z.infer<typeof switchInput>> => ({
    name,
    tier: 'confirm',
    summary: `Switches ${shown} on or off.`,
    schema: switchInput,
    timeoutMs: 20_000,
    describe: ({ enabled }) => (enabled ? `Switch ${shown} on.` : `Switch ${shown} off. ${loses}`),
    async run({ enabled }, { signal }) {
      const { before } = await set(enabled, signal)
      const receipt = before === undefined || before === enabled ? {} : { receipt: { enabled: before } }
      return done(`${shown} is ${enabled ? 'on' : 'off'}.`, { output: { enabled }, ...receipt })
    },
    async undo(receipt, { signal }) {
      const { enabled } = switchReceipt.parse(receipt)
      await set(enabled, signal)
      return done(`${shown} is ${enabled ? 'on' : 'off'} again.`)
    },
  })
  return [
    radio('system.wifi', 'Wi-Fi', 'The connection may be lost.', (on, signal) => radios.setWifi(on, signal)),
    radio('system.bluetooth', 'Bluetooth', 'Keyboard, mouse and headphones may stop working.', (on, signal) =>
      radios.setBluetooth(on, signal),
    ),
  ]
}
