import { type ChildProcess, spawn } from 'node:child_process'
import { SamError } from '../../core/errors.ts'

export interface ProgramResult {
  exitCode: number
  stdout: string
  stderr: string
}

export interface ProgramOptions {
  timeoutMs: number
  signal: AbortSignal
  environment: Record<string, string | undefined>
  /** Written to standard input, which is then closed. */
  input?: string
  /** More output than this ends the program (error `output-too-large`). */
  maximumOutputBytes?: number
}

/**
 * Runs one program to its end, never through a shell, in its own process group so that a time-out ends its children too.
 * A non-zero exit is a result, not an error. Errors: `program-missing`, `timed-out`, `cancelled`, `output-too-large`,
 * `text-not-possible` (an argument holds a NUL).
 */
export function runProgram(file: string, args: readonly string[], options: ProgramOptions): Promise<ProgramResult> {
  const { signal, timeoutMs, maximumOutputBytes = 8_000_000 } = options
  const name = file.slice(file.lastIndexOf('/') + 1)
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new SamError('cancelled', 'Cancelled.', { kind: 'cancelled' }))
    if (args.some((text) => text.includes('\0'))) {
      return reject(new SamError('text-not-possible', 'That text holds a character no program accepts.'))
    }
    const child = spawn(file, args, { detached: true, env: options.environment, stdio: ['pipe', 'pipe', 'pipe'] })
    const out: Buffer[] = []
    const err: Buffer[] = []
    let size = 0
    const fail = (error: SamError) => {
      stop()
      endGroup(child)
      reject(error)
    }
    const collect = (into: Buffer[]) => (part: Buffer) => {
      size += part.length
      if (size > maximumOutputBytes) fail(new SamError('output-too-large', `${name} answered more than SAM takes.`))
      else into.push(part)
    }
    const onAbort = () => fail(new SamError('cancelled', 'Cancelled.', { kind: 'cancelled' }))
    const timer = setTimeout(
      () => fail(new SamError('timed-out', `${name} did not answer within ${Math.ceil(timeoutMs / 1000)} seconds.`)),
      timeoutMs,
    )
    const stop = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    child.stdout.on('data', collect(out))
    child.stderr.on('data', collect(err))
    // A program that ends without reading its input breaks the pipe; its exit code tells what matters.
    child.stdin.on('error', () => undefined)
    child.on('error', (cause) => {
      stop()
      reject(startFailure(name, cause))
    })
    child.on('close', (exitCode) => {
      stop()
      resolve({
        exitCode: exitCode ?? -1,
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString(),
      })
    })
    child.stdin.end(options.input ?? '')
  })
}

function startFailure(name: string, cause: Error): SamError {
  if ((cause as NodeJS.ErrnoException).code === 'ENOENT') {
    return new SamError('program-missing', `${name} is not on this machine.`, { kind: 'missing', cause })
  }
  return new SamError('program-failed', `${name} could not be started: ${cause.message}.`, { cause })
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Already gone.
  }
}
