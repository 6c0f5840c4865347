import { z } from 'zod'
import type { Tier } from '../../core/events.ts'
import type { PowerCommand } from '../platform/machine-port.ts'
import { spokenDuration } from '../spoken/durations.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

interface PowerWords {
  command: PowerCommand
  tier: Tier
  summary: string
  sentence: string
  spoken: string
}

const commands: readonly PowerWords[] = [
  {
    command: 'sleep',
    tier: 'confirm',
    summary: 'Puts the machine to sleep.',
    sentence: 'Put the machine to sleep.',
    spoken: 'Good night.',
  },
  {
    command: 'display-sleep',
    tier: 'reversible',
    summary: 'Switches the screen off until a key is pressed.',
    sentence: 'Switch the screen off.',
    spoken: 'Screen off.',
  },
  {
    command: 'lock',
    tier: 'reversible',
    summary: 'Locks the screen.',
    sentence: 'Lock the screen.',
    spoken: 'Locked.',
  },
  {
    command: 'restart',
    tier: 'strong-confirm',
    summary: 'Restarts the machine.',
    sentence: 'Restart the machine. Applications are asked to quit first.',
    spoken: 'Restarting. An application may still ask about unsaved work.',
  },
  {
    command: 'shut-down',
    tier: 'strong-confirm',
    summary: 'Shuts the machine down.',
    sentence: 'Shut the machine down. Applications are asked to quit first.',
    spoken: 'Shutting down. An application may still ask about unsaved work.',
  },
  {
    command: 'log-out',
    tier: 'strong-confirm',
    summary: 'Logs the user out.',
    sentence: 'Log you out. Applications are asked to quit first.',
    spoken: 'Logging out. An application may still ask about unsaved work.',
  },
]

const awakeInput = z.strictObject({
  durationSeconds: z.number().int().min(60).max(86_400).default(7200).describe('How long; two hours when absent'),
})
const awakeReceipt = z.object({ processId: z.number().int().positive() })

/** power.sleep, power.display-sleep, power.lock, power.restart, power.shut-down, power.log-out, power.keep-awake. */
export function createPowerTools({ platform }: ToolServices): Tool[] {
  const { power } = platform
  const plain = commands.map(
    ({ command, tier, summary, sentence, spoken }): Tool<Record<string, never>> => ({
      name: `power.${command}`,
      tier,
      summary,
      schema: z.strictObject({}),
      timeoutMs: 20_000,
      describe: () => sentence,
      async run(_, { signal }) {
        await power.command(command, signal)
        return done(spoken)
      },
    }),
  )

  const keepAwake: Tool<z.infer<typeof awakeInput>> = {
    name: 'power.keep-awake',
    tier: 'reversible',
    summary: 'Keeps the machine and its screen from going to sleep for a while.',
    schema: awakeInput,
    timeoutMs: 10_000,
    describe: ({ durationSeconds }) => `Stay awake for ${spokenDuration(durationSeconds * 1000)}.`,
    async run({ durationSeconds }, { signal }) {
      const { processId } = await power.keepAwake(durationSeconds, signal)
      return done(`I keep the machine awake for ${spokenDuration(durationSeconds * 1000)}.`, {
        output: { durationSeconds },
        ...(processId > 0 ? { receipt: { processId } } : {}),
      })
    },
    async undo(receipt, { signal }) {
      const ended = await power.letSleep(awakeReceipt.parse(receipt).processId, signal)
      return done(ended ? 'The machine may sleep again.' : 'That had ended already.')
    },
  }

  return [...plain, keepAwake]
}
