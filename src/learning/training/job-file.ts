import fs from 'node:fs'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { writeJsonDurably } from '../../core/files/write-json-durably.ts'
import { begunRuns } from './run-folder.ts'
import { runFiles, type TrainingJob, type TrainingResult, trainingBackends } from './training-job.ts'

const jobSchema = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/),
  baseModel: z.object({
    id: z.string().regex(/^[\w.-]{1,100}$/),
    file: z.string().min(1),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  backend: z.enum(trainingBackends),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31),
  hyperparameters: z.object({
    rank: z.number().int().min(1).max(256),
    scale: z.number().positive().max(1000),
    learningRate: z.number().positive().max(1),
    batchSize: z.number().int().min(2).max(256),
    iterations: z.number().int().min(1).max(1_000_000),
    replayShare: z.number().min(0).max(0.9).optional(),
    maximumSequenceTokens: z.number().int().min(16).max(131_072),
  }),
  maximumMinutes: z.number().positive().max(10_000),
  maximumMemoryMb: z.number().positive(),
})

const finite = z.number()
const resultSchema = z.object({
  adapterFile: z.string(),
  adapterSha256: z.string(),
  iterations: finite,
  trainLoss: finite,
  validLossBefore: finite,
  validLoss: finite,
  durationMs: finite,
  peakMemoryMb: finite,
  stoppedBy: z.enum(['iterations', 'time', 'memory']),
  roundTrip: z.object({ error: finite, rowsError: finite, matches: z.boolean() }),
})

/** Keeps the job with its run, or sees that it is the same as before. Error `training-job-invalid` (kind usage). */
export function keepJob(folder: string, job: TrainingJob): void {
  const checked = jobSchema.safeParse(job)
  if (!checked.success) throw invalid(`The training cannot be run: ${z.prettifyError(checked.error)}`)
  const known = readJob(folder)
  if (known !== undefined && !isDeepStrictEqual(known, JSON.parse(JSON.stringify(job)))) {
    throw invalid(`The training ${job.id} was begun with other settings.`)
  }
  if (known === undefined) writeJsonDurably(path.join(folder, runFiles.job), job)
}

/** The job of a run that was begun; undefined where there is none. Error `training-job-invalid`. */
export function readJob(folder: string): TrainingJob | undefined {
  const file = path.join(folder, runFiles.job)
  if (!fs.existsSync(file)) return undefined
  try {
    const { hyperparameters, ...job } = jobSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
    const { replayShare, ...others } = hyperparameters
    return { ...job, hyperparameters: { ...others, ...(replayShare === undefined ? {} : { replayShare }) } }
  } catch {
    throw invalid(`${file} is no training of SAM.`)
  }
}

/** What a finished run answered; undefined when it is not finished, or its adapter is gone. */
export function readResult(folder: string): TrainingResult | undefined {
  try {
    const result = resultSchema.parse(JSON.parse(fs.readFileSync(path.join(folder, runFiles.result), 'utf8')))
    return fs.existsSync(result.adapterFile) ? result : undefined
  } catch {
    return undefined
  }
}

export function writeResult(folder: string, result: TrainingResult): void {
  writeJsonDurably(path.join(folder, runFiles.result), result)
}

function invalid(message: string): SamError {
  return new SamError('training-job-invalid', message, { kind: 'usage' })
}

/** The newest run that was begun and has no result. */
export function latestUnfinished(home: string): TrainingJob | undefined {
  const newest = begunRuns(home).find((folder) => readResult(folder) === undefined)
  return newest === undefined ? undefined : readJob(newest)
}
