import { setTimeout as delay } from 'node:timers/promises'

/** True as soon as it holds, at once or at a later look; false when the signal aborts before. */
export async function untilTrue(holds: () => boolean, everyMs: number, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if (holds()) return true
    await delay(everyMs, undefined, { signal, ref: false }).catch(() => undefined)
  }
  return false
}
