import { spawn } from 'node:child_process'
import { SamError } from '../../../core/errors.ts'
import { notAvailableHere } from '../../failure.ts'
import { findProgram, pathFolders } from '../find-program.ts'
import { type ProgramResult, runProgram } from '../process.ts'

/** The programs this machine has, run in the English of programmers so that their answers can be read. */
export interface LinuxTools {
  readonly environment: Record<string, string | undefined>
  find(name: string): string | undefined
  /** The first of these that is installed. Error `not-available-here`, which names the package. */
  first<Name extends string>(names: readonly Name[], what: string, packageName: string): Name
  /** Any exit code is an answer. Errors: those of `runProgram`, `program-missing`. */
  run(name: string, args: readonly string[], signal: AbortSignal, options?: RunOptions): Promise<ProgramResult>
  /** Hands text to a program that goes on in the background to keep it, as clipboard programs do. */
  hand(name: string, args: readonly string[], text: string, signal: AbortSignal): Promise<void>
  /** What it printed; a failing program is the error `program-failed`, told as `what`. */
  read(name: string, args: readonly string[], what: string, signal: AbortSignal): Promise<string>
}

interface RunOptions {
  timeoutMs?: number
  input?: string
}

export function createLinuxTools(environment: Record<string, string | undefined>): LinuxTools {
  const folders = pathFolders(environment['PATH'])
  const find = (name: string) => findProgram(name, folders)
  const run: LinuxTools['run'] = (name, args, signal, { timeoutMs = 5000, input } = {}) => {
    const file = find(name)
    if (file === undefined)
      throw new SamError('program-missing', `${name} is not on this machine.`, { kind: 'missing' })
    const english = { ...environment, LC_ALL: 'C.UTF-8' }
    return runProgram(file, args, {
      timeoutMs,
      signal,
      environment: english,
      ...(input === undefined ? {} : { input }),
    })
  }
  return {
    environment,
    find,
    first(names, what, packageName) {
      const found = names.find((name) => find(name) !== undefined)
      if (found === undefined) throw notAvailableHere(what, names.join(' or '), packageName)
      return found
    },
    run,
    hand: (name, args, text, signal) => {
      const file = find(name)
      if (file === undefined)
        throw new SamError('program-missing', `${name} is not on this machine.`, { kind: 'missing' })
      return handOver(file, args, text, { environment, signal })
    },
    async read(name, args, what, signal) {
      const result = await run(name, args, signal)
      if (result.exitCode === 0) return result.stdout
      throw new SamError('program-failed', `${what} did not work: ${lastLine(result.stderr) || `${name} failed`}.`, {
        cause: new Error(result.stderr),
      })
    },
  }
}

/** Its outputs go nowhere: the part that stays behind would hold a pipe open, and SAM would wait for it for ever. */
function handOver(
  file: string,
  args: readonly string[],
  text: string,
  { environment, signal }: { environment: Record<string, string | undefined>; signal: AbortSignal },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { env: environment, signal, stdio: ['pipe', 'ignore', 'ignore'] as ['pipe', 'ignore', 'ignore'] }
    const child = spawn(file, args, { ...options, timeout: 5000 })
    child.on('error', reject)
    child.stdin.on('error', () => undefined)
    child.on('exit', (code) => {
      if (code === 0) resolve()
      else reject(new SamError('clipboard-unreachable', 'The clipboard does not answer. There may be no screen here.'))
    })
    child.stdin.end(text)
  })
}

function lastLine(text: string): string {
  return (text.trim().split('\n').at(-1) ?? '').slice(0, 160).replace(/\.$/, '')
}
