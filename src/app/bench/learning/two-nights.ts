import path from 'node:path'
import { createLocalModel } from '../../../agent/local-model.ts'
import type { ChatMessage } from '../../../agent/ports.ts'
import { systemClock } from '../../../core/clock.ts'
import { silentLogger } from '../../../core/log.ts'
import { type NightParts, type NightReport, runNight } from '../../../learning/proof/night.ts'
import { prepareRun } from '../../../learning/training/prepare-run.ts'
import { replayExamples, replayPrompts } from '../../../learning/training/replay.ts'
import { createDatabase } from '../../../memory/database.ts'
import type { DiskModelStore } from '../../../models/store.ts'
import { openNight } from '../../learning/open-night.ts'
import { captureExchanges } from './capture.ts'
import { poisonedExchanges, syntheticExchanges, syntheticSystem } from './synthetic-user.ts'

export interface TwoNightsOptions {
  /** A home of its own. */
  home: string
  modelsFolder: string
  models: DiskModelStore
  /** Of the model that is asked. */
  threads: number
  /** Captured before each night. */
  exchanges: number
  /** Conversations and pairs that are asked at most, of the gate and of the sealed test each. */
  heldOut: number
  iterations: { learned: number; poisoned: number }
}

export interface TwoNights {
  parts: NightParts
  /** Captures the made-up user, and learns it. */
  learn(): Promise<NightReport>
  /** Captures poison on top of it, and tries to learn that. */
  poison(): Promise<NightReport>
  /** What the model that is in use now says, word by word, to a command, a matter of style and a plain question. */
  answers(): Promise<string[]>
  close(): void
}

const requests = ['park the plan with the lamps', 'should I take a kite to the pier', 'What is the capital of France?']
const answerTokens = 16

/** Openings of the prompts that the starter model answers in few tokens. An answer that is cut short is not replayed: the other prompts only cost minutes. */
const brief =
  'Explain in two|What does the word|Who writes|What is the opposite|Write one sentence|What is twelve|What is the plural|What is a polite|Which season|Give me a word|Tell me a short joke|What is the largest|How long does|What is half|What is bread|Describe a sunset|What language|Turn this into|Please send|What is my neighbour'.split(
    '|',
  )

/** Two nights of the starter model with real weights, short enough to be measured in minutes on a small machine. */
export function openTwoNights(options: TwoNightsOptions): TwoNights {
  const { home, modelsFolder, models, threads, exchanges, iterations } = options
  const database = createDatabase(home)
  const parts = openNight({
    ...{ home, modelsFolder, database, models, environment: process.env, offline: false },
    ...{ logger: silentLogger, clock: systemClock, threads },
  })
  parts.data.heldOutLimit = options.heldOut
  parts.prepareRun = ownReplay(home, modelsFolder)
  const { signal } = new AbortController()
  const night = async (steps: number): Promise<NightReport> => {
    const hyperparametersFor = () => ({
      ...{ rank: 8, scale: 2, learningRate: 8e-4, batchSize: 4, replayShare: 0.25 },
      ...{ iterations: steps, maximumSequenceTokens: 96 },
    })
    return runNight({ ...parts, settings: { ...parts.settings, hyperparametersFor } }, { signal })
  }
  return {
    parts,
    async learn() {
      captureExchanges(database, syntheticExchanges(1, exchanges))
      return night(iterations.learned)
    },
    async poison() {
      captureExchanges(database, poisonedExchanges(2, exchanges))
      return night(iterations.poisoned)
    },
    answers: () => answersOf(parts, signal),
    close: () => database.close(),
  }
}

/** The answers that are replayed are asked for as this user is answered: after a short system prompt. */
function ownReplay(home: string, modelsFolder: string): NightParts['prepareRun'] {
  return async ({ id, baseModel, datasetFolder, heldOut }, { signal }) => {
    const model = createLocalModel({
      ...{ id: baseModel.id, locate: () => baseModel.file, log: silentLogger },
      cacheFolder: path.join(home, 'states'),
    })
    try {
      const replay = await replayExamples({
        ...{ model, baseSha256: baseModel.sha256, heldOut, signal, systemPrompt: syntheticSystem },
        ...{ folder: path.join(modelsFolder, '.training'), onProgress: () => undefined },
        prompts: replayPrompts().filter((prompt) => brief.some((opening) => prompt.startsWith(opening))),
      })
      return prepareRun(home, id, { datasetFolder, replay }).examples
    } finally {
      await model.dispose()
    }
  }
}

async function answersOf(parts: NightParts, signal: AbortSignal): Promise<string[]> {
  const base = await parts.baseModel(signal)
  const scorer = await parts.openScorer(parts.registry.current(({ sha256 }) => sha256 === base.sha256)?.file)
  try {
    const written: string[] = []
    for (const content of requests) {
      const messages: ChatMessage[] = [
        { role: 'system', content: syntheticSystem },
        { role: 'user', content },
      ]
      written.push(await scorer.write({ messages }, answerTokens, signal))
    }
    return written
  } finally {
    await scorer.dispose()
  }
}
