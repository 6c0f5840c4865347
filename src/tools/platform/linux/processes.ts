import fs from 'node:fs'
import path from 'node:path'

export interface RunningProcess {
  id: number
  parentId: number
  /** Resolved path of the program; empty when it is another user's. */
  executable: string
  args: string[]
}

/** The living processes of this user, from /proc; zombies are left out, they have ended. */
export function ownProcesses(): RunningProcess[] {
  const user = process.getuid?.()
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((name) => readProcess(name, user))
    .filter((found) => found !== undefined)
}

function readProcess(name: string, user: number | undefined): RunningProcess | undefined {
  const folder = `/proc/${name}`
  try {
    if (fs.statSync(folder).uid !== user) return undefined
    // The second field is the name in brackets, and may hold spaces and brackets itself.
    const stat = fs.readFileSync(`${folder}/stat`, 'utf8')
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (state === 'Z' || state === 'X') return undefined
    const args = fs.readFileSync(`${folder}/cmdline`, 'utf8').split('\0').slice(0, -1)
    return { id: Number(name), parentId: Number(parent), executable: executableOf(folder), args }
  } catch {
    // It ended while it was looked at.
    return undefined
  }
}

function executableOf(folder: string): string {
  try {
    return fs.readlinkSync(`${folder}/exe`).replace(/ \(deleted\)$/, '')
  } catch {
    return ''
  }
}

export function isAlive(id: number): boolean {
  try {
    process.kill(id, 0)
    return fs.readFileSync(`/proc/${id}/stat`, 'utf8').match(/\) [ZX] /) === null
  } catch {
    return false
  }
}

/** Programs that run other programs: two processes of one are not the same application. */
const interpreters =
  /^(?:(?:ba|da|z|fi|k)?sh|env|python[\d.]*|perl|ruby|node|java|gjs(?:-console)?|flatpak|snap|bwrap|electron\d*|mono|wine.*)$/

/** @param program absolute path of what the application's entry starts, links resolved; @param args its fixed arguments */
export function isProcessOf(found: RunningProcess, program: string, args: readonly string[]): boolean {
  const real = (file: string) => {
    try {
      return fs.realpathSync(file)
    } catch {
      return file
    }
  }
  const fixed = args.filter((text) => !text.startsWith('-'))
  if (interpreters.test(path.basename(program))) {
    return found.executable === program && fixed.length > 0 && fixed.every((text) => found.args.includes(text))
  }
  if (found.executable === program) return true
  if (!isScript(program)) return false
  // A script shows its interpreter as the program and itself as an argument; one that starts a binary often names it alike.
  const itself = found.args.slice(0, 2).some((text) => path.isAbsolute(text) && real(text) === program)
  return itself || path.basename(found.executable) === path.basename(program)
}

/** Whether a program is a script: what it starts may run under another name. */
export function isScript(program: string): boolean {
  try {
    const file = fs.openSync(program, 'r')
    const start = Buffer.alloc(2)
    fs.readSync(file, start, 0, 2, 0)
    fs.closeSync(file)
    return start.toString() === '#!'
  } catch {
    return false
  }
}

/** Of a family of processes the ones at the top: their children end with them. */
export function roots(processes: readonly RunningProcess[]): RunningProcess[] {
  const ids = new Set(processes.map((found) => found.id))
  return processes.filter((found) => !ids.has(found.parentId))
}
