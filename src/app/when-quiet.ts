import { setTimeout as delay } from 'node:timers/promises'

/** True as soon as it is quiet, at once or at a later look; false when the signal aborts before. */
export async function whenQuiet(isQuiet: () => boolean, everyMs: number, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if (isQuiet()) return true
    await delay(everyMs, undefined, { signal, ref: false }).catch(() => undefined)
  }
  return false
}
