import path from 'node:path'
import { z } from 'zod'
import { silentLogger } from '../../../core/log.ts'
import { sidecarScript } from '../../../learning/training/environment/requirements.ts'
import { prepareRun } from '../../../learning/training/prepare-run.ts'
import { runStage } from '../../../learning/training/process/run-stage.ts'
import type { DiskModelStore } from '../../../models/store.ts'
import { createTrainer, modelToTrain, type TrainerPlaces } from '../../learning/create-trainer.ts'
import type { BenchRecord } from '../record.ts'
import { writeTrainingSet } from './training-set.ts'

const iterations = 8
const mostMemoryMb = 2048

/**
 * Trains an adapter of the local model on a small set. The baseline is mlx multiplying matrices of the model's size, once as SAM starts it
 * and once with the BLAS that it brings along (the same on a Mac); both by processor time. Training is by the clock: other programs slow it.
 */
export async function benchTraining(
  models: DiskModelStore,
  places: Omit<TrainerPlaces, 'logger' | 'offline'>,
  signal: AbortSignal,
): Promise<BenchRecord> {
  const trainer = createTrainer({ ...places, offline: false, logger: silentLogger })
  const baseModel = await modelToTrain(models, signal)
  const control = { signal, onProgress: () => {} }
  const { python } = await trainer.prepare({ backend: 'mlx', baseModel }, control)
  const datasetFolder = path.join(places.home, 'training-set')
  const replay = writeTrainingSet(datasetFolder)
  const id = 'bench'
  prepareRun(places.home, id, { datasetFolder, replay })
  const speeds: number[] = []
  const result = await trainer.train(
    {
      id,
      baseModel,
      backend: 'mlx',
      seed: 1,
      hyperparameters: {
        rank: 8,
        scale: 4,
        learningRate: 5e-4,
        batchSize: 4,
        iterations,
        maximumSequenceTokens: 256,
      },
      maximumMinutes: 20,
      maximumMemoryMb: 8192,
    },
    {
      signal,
      onProgress(progress) {
        if (progress.stage === 'training') speeds.push(progress.tokensPerSecond)
      },
    },
  )
  const multiply = async (variables: Record<string, string>) => {
    const { gflops } = await runStage({
      environment: { python: python.python, variables },
      script: sidecarScript('products'),
      args: [],
      folder: places.home,
      signal,
      done: z.object({ type: z.literal('done'), gflops: z.number() }),
    })
    return gflops
  }
  const { LD_PRELOAD: _preload, LD_LIBRARY_PATH: _path, ...plain } = python.variables
  const [fast, own] = [await multiply(python.variables), await multiply(plain)]
  const { roundTrip } = result
  return {
    name: 'training',
    figures: {
      iterationsPerSecond: (1000 * result.iterations) / result.durationMs,
      tokensPerSecond: speeds.sort((one, other) => one - other)[Math.floor(speeds.length / 2)] ?? 0,
      peakMb: result.peakMemoryMb,
      validLossBefore: result.validLossBefore,
      validLoss: result.validLoss,
      roundTripError: roundTrip.error,
      roundTripRowsError: roundTrip.rowsError,
      productGflops: fast,
    },
    baseline: { productGflops: own },
    ratio: { productsToOwnBlas: fast / own },
    goals: [
      { goal: 'the adapter as GGUF says what was trained', reached: roundTrip.matches },
      { goal: 'at most 2 GB of memory for the starter model', reached: result.peakMemoryMb <= mostMemoryMb },
      { goal: 'learns: less loss on examples it was not shown', reached: result.validLoss < result.validLossBefore },
    ],
  }
}
