import { toSamError } from '../../core/errors.ts'
import { exitCodeOf } from '../../core/exit-codes.ts'
import { samHome, samModels } from '../../core/paths.ts'
import { forgetCompileCache } from './compile-cache.ts'
import { createOutput } from './output.ts'
import { runProgram } from './program.ts'

/** How long a command may take to wind up after Ctrl-C before the process ends anyway. */
const windUpMs = 5000

/** `sam` as a process: arguments in, results out, signals, exit code. */
export async function runProcess(): Promise<void> {
  forgetCompileCache(process.env)
  const argv = process.argv.slice(2)
  const json = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : undefined).includes('--json')
  const controller = new AbortController()
  let readerGone = false
  const output = createOutput({
    json,
    stdout: process.stdout,
    stderr: process.stderr,
    nowMs: () => performance.now(),
    // The reader had enough (`| head`): what is under way is cut off, and that is a normal end.
    onClosed: () => {
      readerGone = true
      controller.abort()
      setTimeout(() => process.exit(0), windUpMs).unref()
    },
  })
  const stop = () => {
    if (controller.signal.aborted) process.exit(exitCodeOf.cancelled)
    controller.abort()
    setTimeout(() => process.exit(exitCodeOf.cancelled), windUpMs).unref()
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)

  let code: number
  try {
    code = await runProgram(
      argv,
      (common) => ({
        ...common,
        output,
        signal: controller.signal,
        environment: process.env,
        home: samHome(),
        modelsFolder: samModels(),
        stdin: process.stdin,
      }),
      (text) => (json ? output.emit({ type: 'help', text }) : output.write(text)),
    )
  } catch (thrown) {
    const error = toSamError(thrown)
    code = readerGone ? 0 : exitCodeOf[error.kind]
    if (!readerGone) output.fail(error)
    if (error.code === 'unexpected' && argv.includes('--verbose')) console.error(thrown)
  }
  await output.flush()
  process.exit(code)
}
