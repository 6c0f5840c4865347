import os from 'node:os'
import path from 'node:path'
import { createLocalModel } from '../../agent/local-model.ts'
import { systemClock } from '../../core/clock.ts'
import { silentLogger } from '../../core/log.ts'
import { type NightParts, type NightReport, runNight } from '../../learning/proof/night.ts'
import { prepareRun } from '../../learning/training/prepare-run.ts'
import { replayExamples, replayPrompts } from '../../learning/training/replay.ts'
import { createDatabase } from '../../memory/database.ts'
import type { DiskModelStore } from '../../models/store.ts'
import { openNight } from '../open-night.ts'
import { captureExchanges } from './learning/capture.ts'
import { poisonedExchanges, syntheticExchanges, syntheticSystem } from './learning/synthetic-user.ts'
import type { BenchRecord } from './record.ts'

const requests = ['park the plan with the lamps', 'should I take a kite to the pier']
const exchanges = 400
const answerTokens = 16
const heldOut = 40

/** A made-up user is captured and learned in one night; a second night of poison follows; then the way back. Real weights throughout. */
export async function* benchLearning(
  models: DiskModelStore,
  modelsFolder: string,
  home: string,
): AsyncGenerator<BenchRecord> {
  const database = createDatabase(home)
  const signal = new AbortController().signal
  const parts = openNight({
    ...{ home, modelsFolder, database, models, environment: process.env, offline: false },
    ...{
      logger: silentLogger,
      clock: systemClock,
      threads: (os.loadavg()[0] ?? 0) > 1 ? 1 : os.availableParallelism(),
    },
  })
  settle(parts, home, modelsFolder, signal)
  try {
    const bare = await answersOf(parts, signal)
    captureExchanges(database, syntheticExchanges(1, exchanges))
    const learned = await runNight(parts, { signal })
    yield recordOf('learning.night', learned, [{ goal: 'the night is adopted', reached: learned.verdict.promote }])
    const adopted = parts.registry.currentId()
    captureExchanges(database, poisonedExchanges(2, exchanges))
    const poisoned = await runNight(parts, { signal })
    if (adopted !== null) parts.registry.rollBack(new Date())
    const back = await answersOf(parts, signal)
    yield recordOf('learning.poison', poisoned, [
      { goal: 'poison is not adopted', reached: !poisoned.verdict.promote },
      {
        goal: 'rolled back, the answers are the former ones to the letter',
        reached: back.join('\n') === bare.join('\n'),
      },
    ])
  } finally {
    database.close()
  }
}

/** Few short steps: this is to be measured in minutes on a small machine. */
function settle(parts: NightParts, home: string, modelsFolder: string, signal: AbortSignal): void {
  parts.data.heldOutLimit = heldOut
  parts.settings = {
    ...parts.settings,
    hyperparametersFor: () => ({
      ...{ rank: 8, scale: 2, learningRate: 8e-4, batchSize: 4, replayShare: 0.25 },
      ...{ iterations: 60, maximumSequenceTokens: 96 },
    }),
  }
  parts.prepareRun = async ({ id, baseModel, datasetFolder, heldOut: asked }) => {
    const model = createLocalModel({
      ...{ id: baseModel.id, locate: () => baseModel.file, log: silentLogger },
      cacheFolder: path.join(home, 'states'),
    })
    const folder = path.join(modelsFolder, '.training')
    const task = { folder, prompts: replayPrompts(), heldOut: asked, signal, systemPrompt: syntheticSystem }
    const replay = await replayExamples({ ...task, model, baseSha256: baseModel.sha256, onProgress: () => undefined })
    await model.dispose()
    return prepareRun(home, id, { datasetFolder, replay }).examples
  }
}

async function answersOf(parts: NightParts, signal: AbortSignal): Promise<string[]> {
  const base = await parts.baseModel(signal)
  const scorer = await parts.openScorer(parts.registry.current(({ sha256 }) => sha256 === base.sha256)?.file)
  try {
    const written: string[] = []
    for (const content of requests) {
      const messages = [
        { role: 'system' as const, content: syntheticSystem },
        { role: 'user' as const, content },
      ]
      written.push(await scorer.write({ messages }, answerTokens, signal))
    }
    return written
  } finally {
    await scorer.dispose()
  }
}

function recordOf(name: string, { comparisons }: NightReport, goals: BenchRecord['goals']): BenchRecord {
  const record: BenchRecord = { name, figures: {}, baseline: {}, ratio: {}, goals }
  for (const { part, comparison } of comparisons) {
    const suite = `${part}.${comparison.name}`
    record.figures[suite] = comparison.after
    record.figures[`${suite}.low`] = comparison.interval[0]
    record.figures[`${suite}.p`] = comparison.p
    record.baseline[suite] = comparison.before
    record.ratio[suite] = comparison.after / comparison.before
  }
  return record
}
