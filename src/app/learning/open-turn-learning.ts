import type { Distillation } from '../../agent/ports.ts'
import type { Clock } from '../../core/clock.ts'
import type { Config } from '../../core/config.ts'
import type { Logger } from '../../core/log.ts'
import { stillOn } from '../../core/still-on.ts'
import type { AdapterRegistry } from '../../learning/proof/adapter-registry.ts'
import type { SamDatabase } from '../../memory/database.ts'
import { createTrainingStore } from '../../memory/imports/store/training-store.ts'
import { createExampleReview } from '../../memory/learning/example-review.ts'
import { createPreferenceStore } from '../../memory/learning/preferences.ts'
import { createTurnOutcomes } from '../../memory/learning/turn-outcomes.ts'
import { turnTrouble } from '../../memory/learning/turn-trouble.ts'
import type { Category, NightStore } from '../../memory/ports.ts'
import type { DiskModelStore } from '../../models/store.ts'
import type { Turns } from '../memory/record-turns.ts'
import { languageModelId } from '../models/model-choice.ts'
import { AdapterWatch } from './adapter-watch.ts'
import { createDistillation } from './distillation.ts'
import { learnFromTurns } from './learn-from-turns.ts'

export interface TurnLearningParts {
  home: string
  config: Config
  database: SamDatabase
  models: DiskModelStore
  registry: AdapterRegistry
  nights: Pick<NightStore, 'takeBack'>
  categoryOf(text: string): Category
  /** The local model is loaded anew at the next request. */
  reload(): Promise<void>
  /** An adapter made things worse. */
  onRollBack(id: string, reason: string): void
  clock: Clock
  logger: Logger
}

/** What turns teach: strong answers are kept where the user allows it, how turns ended, and whether the adapter in use does well. */
export function openTurnLearning(parts: TurnLearningParts): { distillation: Distillation; over(turns: Turns): Turns } {
  const { home, config, database, models, registry, nights, categoryOf, reload, onRollBack, clock, logger } = parts
  const mayDistil = () => config.distillation.allowed && stillOn(home, ({ distillation: now }) => now.allowed)
  const adapterWatch = new AdapterWatch({
    ...{ registry, nights, reload, onRollBack, clock, logger },
    trouble: (since, limit) => turnTrouble(database, since, limit),
    fits: ({ sha256 }) => sha256 === models.digest(languageModelId(models), 'model'),
  })
  return {
    distillation: createDistillation({
      get allowed() {
        return mayDistil()
      },
      store: createTrainingStore(database),
      ...{ categoryOf, clock, logger },
    }),
    over(turns) {
      const learning = learnFromTurns(turns, {
        get distillationAllowed() {
          return mayDistil()
        },
        keepTurns: config.memory.keepTurns,
        outcomes: createTurnOutcomes(database),
        review: createExampleReview(database, () => clock.wallTime().getTime()),
        preferences: createPreferenceStore(database),
        ...{ categoryOf, clock, logger },
      })
      return adapterWatch.over(learning)
    },
  }
}
