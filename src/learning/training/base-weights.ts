import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { fileDigest } from '../../core/files/file-digest.ts'
import type { PythonEnvironment } from './environment/python-environment.ts'
import { sidecarScript } from './environment/requirements.ts'
import { runStage } from './process/run-stage.ts'
import type { TrainingJob } from './training-job.ts'

export interface BaseWeightsTask {
  baseModel: TrainingJob['baseModel']
  environment: PythonEnvironment
  /** `SAM_MODELS/.training` */
  folder: string
  signal: AbortSignal
  onProgress(done: number, of: number): void
}

const progressSchema = z.object({ type: z.literal('progress'), done: z.number(), of: z.number() })
/** Changes when the script makes something else of the same file. */
const madeBy = 1

/**
 * Folder of the base model with its weights as plain numbers, which is what can be trained; made once for each model, twice its size in
 * half precision. Errors: `base-model-unfit`, `training-failed`, `cancelled`.
 */
export async function baseWeights(task: BaseWeightsTask): Promise<string> {
  const { baseModel, environment, signal } = task
  if (!fs.existsSync(baseModel.file) || (await fileDigest(baseModel.file, signal)) !== baseModel.sha256) {
    throw new SamError('base-model-unfit', `The model ${baseModel.id} is not the one that the training is for.`, {
      remedy: `sam models verify ${baseModel.id}`,
    })
  }
  const target = path.join(task.folder, 'bases', `${baseModel.id}-${baseModel.sha256.slice(0, 16)}-${madeBy}`)
  if (fs.existsSync(target)) return target
  const draft = `${target}.part`
  fs.rmSync(draft, { recursive: true, force: true })
  fs.mkdirSync(path.dirname(target), { recursive: true })
  await runStage({
    environment,
    script: sidecarScript('dequantise'),
    args: [baseModel.file, draft],
    folder: path.dirname(target),
    signal,
    done: z.object({ type: z.literal('done') }),
    onMessage(message) {
      const progress = progressSchema.safeParse(message)
      if (progress.success) task.onProgress(progress.data.done, progress.data.of)
    },
  })
  fs.renameSync(draft, target)
  return target
}
