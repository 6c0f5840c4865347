import os from 'node:os'
import { toSamError } from '../../core/errors.ts'
import { silentLogger } from '../../core/log.ts'
import { projectRoot } from '../../core/paths.ts'
import { openEmbedder } from '../../memory/embedding/embedder.ts'
import { createMemoryStores } from '../../memory/memory-stores.ts'
import type { Embedder } from '../../memory/ports.ts'
import type { ModelStore } from '../../models/ports.ts'
import { createModelStore } from '../../models/store.ts'
import { MemoryWorker } from '../memory-worker/memory-worker.ts'
import type { MemoryWorkerSettings } from '../memory-worker/protocol.ts'
import { sentenceModelFiles } from '../models/sentence-model.ts'
import { createTurnsUnderWay } from './turns-under-way.ts'

/** The thread that searches memory; it starts at the first question. */
export function createMemoryWorker(home: string, models: Pick<ModelStore, 'locate'>): MemoryWorker {
  return new MemoryWorker(() => ({ home, model: locateModel(models), threads: searchThreads(), role: 'search' }))
}

/** Threads that read a meaning: half of the machine's. */
export function searchThreads(): number {
  return Math.max(1, Math.floor(os.availableParallelism() / 2))
}

function locateModel(models: Pick<ModelStore, 'locate'>): MemoryWorkerSettings['model'] {
  try {
    return sentenceModelFiles(models)
  } catch (thrown) {
    return { missing: toSamError(thrown).toJSON() }
  }
}

/** The model that reads meaning, on the calling thread. Errors: `model-missing`, `model-corrupted`, `model-file-invalid`. */
export function openMeaningModel(models: Pick<ModelStore, 'locate'>): Promise<Embedder> {
  return openEmbedder(sentenceModelFiles(models), searchThreads())
}

export interface MemoryPlaces {
  home: string
  modelsFolder: string
  environment: Record<string, string | undefined>
}

/** What a command needs to work on the memory alone, without the rest of SAM. */
export function openMemory({ home, modelsFolder, environment }: MemoryPlaces) {
  const memory = createMemoryStores(home)
  // What a SAM that was killed had been asked can be found, and forgotten, as well.
  createTurnsUnderWay(home, silentLogger).takeCutOff(memory.turns)
  const recall = createMemoryWorker(
    home,
    createModelStore({ root: modelsFolder, projectRoot, environment, offline: true }),
  )
  return {
    ...memory,
    recall,
    async close() {
      await recall.close()
      memory.database.close()
    },
  }
}

export type OpenMemory = ReturnType<typeof openMemory>
