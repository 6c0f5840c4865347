import { setImmediate } from 'node:timers/promises'
import { SamError } from '../../core/errors.ts'

/** Error `cancelled` once nobody wants the voice any more. */
export function requireWanted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new SamError('cancelled', 'The voice was cancelled.', { kind: 'cancelled' })
}

/** Lets messages and signals in during long work. Error `cancelled`. */
export async function takeBreath(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate()
  requireWanted(signal)
}
