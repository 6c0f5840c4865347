import { type SamError, toSamError } from '../../../core/errors.ts'
import type { ModelsResults } from '../../server/requests/models-requests.ts'
import type { RequestProgress } from '../../server/requests/request-progress.ts'
import { ask } from './ask.ts'

export type ModelTask = 'pull' | 'verify'

export interface ModelQueueState {
  running?: { id: string; task: ModelTask; progress?: RequestProgress; sinceMs: number; fromBytes: number }
  waiting: readonly { id: string; task: ModelTask }[]
  /** How the last task of a model ended, where that is worth a word. */
  failed: Readonly<Record<string, SamError>>
  checked: Readonly<Record<string, ModelsResults['models.verify']>>
}

/** Fetching and checking models, one after the other, while other pages are looked at. */
export interface ModelQueue {
  state(): ModelQueueState
  subscribe(listener: () => void): () => void
  add(ids: readonly string[], task: ModelTask): void
  cancel(id: string): void
}

/** @param onChanged what is on the disk is another thing now */
export function createModelQueue(onChanged: () => void, request: typeof ask = ask): ModelQueue {
  const listeners = new Set<() => void>()
  let state: ModelQueueState = { waiting: [], failed: {}, checked: {} }
  let stop: AbortController | undefined
  const change = (part: Partial<ModelQueueState>) => {
    state = { ...state, ...part }
    for (const listener of listeners) listener()
  }
  const without = <Value>(record: Readonly<Record<string, Value>>, id: string): Record<string, Value> =>
    Object.fromEntries(Object.entries(record).filter(([key]) => key !== id))

  const run = async (id: string, task: ModelTask, signal: AbortSignal) => {
    if (task === 'verify') {
      const report = await request('models.verify', { id }, { signal })
      return change({ checked: { ...state.checked, [id]: report } })
    }
    const sinceMs = performance.now()
    let fromBytes: number | undefined
    const onProgress = (progress: RequestProgress) => {
      fromBytes ??= progress.done
      change({ running: { id, task, progress, sinceMs, fromBytes } })
    }
    await request('models.pull', { id }, { signal, onProgress })
  }

  const next = async (): Promise<void> => {
    const [first, ...rest] = state.waiting
    if (first === undefined || state.running !== undefined) return
    const { id, task } = first
    const own = new AbortController()
    stop = own
    change({
      running: { id, task, sinceMs: performance.now(), fromBytes: 0 },
      waiting: rest,
      failed: without(state.failed, id),
      checked: without(state.checked, id),
    })
    try {
      await run(id, task, own.signal)
    } catch (thrown) {
      const error = toSamError(thrown)
      if (error.kind !== 'cancelled') change({ failed: { ...state.failed, [id]: error } })
    }
    const { running: _, ...ended } = state
    state = ended
    change({})
    onChanged()
    return next()
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    add(ids, task) {
      const known = new Set([state.running?.id, ...state.waiting.map(({ id }) => id)])
      const fresh = ids.filter((id) => !known.has(id)).map((id) => ({ id, task }))
      change({ waiting: [...state.waiting, ...fresh] })
      void next()
    },
    cancel(id) {
      if (state.running?.id === id) stop?.abort()
      else change({ waiting: state.waiting.filter((one) => one.id !== id) })
    },
  }
}
