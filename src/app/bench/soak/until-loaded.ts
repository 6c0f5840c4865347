import { setTimeout as delay } from 'node:timers/promises'
import { SamError } from '../../../core/errors.ts'
import type { SpeechEngineName } from '../../speech-worker/protocol.ts'
import type { SpeechWorker } from '../../speech-worker/speech-worker.ts'

/** It takes two seconds, and longer where others keep the machine busy. */
const longestMs = 120_000
const againMs = 10

/**
 * Resolves when a speech worker that was killed has loaded these again. What is asked of it before the death is noticed dies with it, and is
 * asked again. Error `soak-not-loaded`.
 */
export async function untilLoaded(
  worker: Pick<SpeechWorker, 'load'>,
  engines: SpeechEngineName[],
  deadlineMs = longestMs,
): Promise<void> {
  const over = AbortSignal.timeout(deadlineMs)
  const late = new Promise<never>((_, reject) => over.addEventListener('abort', () => reject(over.reason)))
  late.catch(() => undefined)
  let last: unknown
  for (;;) {
    try {
      await Promise.race([worker.load(engines), late])
      return
    } catch (thrown) {
      if (over.aborted)
        throw new SamError(
          'soak-not-loaded',
          `The speech worker did not load ${engines.join(' and ')} again within ${deadlineMs / 1000} s of its end.`,
          { cause: last ?? thrown, remedy: 'Run it with --verbose, which shows why the worker does not start.' },
        )
      last = thrown
    }
    await delay(againMs)
  }
}
