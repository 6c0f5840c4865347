import { z } from 'zod'
import { SamError } from '../../../core/errors.ts'
import type { PythonEnvironment } from '../environment/python-environment.ts'
import { runProcess } from './run-process.ts'

export interface StageTask<Done> {
  environment: PythonEnvironment
  script: string
  args: readonly string[]
  folder: string
  signal: AbortSignal
  limits?: { timeMs: number; memoryMb: number }
  /** Shape of the last line. */
  done: z.ZodType<Done>
  /** Every line before the last. */
  onMessage?(message: unknown): void
}

const graceMs = 20_000

const lineSchema = z.looseObject({ type: z.string().max(40) })
const failedSchema = z.object({ type: z.literal('failed'), code: z.string().max(60), message: z.string().max(1000) })

/** Runs one of our Python scripts and answers what its last line says. Errors: those that it tells, `training-failed`, `cancelled`. */
export async function runStage<Done>(task: StageTask<Done>): Promise<Done> {
  const { environment, script, args, folder, signal, limits } = task
  let done: unknown
  let failed: z.infer<typeof failedSchema> | undefined
  const end = await runProcess({
    file: environment.python,
    // Nothing that the user installed for himself is seen.
    args: ['-s', script, ...args],
    environment: environment.variables,
    folder,
    signal,
    graceMs,
    ...(limits === undefined ? {} : { limits }),
    onLine(line) {
      const message = parsed(line)
      if (message?.type === 'done') done = message
      else if (message?.type === 'failed') failed = failedSchema.parse(message)
      else if (message !== undefined) task.onMessage?.(message)
    },
  })
  signal.throwIfAborted()
  if (end.code === 0) return task.done.parse(done)
  if (failed !== undefined) {
    throw new SamError(failed.code, failed.message, {
      kind: failed.code.startsWith('training-data') ? 'usage' : 'failed',
    })
  }
  throw new SamError('training-failed', `Training stopped: ${reasonOf(end, limits)}`)
}

function parsed(line: string) {
  try {
    return lineSchema.parse(JSON.parse(line))
  } catch {
    return undefined
  }
}

function reasonOf(
  { code, endedFor, complaint }: Awaited<ReturnType<typeof runProcess>>,
  limits: StageTask<unknown>['limits'],
): string {
  if (endedFor === 'memory') return `it took more than ${limits?.memoryMb} MB of memory.`
  if (endedFor === 'time') return 'it did not end in its time.'
  const last = complaint.trim().split('\n').at(-1)
  return `${last === undefined || last === '' ? `its process ended with ${code ?? 'a signal'}` : last.slice(0, 300)}.`
}
