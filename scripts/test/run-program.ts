import { spawn } from 'node:child_process'
import { projectRoot } from '../../src/core/paths.ts'

/**
 * Runs a JavaScript program with this Node from the checkout's root, its output passed on. Answers the exit code; a run that
 * takes longer than `timeoutMs` is ended with everything it started and counts as failed.
 */
export function runProgram(
  args: string[],
  environment: NodeJS.ProcessEnv,
  timeoutMs: number,
): Promise<{ code: number; timedOut: boolean }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: projectRoot,
      env: environment,
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    })
    let timedOut = false
    const end = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // Already gone.
      }
    }
    const timer = setTimeout(() => {
      timedOut = true
      end()
    }, timeoutMs)
    // In a process group of its own it does not get the Ctrl-C of the terminal.
    const interrupted = () => {
      end()
      process.exit(130)
    }
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
      resolve({ code: code ?? 1, timedOut })
    })
  })
}
