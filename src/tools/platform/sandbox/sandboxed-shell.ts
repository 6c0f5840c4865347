import fs from 'node:fs/promises'
import path from 'node:path'
import { SamError } from '../../../core/errors.ts'
import { samHome } from '../../../core/paths.ts'
import { findProgram, pathFolders } from '../find-program.ts'
import type { ShellPort } from '../machine-port.ts'
import { runContained } from './run-contained.ts'
import type { Sandbox, SandboxFolders } from './sandbox.ts'

export interface ShellLimits {
  timeoutMs: number
  maximumOutputBytes: number
}

const defaultShellLimits: ShellLimits = { timeoutMs: 60_000, maximumOutputBytes: 64_000 }

/** Where programs of the system lie; the user's own PATH may hold folders that anybody can write to. */
const systemFolders = '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin:/opt/homebrew/bin'

/** Programs in a sandbox. There is no way around it: without one that holds, every call is the error `sandbox-missing`. */
export function createSandboxedShell(
  sandbox: Sandbox,
  environment: Record<string, string | undefined>,
  { timeoutMs, maximumOutputBytes }: ShellLimits = defaultShellLimits,
): ShellPort {
  let holds = false

  const folders = async (): Promise<SandboxFolders> => {
    const own = samHome(environment)
    const scratch = path.join(own, 'scratch')
    await fs.mkdir(scratch, { recursive: true, mode: 0o700 })
    const real = (folder: string) => fs.realpath(folder).catch(() => folder)
    return { scratch: await real(scratch), home: await real(environment['HOME'] ?? '/'), samHome: await real(own) }
  }

  const start = (argv: readonly string[], paths: SandboxFolders, signal: AbortSignal, ownTimeoutMs = timeoutMs) => {
    if (sandbox.program === undefined) {
      throw missing('There is no sandbox on this machine, so I run no commands.', sandbox.remedy)
    }
    return runContained(sandbox.program, sandbox.wrap(argv, paths), {
      workingFolder: paths.scratch,
      // Nothing of SAM's own environment goes in: it holds keys.
      environment: { PATH: systemFolders, HOME: paths.scratch, TMPDIR: paths.scratch, LANG: 'C.UTF-8', TERM: 'dumb' },
      timeoutMs: ownTimeoutMs,
      maximumOutputBytes,
      signal,
    })
  }

  const ready: ShellPort['ready'] = async (signal) => {
    const paths = await folders()
    if (holds) return { scratch: paths.scratch }
    // A kernel may forbid what a sandbox is made of: only one that ran something counts.
    const { exitCode, output } = await start([programNamed('true', paths)], paths, signal, 10_000)
    if (exitCode !== 0) {
      const detail = output.trim().split('\n')[0] ?? ''
      throw missing('The sandbox does not work on this machine, so I run no commands.', sandbox.remedy, detail)
    }
    holds = true
    return { scratch: paths.scratch }
  }

  return {
    ready,
    async run(argv, signal) {
      if (argv.some((text) => text.includes('\0'))) {
        throw new SamError('text-not-possible', 'That command holds a character no program accepts.')
      }
      await ready(signal)
      const paths = await folders()
      const [name = '', ...args] = argv
      return start([programNamed(name, paths), ...args], paths, signal)
    },
  }
}

/** Absolute path of the program; a name with a slash is one in the scratch folder. Error `program-missing`. */
function programNamed(name: string, { scratch }: SandboxFolders): string {
  const file = name.includes('/') ? path.resolve(scratch, name) : undefined
  const found =
    file === undefined
      ? findProgram(name, pathFolders(systemFolders))
      : findProgram(path.basename(file), [path.dirname(file)])
  if (found !== undefined) return found
  throw new SamError('program-missing', `There is no program ${name.slice(0, 80) || 'without a name'} on this machine.`)
}

function missing(message: string, remedy: string, detail = ''): SamError {
  return new SamError('sandbox-missing', message, { kind: 'missing', remedy, cause: new Error(detail) })
}
