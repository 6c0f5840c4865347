import { SamError } from '../core/errors.ts'

/**
 * Runs a task that must end by itself, within a time, or when `signal` aborts: whatever comes first. The task gets a signal
 * that aborts in both cases; one that goes on all the same is left behind. Errors: `timed-out`, `cancelled`, the task's own.
 */
export async function withDeadline<Result>(
  task: (signal: AbortSignal) => Promise<Result>,
  options: { timeoutMs: number; signal: AbortSignal; onTimeout: () => SamError },
): Promise<Result> {
  const { timeoutMs, signal, onTimeout } = options
  const inner = new AbortController()
  const cancelled = () => new SamError('cancelled', 'Cancelled.', { kind: 'cancelled' })
  if (signal.aborted) throw cancelled()
  let give: (error: SamError) => void = () => undefined
  const ended = new Promise<never>((_, reject) => {
    give = reject
  })
  const onAbort = () => {
    give(cancelled())
    inner.abort()
  }
  const timer = setTimeout(() => {
    give(onTimeout())
    inner.abort()
  }, timeoutMs)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    const work = Promise.resolve().then(() => task(inner.signal))
    // Nobody waits for an abandoned task any more: its late failure must not end the process.
    work.catch(() => undefined)
    return await Promise.race([work, ended])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}
