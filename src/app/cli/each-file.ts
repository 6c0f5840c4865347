import { toSamError } from '../../core/errors.ts'
import { exitCodeOf } from '../../core/exit-codes.ts'
import type { CommandContext } from './command.ts'

/**
 * Does the same with each file, in order. One that fails is told and does not take the others with it. Answers the worst
 * exit code. Error `cancelled`.
 */
export async function withEachFile(
  { output, signal }: CommandContext,
  files: readonly string[],
  work: (file: string) => Promise<void>,
): Promise<number> {
  let exitCode = 0
  for (const file of files) {
    signal.throwIfAborted()
    try {
      await work(file)
    } catch (thrown) {
      signal.throwIfAborted()
      const error = toSamError(thrown)
      output.fail(error)
      exitCode = Math.max(exitCode, exitCodeOf[error.kind])
    }
  }
  return exitCode
}
