/**
 * Waits for work that a signal ends, but not for ever: work that goes on for `graceMs` after the signal is left alone, and the
 * answer is undefined. What it still does is then none of the caller's business.
 */
export async function notBeyond<Result>(
  work: Promise<Result>,
  signal: AbortSignal,
  graceMs: number,
): Promise<{ value: Result } | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>()
  let grace: NodeJS.Timeout | undefined
  const onAbort = () => {
    grace = setTimeout(() => resolve(undefined), graceMs)
  }
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work.then((value) => ({ value })), late])
  } finally {
    clearTimeout(grace)
    signal.removeEventListener('abort', onAbort)
  }
}
