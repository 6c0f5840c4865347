import os from 'node:os'
import type { Hyperparameters, TrainingJob } from './training-job.ts'

const batchSize = 4
const replayShare = 0.25
/** Each example is seen about twice; a night has no time for more than so many steps, and fewer teach nothing. */
const rounds = 2
const fewestIterations = 40
const mostIterations = 1000

/** Settings for a set of so many examples. */
export function defaultHyperparameters(examples: number): Hyperparameters {
  const learned = batchSize * (1 - replayShare)
  const iterations = Math.min(mostIterations, Math.max(fewestIterations, Math.ceil((rounds * examples) / learned)))
  return { rank: 8, scale: 4, learningRate: 2e-4, batchSize, replayShare, iterations, maximumSequenceTokens: 512 }
}

/** An hour, and half of the machine's memory. */
export function defaultLimits(): Pick<TrainingJob, 'maximumMinutes' | 'maximumMemoryMb'> {
  return { maximumMinutes: 60, maximumMemoryMb: Math.round(os.totalmem() / 2 / 2 ** 20) }
}
