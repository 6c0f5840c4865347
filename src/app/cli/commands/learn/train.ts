import fs from 'node:fs'
import path from 'node:path'
import { SamError } from '../../../../core/errors.ts'
import { defaultHyperparameters, defaultLimits } from '../../../../learning/training/default-settings.ts'
import { latestUnfinished } from '../../../../learning/training/job-file.ts'
import { prepareRun } from '../../../../learning/training/prepare-run.ts'
import { pruneTrainings } from '../../../../learning/training/prune-trainings.ts'
import {
  runFiles,
  type TrainingControl,
  type TrainingJob,
  type TrainingResult,
  trainingBackends,
} from '../../../../learning/training/training-job.ts'
import { createTrainer, modelToTrain, replayOf } from '../../../learning/create-trainer.ts'
import { openRegistry } from '../../../learning/open-night.ts'
import { isOffline, modelStore } from '../../../models/open-model-store.ts'
import { type CommandContext, defineCommand } from '../../command.ts'
import { trainingReporter } from '../../training-reporter.ts'

export const train = defineCommand({
  name: 'train',
  summary: 'train an adapter of the local model on a training set; nothing uses it before it is promoted',
  options: {
    data: { type: 'text', value: 'folder', summary: 'a set of "sam learn build"; its default place when absent' },
    backend: {
      type: 'text',
      value: 'name',
      choices: trainingBackends,
      default: 'mlx',
      summary: 'what trains: mlx, or peft on torch',
    },
    iterations: {
      type: 'integer',
      value: 'count',
      minimum: 1,
      maximum: 1_000_000,
      summary: 'steps; by the size of the set when absent',
    },
    minutes: {
      type: 'number',
      value: 'time',
      minimum: 0.1,
      maximum: 10_000,
      summary: 'training ends after it with what it has; 60 when absent',
    },
    seed: { type: 'integer', value: 'number', default: 1, minimum: 0, summary: 'decides the order of examples' },
    resume: { type: 'flag', summary: 'go on with the last training that was not finished' },
  },
  examples: ['sam learn train', 'sam learn train --data my-set --minutes 30', 'sam learn train --resume'],
  async run(context, { options }) {
    const { output, signal, home } = context
    const reporter = trainingReporter(output)
    const control: TrainingControl = { signal, onProgress: reporter.show }
    try {
      const job = options.resume ? unfinished(home) : await begin(context, options, control)
      const result = await createTrainer({ ...context, offline: isOffline(context) }).train(job, control)
      reporter.stop()
      pruneTrainings(home, openRegistry(home).needed())
      output.emit({ type: 'training', id: job.id, baseModel: job.baseModel.id, ...result }, () => describe(job, result))
      return 0
    } finally {
      reporter.stop()
    }
  },
})

function unfinished(home: string): TrainingJob {
  const job = latestUnfinished(home)
  if (job !== undefined) return job
  throw new SamError('training-nothing-to-resume', 'There is no training that was not finished.', {
    kind: 'usage',
    remedy: 'sam learn train',
  })
}

interface Wanted {
  data: string | undefined
  backend: string
  iterations: number | undefined
  minutes: number | undefined
  seed: number
}

async function begin(context: CommandContext, wanted: Wanted, control: TrainingControl): Promise<TrainingJob> {
  const { home, modelsFolder, logger } = context
  const datasetFolder = path.resolve(wanted.data ?? path.join(home, 'datasets', 'seed-1'))
  if (!fs.existsSync(path.join(datasetFolder, runFiles.train))) {
    throw new SamError('training-data-empty', `There is no training set in ${datasetFolder}.`, {
      kind: 'usage',
      remedy: 'sam learn build',
    })
  }
  const baseModel = await modelToTrain(modelStore(context), control.signal)
  const replay = await replayOf({ modelsFolder, logger }, baseModel, control)
  const id = `run-${new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)}-${process.pid}`
  const { examples } = prepareRun(home, id, { datasetFolder, replay })
  const settings = defaultHyperparameters(examples)
  const limits = defaultLimits()
  return {
    id,
    baseModel,
    backend: wanted.backend === 'peft' ? 'peft' : 'mlx',
    seed: wanted.seed,
    hyperparameters: { ...settings, iterations: wanted.iterations ?? settings.iterations },
    maximumMinutes: wanted.minutes ?? limits.maximumMinutes,
    maximumMemoryMb: limits.maximumMemoryMb,
  }
}

const ends: Record<TrainingResult['stoppedBy'], string> = {
  iterations: 'as planned',
  time: 'because its time was over',
  memory: 'because it would have taken too much memory',
}

function describe({ id, hyperparameters }: TrainingJob, result: TrainingResult): string {
  const { iterations, trainLoss, validLossBefore, validLoss, durationMs, peakMemoryMb, roundTrip } = result
  const [seconds, megabytes] = [Math.round(durationMs / 1000), Math.round(peakMemoryMb)]
  const same = roundTrip.matches ? 'the same as what was trained' : 'NOT the same as what was trained'
  return [
    `Training ${id} ended ${ends[result.stoppedBy]}: ${iterations} of ${hyperparameters.iterations} steps in ${seconds} s, ${megabytes} MB.`,
    `  loss ${trainLoss.toFixed(3)}; on examples that were not learned ${validLossBefore.toFixed(3)} before, ${validLoss.toFixed(3)} now`,
    `  adapter: ${result.adapterFile}, ${same} (${roundTrip.error.toFixed(2)}, rows ${roundTrip.rowsError.toFixed(2)})`,
    'Loss alone proves nothing: "sam learn evaluate" says whether it is better.',
  ].join('\n')
}
