import fs from 'node:fs/promises'
import { SamError } from '../../../core/errors.ts'
import type { CaptureKind, ScreenPort } from '../machine-port.ts'
import type { MacPrograms } from './mac-programs.ts'

/** -x is silent; -o leaves the shadow of a window out. */
const options: Record<CaptureKind, readonly string[]> = {
  screen: ['-x'],
  window: ['-x', '-o', '-i', '-W'],
  selection: ['-x', '-i', '-s'],
}

export function createMacScreen(programs: MacPrograms): ScreenPort {
  return {
    async capture(kind, file, signal) {
      const args = [...options[kind], '-t', 'png', file]
      const result = await programs.run('screencapture', args, { timeoutMs: 80_000, signal })
      const written = await fs.stat(file).then(
        ({ size }) => size > 0,
        () => false,
      )
      if (result.exitCode === 0 && written) return
      if (kind !== 'screen' && !written) throw new SamError('cancelled', 'No picture was taken.', { kind: 'cancelled' })
      throw new SamError('screen-not-allowed', 'macOS did not let me take a picture of the screen.', {
        kind: 'missing',
        remedy: 'Allow SAM in System Settings, Privacy and Security, Screen Recording.',
        cause: new Error(result.stderr),
      })
    },
  }
}
