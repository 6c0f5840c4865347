import { forgetCompileCache } from '../../core/compile-cache.ts'
import { SamError, toSamError } from '../../core/errors.ts'
import { exitCodeOf } from '../../core/exit-codes.ts'
import { createLogger } from '../../core/log.ts'
import { samHome, samModels } from '../../core/paths.ts'
import type { CommandContext } from './command.ts'
import { createOutput } from './output.ts'
import type { CommonOptions } from './parser.ts'
import { runProgram } from './program.ts'

/** How long a command may take to wind up after Ctrl-C before the process ends anyway. */
const windUpMs = 5000

const cancelled = (cause: unknown) => new SamError('cancelled', 'Cancelled.', { kind: 'cancelled', cause })

/** `sam` as a process: arguments in, results out, signals, exit code. */
export async function runProcess(): Promise<void> {
  forgetCompileCache(process.env)
  const argv = process.argv.slice(2)
  const json = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : undefined).includes('--json')
  const controller = new AbortController()
  /** The exit code once nobody takes results any more, whatever the command makes of it. */
  let unreadCode: number | undefined
  const output = createOutput({
    json,
    stdout: process.stdout,
    stderr: process.stderr,
    nowMs: () => performance.now(),
    // The reader had enough (`| head`): what is under way is cut off, and that is a normal end. A full disk is not.
    onClosed: (failed) => {
      const code = failed ? exitCodeOf.failed : 0
      unreadCode = code
      controller.abort()
      setTimeout(() => process.exit(code), windUpMs).unref()
    },
  })
  let stopped = false
  const stop = () => {
    stopped = true
    if (controller.signal.aborted) process.exit(exitCodeOf.cancelled)
    controller.abort()
    setTimeout(() => process.exit(exitCodeOf.cancelled), windUpMs).unref()
  }
  // A terminal that is closed must not leave behind what was started from it.
  process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop)

  const failed = (thrown: unknown): number => {
    if (unreadCode !== undefined) return unreadCode
    // Ctrl-C reaches the processes that SAM started, too: what fails because they are gone was cancelled.
    const error = stopped ? cancelled(thrown) : toSamError(thrown)
    output.fail(error)
    const stack = thrown instanceof Error ? thrown.stack : undefined
    if (error.code === 'unexpected' && argv.includes('--verbose')) process.stderr.write(`${stack}\n`)
    return exitCodeOf[error.kind]
  }
  const finish = async (code: number) => {
    await output.flush()
    process.exit(unreadCode ?? code)
  }
  // What nobody caught is a fault of SAM, yet whoever reads the output is told like of any other failure.
  process.on('uncaughtException', (thrown) => void finish(failed(thrown)))

  const context = (common: CommonOptions): CommandContext => ({
    ...common,
    output,
    logger: createLogger('sam', common.verbose ? 'debug' : 'warn'),
    signal: controller.signal,
    environment: process.env,
    home: samHome(),
    modelsFolder: samModels(),
    stdin: process.stdin,
  })
  const print = (text: string) => (json ? output.emit({ type: 'help', text }) : output.write(text))
  await finish(await runProgram(argv, context, print).catch(failed))
}
