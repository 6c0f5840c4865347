import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { fileDigest } from '../../core/files/file-digest.ts'
import type { AdapterProbe } from '../ports.ts'
import { baseWeights } from './base-weights.ts'
import { type PythonEnvironment, pythonEnvironment } from './environment/python-environment.ts'
import { sidecarScript } from './environment/requirements.ts'
import { adapterToGguf } from './gguf/adapter-to-gguf.ts'
import { keepJob, readResult, writeResult } from './job-file.ts'
import { runStage } from './process/run-stage.ts'
import { checkRoundTrip } from './round-trip.ts'
import { runFolder } from './run-folder.ts'
import { runFiles, type Trainer, type TrainingControl, type TrainingJob, type TrainingResult } from './training-job.ts'

export interface TrainerOptions {
  /** SAM_HOME */
  home: string
  /** SAM_MODELS: the Python environment and the base model's weights are kept there. */
  modelsFolder: string
  /** For pip alone; training itself sees none of it. */
  environment: Record<string, string | undefined>
  offline: boolean
  probe: AdapterProbe
  /** Runs work while no other process runs work under this file's name. */
  exclusive<Result>(file: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result>
}

/** Loading, measuring before and after, and writing: what a run may take beside its own time. */
const besideTrainingMs = 10 * 60_000
/** The script itself stops at the limit; only what it cannot see is killed. */
const memoryMargin = 1.25

const stepSchema = z.object({
  type: z.literal('step'),
  iteration: z.number(),
  iterations: z.number(),
  loss: z.number(),
  validLoss: z.number().optional(),
  tokensPerSecond: z.number(),
  secondsLeft: z.number(),
})
const doneSchema = z.object({
  iterations: z.number(),
  trainLoss: z.number(),
  validLossBefore: z.number(),
  validLoss: z.number(),
  durationMs: z.number(),
  peakMemoryMb: z.number(),
  stoppedBy: z.enum(['iterations', 'time', 'memory']),
})

/** Trains with the Python stages of sidecar/, one process each. */
export class SidecarTrainer implements Trainer {
  private readonly options: TrainerOptions

  constructor(options: TrainerOptions) {
    this.options = options
  }

  async train(job: TrainingJob, control: TrainingControl): Promise<TrainingResult> {
    const { home, exclusive } = this.options
    const folder = runFolder(home, job.id)
    if (!fs.existsSync(path.join(folder, runFiles.train))) {
      throw new SamError('training-data-empty', 'There is nothing to train on.', {
        kind: 'usage',
        remedy: 'sam learn build',
      })
    }
    keepJob(folder, job)
    const lock = path.join(this.keptFolder, 'training.lock')
    return exclusive(lock, control.signal, async () => readResult(folder) ?? this.run(job, folder, control))
  }

  /** Makes what the first training would make: packages and the base model's plain weights. */
  async prepare(job: Pick<TrainingJob, 'backend' | 'baseModel'>, control: TrainingControl) {
    const { environment, offline } = this.options
    const report = (stage: 'environment' | 'base-model') => (done: number, of: number) =>
      control.onProgress({ stage, done, of })
    const { signal } = control
    const python = await pythonEnvironment({
      backend: job.backend,
      folder: this.keptFolder,
      environment,
      offline,
      signal,
      onProgress: report('environment'),
    })
    const base = await baseWeights({
      baseModel: job.baseModel,
      environment: python,
      folder: this.keptFolder,
      signal,
      onProgress: report('base-model'),
    })
    return { python: withThreads(python), base }
  }

  private get keptFolder(): string {
    return path.join(this.options.modelsFolder, '.training')
  }

  private async run(job: TrainingJob, folder: string, control: TrainingControl): Promise<TrainingResult> {
    const { signal, onProgress } = control
    const { python, base } = await this.prepare(job, control)
    const trained = await runStage({
      environment: python,
      script: sidecarScript('train'),
      args: [folder, base],
      folder,
      signal,
      limits: {
        timeMs: job.maximumMinutes * 60_000 + besideTrainingMs,
        memoryMb: job.maximumMemoryMb * memoryMargin,
      },
      done: doneSchema,
      onMessage(message) {
        const step = stepSchema.safeParse(message)
        if (!step.success) return
        const { type: _type, validLoss, ...fields } = step.data
        onProgress({ stage: 'training', ...fields, ...(validLoss === undefined ? {} : { validLoss }) })
      },
    })
    const adapterFile = path.join(folder, runFiles.adapterFolder, 'adapter.safetensors')
    const ggufFile = path.join(folder, runFiles.adapter)
    const { rank, scale } = job.hyperparameters
    adapterToGguf({
      backend: job.backend,
      adapterFile,
      baseFile: job.baseModel.file,
      rank,
      scale,
      targetFile: ggufFile,
    })
    onProgress({ stage: 'round-trip', done: 0, of: 1 })
    const roundTrip = await checkRoundTrip({
      job,
      baseFolder: base,
      folder,
      adapterFile,
      ggufFile,
      environment: python,
      probe: this.options.probe,
      signal,
    })
    onProgress({ stage: 'round-trip', done: 1, of: 1 })
    const result = { adapterFile: ggufFile, adapterSha256: await fileDigest(ggufFile), ...trained, roundTrip }
    writeResult(folder, result)
    for (const name of fs.readdirSync(folder)) {
      if (name.startsWith('checkpoint-')) fs.rmSync(path.join(folder, name), { recursive: true, force: true })
    }
    return result
  }
}

/** One core stays free: with a second one on a busy machine the threads only wait for each other. */
function withThreads({ python, variables }: PythonEnvironment): PythonEnvironment {
  const threads = String(Math.max(1, os.availableParallelism() - 1))
  return { python, variables: { ...variables, OPENBLAS_NUM_THREADS: threads, OMP_NUM_THREADS: threads } }
}
