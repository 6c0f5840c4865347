import path from 'node:path'
import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { localTime } from '../../core/local-time.ts'
import type { CaptureKind } from '../platform/machine-port.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const captureInput = z.strictObject({
  kind: z
    .enum(['screen', 'window', 'selection'])
    .default('screen')
    .describe('The whole screen, or a window or a part of it that the user then points at'),
})
const captureReceipt = z.object({ path: z.string() })
const shownKind: Record<CaptureKind, string> = {
  screen: 'the whole screen',
  window: 'a window that you click',
  selection: 'a part of the screen that you mark',
}

/** screen.capture. */
export function createScreenTools({ platform }: ToolServices): Tool[] {
  const { fileChanges, screen } = platform

  /** The desktop, where the system itself puts pictures of the screen. */
  const folder = async (): Promise<string> => {
    for (const place of [path.join(fileChanges.home, 'Desktop'), fileChanges.home]) {
      const found = await fileChanges.locate(place).catch(() => undefined)
      if (found !== undefined) return found.path
    }
    throw new SamError('folder-not-found', 'There is no folder to put the picture into.')
  }

  const capture: Tool<z.infer<typeof captureInput>> = {
    name: 'screen.capture',
    tier: 'confirm',
    summary: 'Takes a picture of the screen and puts it on the desktop.',
    schema: captureInput,
    timeoutMs: 90_000,
    taints: true,
    describe: ({ kind }) => `Take a picture of ${shownKind[kind]}.`,
    async run({ kind }, { now, callId, signal }) {
      const moment = localTime(now).replace('T', ' at ').replaceAll(':', '.')
      const where = await folder()
      const plain = path.join(where, `Screen ${moment}.png`)
      const taken = platform.kind !== 'recording' && (await exists(plain))
      const file = taken ? path.join(where, `Screen ${moment} ${callId.replace(/\W/g, '')}.png`) : plain
      await screen.capture(kind, file, signal)
      return done(`The picture is in ${path.basename(where)}.`, { output: { path: file }, receipt: { path: file } })
    },
    async undo(receipt, { signal }) {
      await fileChanges.trash(captureReceipt.parse(receipt).path, signal)
      return done('The picture is in the trash.')
    },
  }

  const exists = (file: string) =>
    fileChanges.locate(file).then(
      () => true,
      () => false,
    )

  return [capture]
}
