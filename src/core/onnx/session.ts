import fs from 'node:fs'
import { InferenceSession } from 'onnxruntime-node'
import { SamError } from '../errors.ts'

/**
 * Loads a graph. No spinning: between two frames nothing may burn.
 * @param modelId catalogue id, for the message
 * @param threads one for small graphs that run many times a second
 * @param options.remedy what brings the file back
 * @param options.lengthsVary the inputs have another length each time: a plan of the memory for each would only pile up
 * @param options.givesBack memory goes back after each run, instead of staying as large as the longest input needed
 * @throws SamError `model-missing` or `model-corrupted`
 */
export async function openSession(
  file: string,
  modelId: string,
  threads = 1,
  { lengthsVary = false, givesBack = false, remedy = `sam models pull ${modelId}` } = {},
): Promise<InferenceSession> {
  if (!fs.existsSync(file))
    throw new SamError('model-missing', `A file of the model ${modelId} is not there: ${file}`, {
      kind: 'missing',
      remedy,
    })
  try {
    return await InferenceSession.create(file, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      enableMemPattern: !lengthsVary,
      enableCpuMemArena: !givesBack,
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
