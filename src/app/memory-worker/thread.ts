import { parentPort, workerData } from 'node:worker_threads'
import { ComputeGate } from '../../core/compute-gate.ts'
import { errorOf, SamError, toSamError } from '../../core/errors.ts'
import { createDatabase } from '../../memory/database.ts'
import { openEmbedder } from '../../memory/embedding/embedder.ts'
import type { Embedder } from '../../memory/ports.ts'
import { createRecallService } from '../../memory/recall/recall-service.ts'
import { MemoryWorker } from './memory-worker.ts'
import type { FromWorker, MemoryAnswer, MemoryRequest, MemoryWorkerSettings, ToWorker } from './protocol.ts'

// The entry of the thread that searches memory: its scans and its model must not stop the loop that hears and answers.
const settings = workerData as MemoryWorkerSettings
const { home, model, threads, role } = settings
const database = createDatabase(home)
const gate = new ComputeGate(settings.gate)
const running = new Map<number, AbortController>()
let embedder: Promise<Embedder> | undefined

function load(): Promise<Embedder> {
  if ('missing' in model) {
    return Promise.reject(errorOf(model.missing))
  }
  embedder ??=
    role === 'model'
      ? openEmbedder(model, threads, gate.pass)
      : Promise.resolve(new MemoryWorker(() => ({ ...settings, role: 'model' })))
  return embedder
}
const recall = createRecallService(database, load)

function send(message: FromWorker): void {
  parentPort?.postMessage(message)
}

async function answer(request: MemoryRequest, signal: AbortSignal): Promise<MemoryAnswer> {
  switch (request.method) {
    case 'search':
      return recall.search({ ...request.query, signal })
    case 'embed':
      return (await load()).embed(request.texts, signal)
    case 'catch-up':
      await recall.catchUp({ signal, onProgress: (done, total) => send({ id: request.id, progress: { done, total } }) })
      return undefined
  }
}

parentPort?.on('message', async (request: ToWorker) => {
  if (request.method === 'cancel') {
    running.get(request.id)?.abort(new SamError('cancelled', 'Cancelled.', { kind: 'cancelled' }))
    return
  }
  const control = new AbortController()
  running.set(request.id, control)
  try {
    send({ id: request.id, answer: await answer(request, control.signal) })
  } catch (thrown) {
    send({ id: request.id, error: toSamError(thrown).toJSON() })
  } finally {
    running.delete(request.id)
  }
})
