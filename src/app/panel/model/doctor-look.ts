import { type SamError, toSamError } from '../../../core/errors.ts'
import type { DoctorFinding } from '../../server/requests/doctor-requests.ts'
import { ask } from './ask.ts'

export type LookState =
  | { phase: 'none' | 'stopped' }
  | { phase: 'looking'; done: number; total: number; sinceMs: number }
  | { phase: 'done'; findings: DoctorFinding[]; atMs: number }
  | { phase: 'failed'; error: SamError }

/** A look at everything SAM needs, which goes on while other pages are open. */
export interface Look {
  state(): LookState
  subscribe(listener: () => void): () => void
  /** Never rejects. */
  start(): Promise<void>
  cancel(): void
}

export function createLook(request: typeof ask = ask): Look {
  const listeners = new Set<() => void>()
  let state: LookState = { phase: 'none' }
  let stop: AbortController | undefined
  const change = (next: LookState) => {
    state = next
    for (const listener of listeners) listener()
  }
  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async start() {
      if (state.phase === 'looking') return
      const own = new AbortController()
      stop = own
      const sinceMs = performance.now()
      change({ phase: 'looking', done: 0, total: 0, sinceMs })
      try {
        const { findings, atMs } = await request(
          'doctor.look',
          {},
          { signal: own.signal, onProgress: ({ done, total }) => change({ phase: 'looking', done, total, sinceMs }) },
        )
        change({ phase: 'done', findings, atMs })
      } catch (thrown) {
        const error = toSamError(thrown)
        change(error.kind === 'cancelled' ? { phase: 'stopped' } : { phase: 'failed', error })
      }
    },
    cancel: () => stop?.abort(),
  }
}
