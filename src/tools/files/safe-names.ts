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

/** Folders that the system made in every home. */
const madeBySystem = new Set(
  'Applications Desktop Documents Downloads Library Movies Music Pictures Public Videos Templates'.split(' '),
)

/** What lies on a disk that was plugged in, not the disk itself, and temporary files. */
const otherPlaces =
  /^\/(?:(?:Volumes|mnt|media|media\/[^/]+|run\/media\/[^/]+)\/[^/]+|tmp|private\/tmp|(?:private\/)?var\/folders\/[^/]+)\/./

/** What SAM neither moves nor throws away, however it is asked. Error `file-protected`. */
export function refuseProtected(file: string, home: string): void {
  const inHome = path.relative(home, file)
  const name = path.basename(file) || file
  if (inHome.startsWith('..') || path.isAbsolute(inHome)) {
    if (otherPlaces.test(file)) return
    throw new SamError(
      'file-protected',
      `I leave ${name} alone: it is neither in your own folder nor on a disk of yours.`,
    )
  }
  const [top = ''] = inHome.split('/')
  if (madeBySystem.has(inHome) || inHome === '' || top === 'Library' || top.startsWith('.')) {
    throw new SamError('file-protected', `I leave ${name} alone: it belongs to the system.`)
  }
}
