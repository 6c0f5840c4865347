import path from 'node:path'
import { createAdapterProbe } from '../../agent/local-model/adapter-probe.ts'
import { createLocalModel } from '../../agent/local-model.ts'
import { systemPrompt } from '../../agent/prompts.ts'
import { fileDigest } from '../../core/files/file-digest.ts'
import type { Logger } from '../../core/log.ts'
import { replayExamples } from '../../learning/training/replay.ts'
import { SidecarTrainer } from '../../learning/training/trainer.ts'
import type { TrainingControl, TrainingJob } from '../../learning/training/training-job.ts'
import { withLock } from '../../models/store/lock.ts'
import type { DiskModelStore } from '../../models/store.ts'
import { languageModelId } from '../models/model-choice.ts'

export interface TrainerPlaces {
  home: string
  modelsFolder: string
  environment: Record<string, string | undefined>
  offline: boolean
  logger: Logger
}

/** The trainer with what it needs of other rooms. */
export function createTrainer({ logger, ...places }: TrainerPlaces): SidecarTrainer {
  return new SidecarTrainer({ ...places, probe: createAdapterProbe(logger), exclusive: withLock })
}

/** The local model that answers, as the one to train. Errors: `model-missing` (kind missing), `cancelled`. */
export async function modelToTrain(models: DiskModelStore, signal: AbortSignal): Promise<TrainingJob['baseModel']> {
  const id = languageModelId(models)
  const file = models.locate(id).files['model'] ?? ''
  return { id, file, sha256: await fileDigest(file, signal) }
}

/**
 * What is replayed in every step, asked of the bare model under the system prompt that it always has. The model is out of memory again when
 * this answers: nothing is served while something is trained. Errors: those of the model, `cancelled`.
 */
export async function replayOf(
  { modelsFolder, logger }: Pick<TrainerPlaces, 'modelsFolder' | 'logger'>,
  baseModel: TrainingJob['baseModel'],
  { signal, onProgress }: TrainingControl,
  heldOut?: ReadonlySet<string>,
) {
  const model = createLocalModel({
    id: baseModel.id,
    locate: () => baseModel.file,
    cacheFolder: path.join(modelsFolder, '.prompt-states'),
    log: logger,
  })
  try {
    return await replayExamples({
      model,
      baseSha256: baseModel.sha256,
      systemPrompt,
      folder: path.join(modelsFolder, '.training'),
      signal,
      onProgress: (done, of) => onProgress({ stage: 'replay', done, of }),
      ...(heldOut === undefined ? {} : { heldOut }),
    })
  } finally {
    await model.dispose()
  }
}
