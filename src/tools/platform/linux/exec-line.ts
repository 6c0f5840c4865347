import { SamError } from '../../../core/errors.ts'
import type { DesktopEntry } from './desktop-entry.ts'

/**
 * Splits an Exec value into arguments by the quoting rules of the Desktop Entry Specification (chapter "The Exec key").
 * There is no shell: `$`, backquote, `;` and the like are plain characters. Error `desktop-entry-invalid`.
 */
function splitExec(exec: string): { text: string; quoted: boolean }[] {
  const parts: { text: string; quoted: boolean }[] = []
  let index = 0
  while (index < exec.length) {
    const character = exec.charAt(index)
    if (/\s/.test(character)) {
      index += 1
    } else if (character === '"') {
      const { text, end } = readQuoted(exec, index + 1)
      parts.push({ text, quoted: true })
      index = end
    } else {
      const end = index + (exec.slice(index).match(/^[^\s"]+/)?.[0].length ?? 1)
      parts.push({ text: exec.slice(index, end), quoted: false })
      index = end
    }
  }
  return parts
}

function readQuoted(exec: string, start: number): { text: string; end: number } {
  let text = ''
  for (let index = start; index < exec.length; index += 1) {
    const character = exec.charAt(index)
    if (character === '"') return { text, end: index + 1 }
    if (character === '\\' && '"`$\\'.includes(exec.charAt(index + 1) || ' ')) {
      index += 1
      text += exec.charAt(index)
    } else {
      text += character
    }
  }
  throw new SamError('desktop-entry-invalid', 'A quote in the Exec line of this application is never closed.')
}

/** Field codes that stand for nothing when an application is opened without a file, and the deprecated ones. */
const emptyCodes = new Set(['f', 'F', 'u', 'U', 'd', 'D', 'n', 'N', 'v', 'm'])

/** The program and its arguments as they are started: no files are passed, `%i %c %k` are filled. */
export function commandOf(entry: DesktopEntry): { program: string; args: string[] } {
  const words = splitExec(entry.exec).flatMap(({ text, quoted }) => (quoted ? [text] : expand(text, entry)))
  const [program, ...args] = words
  if (program === undefined || program === '') {
    throw new SamError('desktop-entry-invalid', `The desktop entry of ${entry.name} names no program.`)
  }
  return { program, args }
}

function expand(word: string, entry: DesktopEntry): string[] {
  if (word === '%i') return entry.icon === undefined ? [] : ['--icon', entry.icon]
  if (/^%[fFuUdDnNvm]$/.test(word)) return []
  const filled = word.replace(/%(.)/g, (whole, code: string) => {
    if (code === '%') return '%'
    if (code === 'c') return entry.name
    if (code === 'k') return entry.file
    return emptyCodes.has(code) ? '' : whole
  })
  return [filled]
}
