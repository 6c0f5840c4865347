import path from 'node:path'
import { SamError } from '../../../core/errors.ts'

/** How a file is turned away: `why` continues "me.pth …". */
export type Refuse = (why: string, options?: { remedy?: string; cause?: unknown }) => SamError

/** Error `voice-file-refused`; without a remedy of its own it says what to give instead. */
export function refusalOf(file: string): Refuse {
  const name = path.basename(file)
  return (why, options = {}) =>
    new SamError('voice-file-refused', `${name} ${why}.`, {
      remedy: 'Give the small .pth file of an RVC voice.',
      ...options,
    })
}
