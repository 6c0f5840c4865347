import os from 'node:os'
import path from 'node:path'
import { createAnswerScorer } from '../../agent/local-model/answer-scorer.ts'
import { loadEngine } from '../../agent/local-model/engine.ts'
import type { AnswerScorer, ChatMessage } from '../../agent/ports.ts'
import type { Clock } from '../../core/clock.ts'
import { loadConfig } from '../../core/config.ts'
import type { Logger } from '../../core/log.ts'
import { buildDataset } from '../../learning/dataset/build-dataset.ts'
import { AdapterRegistry } from '../../learning/proof/adapter-registry.ts'
import type { NightParts } from '../../learning/proof/night.ts'
import type { Preference } from '../../learning/proof/split.ts'
import { defaultHyperparameters, defaultLimits } from '../../learning/training/default-settings.ts'
import { readJob } from '../../learning/training/job-file.ts'
import { prepareRun } from '../../learning/training/prepare-run.ts'
import { pruneTrainings } from '../../learning/training/prune-trainings.ts'
import { nightsFolder, runFolder } from '../../learning/training/run-folder.ts'
import type { SamDatabase } from '../../memory/database.ts'
import { createFactStore } from '../../memory/facts.ts'
import { createNightStore } from '../../memory/learning/night-store.ts'
import { createPreferenceStore } from '../../memory/learning/preferences.ts'
import type { StoredPreference } from '../../memory/ports.ts'
import { createTrainingReader } from '../../memory/training-reader.ts'
import type { DiskModelStore } from '../../models/store.ts'
import { languageModelId } from '../models/model-choice.ts'
import { createTrainer, modelToTrain, replayOf, type TrainerPlaces } from './create-trainer.ts'
import { hideAll } from './distillation.ts'
import { questionsOfProof } from './questions-of-proof.ts'

export interface NightOptions extends TrainerPlaces {
  clock: Clock
  database: SamDatabase
  models: DiskModelStore
  /** Default: all cores, since nothing is served meanwhile. */
  threads?: number
}

/** Rules understand some of them. */
const newestFacts = 200
/** Questions of each kind that are held out of what the user said. */
const heldOutLimit = 300
/** Of a question with its answer; held-out ones are shorter. */
const contextTokens = 1024

export function openRegistry(home: string): AdapterRegistry {
  return new AdapterRegistry(path.join(home, 'adapters'))
}

/** Everything a night of learning needs, over this home. Error: `config-*`. */
export function openNight(options: NightOptions): NightParts {
  const { home, modelsFolder, offline, logger, clock, database, models, environment, threads } = options
  const { learning } = loadConfig(home)
  const preferences = createPreferenceStore(database)
  const facts = createFactStore(database)
  const registry = openRegistry(home)
  return {
    nights: createNightStore(database),
    registry,
    trainer: createTrainer({ home, modelsFolder, environment, offline, logger }),
    data: {
      reader: createTrainingReader(database),
      *preferences() {
        for (const found of preferences.each()) {
          const preference = preferenceOf(found)
          if (preference !== undefined) yield preference
        }
      },
      *facts() {
        for (const fact of facts.list({ limit: newestFacts })) if (fact.tainted !== true) yield fact
      },
      build: (task) => buildDataset({ ...task, recipe: learning, questions: questionsOfProof(), hideAll }),
      heldOutLimit,
    },
    baseModel: (signal) => modelToTrain(models, signal),
    openScorer: (adapterFile) => openScorer(models, logger, adapterFile, threads),
    begunJob: (id) => readJob(runFolder(home, id)),
    async prepareRun({ id, baseModel, datasetFolder, heldOut }, control) {
      const replay = await replayOf({ modelsFolder, logger }, baseModel, control, heldOut)
      return prepareRun(home, id, { datasetFolder, replay }).examples
    },
    folder: nightsFolder(home),
    prune: () => pruneTrainings(home, registry.needed()),
    clock,
    settings: {
      backend: 'mlx',
      seed: 1,
      hyperparametersFor: defaultHyperparameters,
      ...defaultLimits(),
      maximumMinutes: learning.nightMinutes,
    },
  }
}

/** The model that answers, to be asked about answers. Errors: `model-missing`, `model-failed`. */
export async function openScorer(
  models: DiskModelStore,
  logger: Logger,
  adapterFile: string | undefined,
  threads = os.availableParallelism(),
): Promise<AnswerScorer> {
  const { id, file } = modelFile(models)
  const adapter = adapterFile === undefined ? {} : { adapter: { file: adapterFile, scale: 1 } }
  return createAnswerScorer(await loadEngine({ id, modelPath: file, contextTokens, threads, log: logger, ...adapter }))
}

function modelFile(models: DiskModelStore) {
  const id = languageModelId(models)
  return { id, file: models.locate(id).files['model'] ?? '' }
}

/** Words only: a pair of calls is told apart by their text as well, but is not how a call is tested. */
function preferenceOf({ origin, prompt, chosen, rejected }: StoredPreference): Preference | undefined {
  const [wanted, unwanted] = [chosen.at(-1)?.content ?? '', rejected.at(-1)?.content ?? '']
  if (wanted.trim() === '' || unwanted.trim() === '' || wanted === unwanted) return undefined
  const asked = prompt.map(({ role, content }) => ({ role, content }) as ChatMessage)
  return { group: origin, prompt: asked, chosen: wanted, rejected: unwanted }
}
