import { SamError } from '../../../core/errors.ts'
import { findProgram, pathFolders } from '../find-program.ts'
import { type ProgramResult, runProgram } from '../process.ts'

type Environment = Record<string, string | undefined>

export interface MacPrograms {
  /** True when a stand-in for this program lies in SAM_MACOS_BIN. */
  hasStandIn(name: string): boolean
  /** Runs a program of macOS with these arguments. Errors: those of `runProgram`, and `program-missing` off a Mac. */
  run(
    name: string,
    args: readonly string[],
    options: { timeoutMs: number; signal: AbortSignal; input?: string },
  ): Promise<ProgramResult>
}

/** Looks in SAM_MACOS_BIN first (stand-ins for tests), then where macOS keeps its own programs, last along PATH. */
export function createMacPrograms(environment: Environment): MacPrograms {
  const standIns = environment['SAM_MACOS_BIN'] ? [environment['SAM_MACOS_BIN']] : []
  const folders = [...standIns, '/usr/bin', '/bin', '/usr/sbin', '/sbin', ...pathFolders(environment['PATH'])]
  const known = new Map<string, string>()
  return {
    hasStandIn: (name) => findProgram(name, standIns) !== undefined,
    async run(name, args, options) {
      const file = known.get(name) ?? findProgram(name, folders)
      if (file === undefined) {
        throw new SamError('program-missing', `${name} is not on this machine: SAM acts like on a Mac only on a Mac.`, {
          kind: 'missing',
          remedy: 'Leave SAM_PLATFORM unset to use what this machine has.',
        })
      }
      known.set(name, file)
      return runProgram(file, args, { ...options, environment, maximumOutputBytes: 32_000_000 })
    },
  }
}
