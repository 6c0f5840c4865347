import { spawn } from 'node:child_process'
import { SamError } from '../../core/errors.ts'

export interface LaunchOptions {
  environment: Record<string, string | undefined>
  workingFolder?: string
  /** A program that ends badly within this time did not start; later than that it is its own affair. */
  watchMs: number
  /** What the user calls it, for the error. */
  name: string
  /** Told when it ends, as long as SAM runs. */
  onEnd?(): void
}

/**
 * Starts a program that outlives SAM. Its output goes nowhere: a pipe to SAM would break, and end the program, when SAM ends.
 * Error `launch-failed`.
 */
export function launch(
  program: string,
  args: readonly string[],
  options: LaunchOptions,
): Promise<{ processId?: number }> {
  const { name, environment, workingFolder, watchMs, onEnd } = options
  const screenless = !environment['DISPLAY'] && !environment['WAYLAND_DISPLAY']
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      detached: true,
      env: environment,
      stdio: 'ignore',
      ...(workingFolder === undefined ? {} : { cwd: workingFolder }),
    })
    const failed = (detail: string) => {
      const hint = screenless ? ' There is no screen here: neither DISPLAY nor WAYLAND_DISPLAY is set.' : ''
      return new SamError('launch-failed', `${name} did not start: ${detail}.${hint}`)
    }
    const watch = setTimeout(() => {
      child.unref()
      resolve(child.pid === undefined ? {} : { processId: child.pid })
    }, watchMs)
    child.on('error', (cause) => {
      clearTimeout(watch)
      reject(failed((cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'its program is missing' : cause.message))
    })
    child.on('exit', (code, signalName) => {
      onEnd?.()
      clearTimeout(watch)
      // Ended well and at once: it handed over to an application that was running already.
      if (code === 0) resolve({})
      else reject(failed(code === null ? `it was ended by ${signalName}` : `it ended with code ${code}`))
    })
  })
}
