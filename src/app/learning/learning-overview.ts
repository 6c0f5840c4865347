import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { Clock } from '../../core/clock.ts'
import type { Config } from '../../core/config.ts'
import type { LearningStatus } from '../../learning/ports.ts'
import { learningStatus } from '../../learning/status.ts'
import { runsFolder } from '../../learning/training/run-folder.ts'
import { runFiles } from '../../learning/training/training-job.ts'
import type { SamDatabase } from '../../memory/database.ts'
import { createTrainingStore } from '../../memory/imports/store/training-store.ts'
import { createNightStore } from '../../memory/learning/night-store.ts'
import { createPreferenceStore } from '../../memory/learning/preferences.ts'
import { createTurnOutcomes } from '../../memory/learning/turn-outcomes.ts'
import type { NightOutcome, NightStore } from '../../memory/ports.ts'
import { openRegistry } from './open-night.ts'

export interface LearningOverviewParts {
  home: string
  config: Config
  database: SamDatabase
  clock: Clock
}

const manifestSchema = z.looseObject({
  examples: z.number(),
  preferences: z.number().default(0),
  meanQuality: z.number().optional(),
  leftOut: z.record(z.string(), z.number()).default({}),
  sha256: z.string(),
})
const resultSchema = z.looseObject({ trainLoss: z.number(), validLossBefore: z.number(), validLoss: z.number() })

/** The set that was built last. */
export interface LastBuild {
  atMs: number
  folder: string
  examples: number
  preferences: number
  meanQuality?: number
  /** Examples that are not in it, by reason. */
  leftOut: Record<string, number>
}

/** The training that was finished last. */
export interface LastTraining {
  atMs: number
  run: string
  trainLoss: number
  validLossBefore: number
  validLoss: number
}

/** Everything the Learning page begins with. */
export interface LearningOverview extends LearningStatus {
  /** Pairs of a better and a worse answer. */
  preferences: number
  /** What goes wrong in talking, to be filled. */
  gaps: { failed: number; corrected: number; unsure: number }
  lastBuild?: LastBuild
  lastTraining?: LastTraining
  /** What answers on top of the model; null is the bare model. */
  currentAdapter: string | null
  lastNight?: { id: string; outcome: NightOutcome; reasons: string[]; atMs: number }
}

/** How far learning is, over what is on disk. Errors: `database-*`. */
export function learningOverview({ home, config, database }: LearningOverviewParts): LearningOverview {
  const lastBuild = newest(path.join(home, 'datasets'), 'manifest.json', manifestSchema)
  const lastTraining = newest(runsFolder(home), runFiles.result, resultSchema)
  return {
    ...learningStatus(createTrainingStore(database), config.learning),
    preferences: createPreferenceStore(database).count(),
    gaps: createTurnOutcomes(database).gaps(),
    ...(lastBuild === undefined ? {} : { lastBuild: buildOf(lastBuild) }),
    ...(lastTraining === undefined ? {} : { lastTraining: trainingOf(lastTraining) }),
    currentAdapter: openRegistry(home).currentId(),
    ...lastNightOf(createNightStore(database)),
  }
}

interface Found<Value> {
  folder: string
  atMs: number
  value: Value
}

/** The youngest folder that holds this file; one that cannot be read counts as not there. */
function newest<Value>(parent: string, file: string, schema: z.ZodType<Value>): Found<Value> | undefined {
  const names = fs.existsSync(parent) ? fs.readdirSync(parent) : []
  const found = names.flatMap((name): Found<Value>[] => {
    try {
      const folder = path.join(parent, name)
      const text = fs.readFileSync(path.join(folder, file), 'utf8')
      return [{ folder, atMs: fs.statSync(path.join(folder, file)).mtimeMs, value: schema.parse(JSON.parse(text)) }]
    } catch {
      return []
    }
  })
  return found.toSorted((one, other) => other.atMs - one.atMs)[0]
}

function buildOf({ folder, atMs, value }: Found<z.infer<typeof manifestSchema>>): LastBuild {
  const { examples, preferences, meanQuality, leftOut } = value
  return { atMs, folder, examples, preferences, leftOut, ...(meanQuality === undefined ? {} : { meanQuality }) }
}

function trainingOf({ folder, atMs, value }: Found<z.infer<typeof resultSchema>>): LastTraining {
  const { trainLoss, validLossBefore, validLoss } = value
  return { atMs, run: path.basename(folder), trainLoss, validLossBefore, validLoss }
}

function lastNightOf(nights: NightStore): Pick<LearningOverview, 'lastNight'> {
  const last = nights.list(10).find(({ finished }) => finished !== undefined)
  if (last?.finished === undefined) return {}
  const { outcome, reasons, at } = last.finished
  return { lastNight: { id: last.id, outcome, reasons, atMs: at.getTime() } }
}
