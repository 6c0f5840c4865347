import { type SamError, toSamError } from '../../../core/errors.ts'
import type { MemoryResults } from '../../server/requests/memory-requests.ts'
import type { RequestProgress } from '../../server/requests/request-progress.ts'
import { ask, upload } from './ask.ts'
import type { ImportKind } from './guess-import.ts'

export type ImportState =
  | { phase: 'none' }
  | { phase: 'sending' | 'reading' | 'judging'; progress: RequestProgress; sinceMs: number }
  | { phase: 'done'; result: MemoryResults['memory.import'] }
  | { phase: 'failed'; error: SamError }
  | { phase: 'stopped' }

export interface ImportJob {
  state(): ImportState
  subscribe(listener: () => void): () => void
  /** Sends the files and has them read; never rejects. */
  start(kind: ImportKind, files: readonly File[]): Promise<void>
  cancel(): void
  /** Back to the beginning, once it has ended. */
  reset(): void
}

/** An import that goes on while other pages are looked at. */
export function createImportJob(onImported: () => void): ImportJob {
  const listeners = new Set<() => void>()
  let state: ImportState = { phase: 'none' }
  let stop: AbortController | undefined
  const change = (next: ImportState) => {
    state = next
    for (const listener of listeners) listener()
  }

  const send = async (files: readonly File[], signal: AbortSignal, sent: string[]) => {
    const total = files.reduce((sum, { size }) => sum + size, 0)
    const sinceMs = performance.now()
    let before = 0
    for (const file of files) {
      const tell = (done: number) => change({ phase: 'sending', progress: { done: before + done, total }, sinceMs })
      tell(0)
      const { id } = await upload(file, 'import', { signal, onProgress: ({ done }) => tell(done) })
      sent.push(id)
      before += file.size
    }
    return total
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async start(kind, files) {
      stop?.abort()
      const own = new AbortController()
      stop = own
      const uploads: string[] = []
      try {
        const total = await send(files, own.signal, uploads)
        const readingSinceMs = performance.now()
        let judgingSinceMs: number | undefined
        change({ phase: 'reading', progress: { done: 0, total }, sinceMs: readingSinceMs })
        const tell = (progress: RequestProgress) => {
          if (progress.phase === 'judging') judgingSinceMs ??= performance.now()
          change({
            phase: judgingSinceMs === undefined ? 'reading' : 'judging',
            progress,
            sinceMs: judgingSinceMs ?? readingSinceMs,
          })
        }
        const result = await ask('memory.import', { kind, uploads }, { signal: own.signal, onProgress: tell })
        change({ phase: 'done', result })
      } catch (thrown) {
        const error = toSamError(thrown)
        change(error.kind === 'cancelled' ? { phase: 'stopped' } : { phase: 'failed', error })
        // What was sent and will not be read is not kept.
        if (uploads.length > 0) await ask('uploads.discard', { uploads }).catch(() => {})
      } finally {
        onImported()
      }
    },
    cancel: () => stop?.abort(),
    reset: () => change({ phase: 'none' }),
  }
}
