/** What the work comes to, or `reason()` thrown as soon as the signal ends; the work itself then goes on unwatched. */
export function untilAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  reason: () => unknown = () => signal?.reason,
): Promise<T> {
  if (signal === undefined) return work
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const onAbort = () => reject(reason())
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  return promise
}
