import fs from 'node:fs'
import { InferenceSession } from 'onnxruntime-node'
import { SamError } from '../core/errors.ts'

/**
 * Loads a small graph that runs many times a second. One thread and no spinning: between two frames nothing may burn.
 * @param modelId catalogue id, for the message
 * @throws SamError `model-missing` or `model-corrupted`
 */
export async function openSession(file: string, modelId: string): Promise<InferenceSession> {
  const remedy = `sam models pull ${modelId}`
  if (!fs.existsSync(file))
    throw new SamError('model-missing', `A file of the model ${modelId} is not there: ${file}`, {
      kind: 'missing',
      remedy,
    })
  try {
    return await InferenceSession.create(file, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      // Errors only: some exports hold weights that they do not use, and the library warns of each.
      logSeverityLevel: 3,
      extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
    })
  } catch (cause) {
    throw new SamError('model-corrupted', `The model file ${file} cannot be loaded.`, {
      kind: 'missing',
      remedy,
      cause,
    })
  }
}
