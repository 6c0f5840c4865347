import path from 'node:path'
import { type Refuse, SamError } from '../../../core/errors.ts'

/** Error `voice-file-refused`; without a remedy of its own it says what to give instead. */
export function refusalOf(file: string): Refuse {
  const name = path.basename(file)
  return (why, options = {}) =>
    new SamError('voice-file-refused', `${name} ${why}.`, {
      remedy: 'Give the small .pth file of an RVC voice.',
      ...options,
    })
}
