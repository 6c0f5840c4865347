import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createLocalModel } from '../../../src/agent/local-model.ts'
import { captureExchanges } from '../../../src/app/bench/learning/capture.ts'
import {
  poisonedExchanges,
  syntheticExchanges,
  syntheticSystem,
} from '../../../src/app/bench/learning/synthetic-user.ts'
import { openNight } from '../../../src/app/open-night.ts'
import { systemClock } from '../../../src/core/clock.ts'
import { silentLogger } from '../../../src/core/log.ts'
import { samModels } from '../../../src/core/paths.ts'
import { type NightReport, runNight } from '../../../src/learning/proof/night.ts'
import { prepareRun } from '../../../src/learning/training/prepare-run.ts'
import { replayExamples, replayPrompts } from '../../../src/learning/training/replay.ts'
import { createDatabase } from '../../../src/memory/database.ts'
import { installedModels } from '../installed-models.ts'

const signal = new AbortController().signal
const requests = ['park the plan with the lamps', 'should I take a kite to the pier']
/** Answers that are cut short are not replayed: these are short ones. */
const replayed = 10

// The whole of learning on real weights: captured conversations, a night, its proof, a night of poison, and the way back.
describe('two nights of the starter model', () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-nights-'))
  const database = createDatabase(home)
  const modelsFolder = samModels()
  const parts = openNight({
    ...{ home, modelsFolder, database, environment: process.env, offline: false },
    ...{ logger: silentLogger, clock: systemClock, models: installedModels },
    // Where others work too, a second thread only waits.
    threads: process.env['CI'] ? os.availableParallelism() : 1,
  })
  parts.data.heldOutLimit = 16
  parts.settings = {
    ...parts.settings,
    maximumMinutes: 20,
    hyperparametersFor: () => ({
      ...{ rank: 8, scale: 2, learningRate: 8e-4, batchSize: 4, replayShare: 0.25 },
      ...{ iterations: 40, maximumSequenceTokens: 96 },
    }),
  }
  parts.prepareRun = async ({ id, baseModel, datasetFolder, heldOut }) => {
    const model = createLocalModel({
      ...{ id: baseModel.id, locate: () => baseModel.file, log: silentLogger },
      cacheFolder: path.join(home, 'states'),
    })
    const folder = path.join(modelsFolder, '.training')
    const prompts = replayPrompts().slice(0, replayed)
    const task = { folder, prompts, heldOut, signal, systemPrompt: syntheticSystem, onProgress: () => undefined }
    const replay = await replayExamples({ ...task, model, baseSha256: baseModel.sha256 })
    await model.dispose()
    return prepareRun(home, id, { datasetFolder, replay }).examples
  }
  afterAll(() => {
    database.close()
    fs.rmSync(home, { recursive: true, force: true })
  })

  /** Before anything was learned. */
  let bare: string[] = []
  let learned: string[] = []
  const answers = async (): Promise<string[]> => {
    const base = await parts.baseModel(signal)
    const scorer = await parts.openScorer(parts.registry.current(({ sha256 }) => sha256 === base.sha256)?.file)
    const written: string[] = []
    for (const content of requests) {
      const messages = [
        { role: 'system' as const, content: syntheticSystem },
        { role: 'user' as const, content },
      ]
      written.push(await scorer.write({ messages }, 16, signal))
    }
    await scorer.dispose()
    return written
  }
  const of = ({ comparisons }: NightReport, part: 'gate' | 'sealed', name: string) => {
    const found = comparisons.find(({ part: one, comparison }) => one === part && comparison.name === name)?.comparison
    if (found === undefined) throw new Error(`no suite ${name}`)
    return found
  }
  const show = ({ comparisons, verdict }: NightReport) => {
    for (const { part, comparison } of comparisons) {
      const { name, n, before, after, interval, p } = comparison
      console.log(
        part,
        name,
        n,
        before.toFixed(3),
        after.toFixed(3),
        interval.map((bound) => bound.toFixed(3)),
        p.toExponential(1),
      )
    }
    console.log(verdict)
  }

  it('learn a user from captured conversations, and keep what they could', async () => {
    bare = await answers()
    captureExchanges(database, syntheticExchanges(1, 300))
    const report = await runNight(parts, { signal })
    show(report)
    expect(report.verdict).toMatchObject({ promote: true })
    const sealed = of(report, 'sealed', 'captured')
    expect(sealed.difference).toBeGreaterThan(0.2)
    expect(sealed.p).toBeLessThan(0.05)
    expect(of(report, 'sealed', 'loss.claude_distillation').interval[1]).toBeLessThan(0)
    const general = of(report, 'gate', 'general')
    expect(general.n).toBeGreaterThanOrEqual(200)
    expect(general.interval[0]).toBeGreaterThan(-0.05)
    learned = await answers()
    expect(learned).not.toEqual(bare)
  }, 1_500_000)

  it('do not adopt contradictions, junk and orders, and go back to exactly what was answered', async () => {
    const adopted = parts.registry.currentId()
    captureExchanges(database, poisonedExchanges(2, 300))
    const report = await runNight(parts, { signal })
    show(report)
    expect(report.verdict.promote).toBe(false)
    expect(report.night.finished?.outcome).toBe('not-adopted')
    expect(parts.registry.currentId()).toBe(adopted)
    expect(parts.registry.rollBack(new Date())).toEqual({ from: adopted, to: null })
    expect(await answers()).toEqual(bare)
    await parts.registry.promote(adopted ?? '', new Date())
    expect(await answers()).toEqual(learned)
  }, 1_500_000)
})
