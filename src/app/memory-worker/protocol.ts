import type { ErrorRecord } from '../../core/errors.ts'
import type { SentenceModelFiles } from '../../core/text-model/bert-graph.ts'
import type { RecallQuery, RecallResult } from '../../memory/ports.ts'

/** What the thread is started with. */
export interface MemoryWorkerSettings {
  home: string
  /** Absent: the model is not there, and why. */
  model: SentenceModelFiles | { missing: ErrorRecord }
  threads: number
  /** The thread that searches has another one compute meanings meanwhile: the model blocks the thread it runs on. */
  role: 'search' | 'model'
  /** Cells of the gate that the model's computations pass (core/compute-gate.ts). */
  gate?: Int32Array<SharedArrayBuffer>
}

export type MemoryRequest = { id: number } & (
  | { method: 'search'; query: Omit<RecallQuery, 'signal'> }
  | { method: 'catch-up' }
  | { method: 'embed'; texts: readonly string[] }
)

/** Parent to thread. `cancel` names a request that nobody waits for any more. */
export type ToWorker = MemoryRequest | { method: 'cancel'; id: number }

export type MemoryAnswer = RecallResult | Float32Array[] | undefined

export type FromWorker = { id: number } & (
  | { answer: MemoryAnswer }
  | { error: ErrorRecord }
  | { progress: { done: number; total: number } }
)
