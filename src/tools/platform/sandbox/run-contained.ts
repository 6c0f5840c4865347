import { type ChildProcess, spawn } from 'node:child_process'
import { SamError } from '../../../core/errors.ts'
import type { ShellResult } from '../machine-port.ts'

export interface ContainedOptions {
  workingFolder: string
  environment: Record<string, string>
  timeoutMs: number
  /** Of both streams together; a program that prints more is ended. */
  maximumOutputBytes: number
  signal: AbortSignal
}

/**
 * Runs a program in a process group of its own without input, and ends the whole group at the time-out, on "stop", and when
 * it prints too much. Errors: `timed-out`, `cancelled`, `program-missing`.
 */
export function runContained(file: string, args: readonly string[], options: ContainedOptions): Promise<ShellResult> {
  const { workingFolder, environment, timeoutMs, maximumOutputBytes, signal } = options
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(cancelled())
    const child = spawn(file, args, {
      cwd: workingFolder,
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const parts: Buffer[] = []
    let size = 0
    let ended: SamError | 'too-much' | undefined
    const end = (why: SamError | 'too-much') => {
      ended ??= why
      endGroup(child)
      // A child that left the group may still hold the pipes: its words are no longer waited for.
      child.stdout.destroy()
      child.stderr.destroy()
    }
    const onAbort = () => end(cancelled())
    const timer = setTimeout(() => end(tooSlow(timeoutMs)), timeoutMs)
    signal.addEventListener('abort', onAbort, { once: true })
    const collect = (part: Buffer) => {
      const room = maximumOutputBytes - size
      parts.push(part.subarray(0, room))
      size += Math.min(part.length, room)
      if (part.length > room) end('too-much')
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    const stop = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    }
    child.on('error', (cause) => {
      stop()
      reject(new SamError('program-missing', `${file} could not be started.`, { kind: 'missing', cause }))
    })
    child.on('close', (exitCode) => {
      stop()
      // What a program left behind in its group must not go on unseen.
      endGroup(child)
      if (ended instanceof SamError) return reject(ended)
      resolve({ exitCode: exitCode ?? -1, output: Buffer.concat(parts).toString(), cut: ended === 'too-much' })
    })
  })
}

function endGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Already gone.
  }
}

function cancelled(): SamError {
  return new SamError('cancelled', 'Cancelled.', { kind: 'cancelled' })
}

function tooSlow(timeoutMs: number): SamError {
  return new SamError('timed-out', `That ran longer than ${Math.round(timeoutMs / 1000)} seconds, so I ended it.`)
}
