import { Worker } from 'node:worker_threads'
import { ComputeGate } from '../../core/compute-gate.ts'
import { errorOf, SamError } from '../../core/errors.ts'
import type { Embedder, Recall, RecallResult } from '../../memory/ports.ts'
import type { FromWorker, MemoryAnswer, MemoryRequest, MemoryWorkerSettings, ToWorker } from './protocol.ts'

interface Pending {
  resolve(answer: MemoryAnswer): void
  reject(error: SamError): void
  onProgress?: ((done: number, total: number) => void) | undefined
}

type WithoutId<Request> = Request extends MemoryRequest ? Omit<Request, 'id'> : never

const entry = new URL('./thread.ts', import.meta.url)

/**
 * Recall and its model on a thread of their own, which starts at the first use. A thread that dies fails what was under way
 * with `memory-worker-failed`, and the next request starts another one.
 */
export class MemoryWorker implements Recall, Embedder {
  readonly dimensions = 384
  private readonly locate: () => MemoryWorkerSettings
  private located: MemoryWorkerSettings | undefined
  private readonly pending = new Map<number, Pending>()
  private thread: Worker | undefined
  private gate = new ComputeGate()
  private nextId = 1

  /** @param locate asked at the first use: commands that search nothing look for no model */
  constructor(locate: () => MemoryWorkerSettings) {
    this.locate = locate
  }

  get modelId(): string {
    const { model } = this.settings()
    return 'missing' in model ? '' : model.id
  }

  async search({ signal, ...query }: Parameters<Recall['search']>[0]): Promise<RecallResult> {
    return (await this.request({ method: 'search', query }, { signal })) as RecallResult
  }

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    return (await this.request({ method: 'embed', texts }, { signal })) as Float32Array[]
  }

  async catchUp(options: Parameters<Recall['catchUp']>[0] = {}): Promise<void> {
    await this.request({ method: 'catch-up' }, options)
  }

  async close(): Promise<void> {
    const { thread, gate } = this
    this.thread = undefined
    if (thread !== undefined) await gate.end(thread)
  }

  private request(
    request: WithoutId<MemoryRequest>,
    { signal, onProgress }: { signal?: AbortSignal | undefined; onProgress?: Pending['onProgress'] },
  ): Promise<MemoryAnswer> {
    const id = this.nextId++
    const thread = this.start()
    const { promise, resolve, reject } = Promise.withResolvers<MemoryAnswer>()
    this.pending.set(id, { resolve, reject, onProgress })
    // Only a request under way keeps the process alive.
    thread.ref()
    thread.postMessage({ ...request, id } satisfies ToWorker)
    const cancel = () => thread.postMessage({ method: 'cancel', id } satisfies ToWorker)
    if (signal?.aborted) cancel()
    signal?.addEventListener('abort', cancel, { once: true })
    return promise.finally(() => signal?.removeEventListener('abort', cancel))
  }

  private settings(): MemoryWorkerSettings {
    this.located ??= this.locate()
    return this.located
  }

  private start(): Worker {
    if (this.thread !== undefined) return this.thread
    const settings = this.settings()
    const gate = new ComputeGate(settings.gate)
    const thread = new Worker(entry, { workerData: { ...settings, gate: gate.cells }, name: 'memory' })
    thread.on('message', (message: FromWorker) => this.receive(message, thread))
    thread.on('error', (cause) => this.fail(thread, cause))
    thread.on('exit', () => this.fail(thread))
    gate.watch(thread)
    this.gate = gate
    this.thread = thread
    return thread
  }

  private receive(message: FromWorker, thread: Worker): void {
    const waiting = this.pending.get(message.id)
    if ('progress' in message) {
      waiting?.onProgress?.(message.progress.done, message.progress.total)
      return
    }
    this.pending.delete(message.id)
    // A thread that is being ended counts until it is gone.
    if (this.pending.size === 0 && this.thread === thread) thread.unref()
    if ('error' in message) waiting?.reject(errorOf(message.error))
    else waiting?.resolve(message.answer)
  }

  private fail(thread: Worker, cause?: unknown): void {
    if (this.thread !== undefined && this.thread !== thread) return
    this.thread = undefined
    const error = new SamError('memory-worker-failed', 'The search of the memory ended unexpectedly.', { cause })
    for (const { reject } of this.pending.values()) reject(error)
    this.pending.clear()
  }
}
