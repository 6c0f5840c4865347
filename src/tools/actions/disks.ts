import { z } from 'zod'
import { SamError, toSamError } from '../../core/errors.ts'
import { oneNamed } from '../platform/one-named.ts'
import { spokenList } from '../spoken/lists.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const ejectInput = z.strictObject({
  name: z.string().trim().min(1).max(200).optional().describe('Name of the disk; the only one when absent'),
  all: z.boolean().default(false).describe('Every disk that can be taken out'),
})
type Input = z.infer<typeof ejectInput> & { names?: string[] }

/** disks.eject. Cannot be undone from here: the disk has to be plugged in again. */
export function createDiskTools({ platform }: ToolServices): Tool[] {
  const { disks } = platform

  const eject: Tool<Input> = {
    name: 'disks.eject',
    tier: 'confirm',
    // Whoever made the disk chose its name.
    taints: true,
    summary: 'Ejects a disk, stick, card or disk image, so that it can be taken out.',
    schema: ejectInput,
    timeoutMs: 70_000,
    describe: ({ name, all }) => (all ? 'Eject every disk that can be taken out.' : `Eject ${name ?? 'the disk'}.`),
    async prepare({ name, all }, { signal }) {
      const found = await disks.ejectable(signal)
      if (found.length === 0) throw new SamError('disk-missing', 'No disk is there that can be taken out.')
      if (!all && name === undefined && found.length > 1) {
        throw new SamError('disk-ambiguous', `There are ${found.length}: ${spokenList(found)}. Which one?`)
      }
      const names = all || name === undefined ? found : [oneNamed(found, name, 'disk', 'disk')]
      return { input: { all, names }, target: spokenList(names), sentence: `Eject ${spokenList(names)}.` }
    },
    async run({ names = [] }, { signal }) {
      const out: string[] = []
      let held: SamError | undefined
      for (const name of names) {
        try {
          await disks.eject(name, signal)
          out.push(name)
        } catch (thrown) {
          signal.throwIfAborted()
          held ??= toSamError(thrown)
        }
      }
      const free = `You can take ${spokenList(out)} out now.`
      if (held === undefined) return done(free, { output: { names } })
      const { code, message, remedy } = held
      throw new SamError(
        code,
        out.length === 0 ? message : `${free} ${message}`,
        remedy === undefined ? {} : { remedy },
      )
    },
  }
  return [eject]
}
