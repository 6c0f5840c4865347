import { parentPort, workerData } from 'node:worker_threads'
import { ComputeGate } from '../../../core/compute-gate.ts'
import { toSamError } from '../../../core/errors.ts'
import { type DecoderAnswer, type DecoderRequest, runDecoder } from './decoder-feeds.ts'
import { openDecoderSession } from './decoder-session.ts'

/** What such a thread is started with. */
export interface DecoderThreadSettings {
  file: string
  /** Cells of the gate that its computations pass. */
  gate: Int32Array<SharedArrayBuffer>
}

// The entry of a thread that decodes the second half of a slice while the main thread decodes the first.
const { file, gate } = workerData as DecoderThreadSettings
const { pass } = new ComputeGate(gate)
const session = pass(() => openDecoderSession(file))
// Whoever asks is told; without a question there is nobody to tell.
session.catch(() => {})

parentPort?.on('message', async (request: DecoderRequest) => {
  const answer = await session
    .then(async (opened): Promise<DecoderAnswer> => ({ audio: await pass(() => runDecoder(opened, request)) }))
    .catch((thrown: unknown): DecoderAnswer => ({ error: toSamError(thrown).toJSON() }))
  parentPort?.postMessage(answer)
})
