import { parentPort, workerData } from 'node:worker_threads'
import { toSamError } from '../../../core/errors.ts'
import { type DecoderAnswer, type DecoderRequest, runDecoder } from './decoder-feeds.ts'
import { openDecoderSession } from './decoder-session.ts'

// The entry of a thread that decodes the second half of a slice while the main thread decodes the first.
const session = openDecoderSession(workerData as string)
// Whoever asks is told; without a question there is nobody to tell.
session.catch(() => {})

parentPort?.on('message', async (request: DecoderRequest) => {
  const answer = await session
    .then(async (opened): Promise<DecoderAnswer> => ({ audio: await runDecoder(opened, request) }))
    .catch((thrown: unknown): DecoderAnswer => ({ error: toSamError(thrown).toJSON() }))
  parentPort?.postMessage(answer)
})
