import path from 'node:path'
import { SamError } from '../../core/errors.ts'

/** A name for a file in its folder. Error `name-not-possible`. */
export function safeFileName(name: string): string {
  const trimmed = name.trim()
  const impossible = trimmed === '' || trimmed === '.' || trimmed === '..' || /[/\0]/.test(trimmed)
  if (impossible || Buffer.byteLength(trimmed) > 255) {
    throw new SamError('name-not-possible', `A file cannot be called ${trimmed.slice(0, 40) || 'nothing'}.`)
  }
  // A leading dot would hide the file from the user.
  if (trimmed.startsWith('.')) throw new SamError('name-not-possible', 'A name that begins with a dot hides the file.')
  return trimmed
}

/** A new name keeps the old ending when it says none: "final report" for report.pdf is "final report.pdf". */
export function renamed(old: string, name: string, folder: boolean): string {
  const safe = safeFileName(name)
  const ending = path.extname(old)
  return folder || ending === '' || /\.[a-z0-9]{1,5}$/i.test(safe) ? safe : `${safe}${ending}`
}

/** The home folder and the folders directly in it that the system made, and everything outside of homes, disks and temporary folders. */
const madeBySystem = new Set(
  'Applications Desktop Documents Downloads Library Movies Music Pictures Public Videos Templates'.split(' '),
)

/** What SAM neither moves nor throws away, however it is asked. Error `file-protected`. */
export function refuseProtected(file: string, home: string): void {
  const inHome = path.relative(home, file)
  const outside = inHome.startsWith('..') || path.isAbsolute(inHome)
  const own = outside
    ? !/^\/(?:Volumes|media|mnt|run\/media|tmp|private\/tmp|var\/folders|private\/var\/folders|recorded)\/[^/]+/.test(
        file,
      )
    : inHome === '' ||
      madeBySystem.has(inHome) ||
      inHome.split('/')[0] === 'Library' ||
      inHome.split('/')[0]?.startsWith('.')
  if (own)
    throw new SamError('file-protected', `I leave ${path.basename(file) || file} alone: it belongs to the system.`)
}
