import { SamError } from '../../../core/errors.ts'
import { findProgram, pathFolders } from '../find-program.ts'
import { launch } from '../launch.ts'
import { type ProgramResult, runProgram } from '../process.ts'

type Environment = Record<string, string | undefined>

/** An app started from the Dock has no PATH that holds them. */
const homebrew = ['/opt/homebrew/bin', '/usr/local/bin']

export interface MacPrograms {
  /** True when a stand-in for this program lies in SAM_MACOS_BIN. */
  hasStandIn(name: string): boolean
  /** Runs a program of macOS with these arguments. Errors: those of `runProgram`, and `program-missing` off a Mac. */
  run(
    name: string,
    args: readonly string[],
    options: { timeoutMs: number; signal: AbortSignal; input?: string; environment?: Record<string, string> },
  ): Promise<ProgramResult>
}

/** What those need who also use programs that are not Apple's, or leave one running. */
export interface MacToolbox extends MacPrograms {
  /** Whether this machine has it. */
  has(name: string): boolean
  /** Starts a program that outlives SAM. Errors: `program-missing`, `launch-failed`. */
  start(name: string, args: readonly string[]): Promise<{ processId?: number }>
}

/** Looks in SAM_MACOS_BIN first (stand-ins for tests), then where macOS keeps its own programs, last along PATH. */
export function createMacPrograms(environment: Environment): MacToolbox {
  const standIns = environment['SAM_MACOS_BIN'] ? [environment['SAM_MACOS_BIN']] : []
  const folders = [
    ...standIns,
    '/usr/bin',
    '/bin',
    '/usr/sbin',
    '/sbin',
    ...homebrew,
    ...pathFolders(environment['PATH']),
  ]
  const known = new Map<string, string>()
  const fileOf = (name: string): string => {
    const file = known.get(name) ?? findProgram(name, folders)
    if (file === undefined) {
      throw new SamError('program-missing', `${name} is not on this machine: SAM acts like on a Mac only on a Mac.`, {
        kind: 'missing',
        remedy: 'Leave SAM_PLATFORM unset to use what this machine has.',
      })
    }
    known.set(name, file)
    return file
  }
  return {
    hasStandIn: (name) => findProgram(name, standIns) !== undefined,
    has: (name) => findProgram(name, folders) !== undefined,
    async run(name, args, { environment: more, ...options }) {
      const all = { ...environment, ...more }
      return runProgram(fileOf(name), args, { ...options, environment: all, maximumOutputBytes: 32_000_000 })
    },
    async start(name, args) {
      const file = fileOf(name)
      // What else a failed start may mean is told for Linux, where a screen may be missing.
      return launch(file, args, { environment, watchMs: 300, name }).catch((cause: unknown) => {
        throw new SamError('launch-failed', `${name} did not start.`, { cause })
      })
    },
  }
}
