import { SamError } from '../../../core/errors.ts'
import type { WebPort } from '../port.ts'
import type { MacPrograms } from './mac-programs.ts'

export function createMacWeb(programs: MacPrograms): WebPort {
  return {
    async open(url, signal) {
      const result = await programs.run('open', [url], { timeoutMs: 8000, signal })
      if (result.exitCode !== 0)
        throw new SamError('open-failed', 'The browser could not be opened.', { cause: new Error(result.stderr) })
    },
  }
}
