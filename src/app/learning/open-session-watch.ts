import type { Clock } from '../../core/clock.ts'
import type { Config } from '../../core/config.ts'
import type { Logger } from '../../core/log.ts'
import { CategoryClassifier } from '../../memory/categories/classify.ts'
import type { SamDatabase } from '../../memory/database.ts'
import { createTrainingStore } from '../../memory/imports/store/training-store.ts'
import { createSessionLogs } from '../../memory/learning/session-logs.ts'
import type { Category } from '../../memory/ports.ts'
import { SessionWatch, sessionsFolder } from './session-watch.ts'

/** The reader of Claude Code's sessions over this database; whether the user allowed it is asked by whoever starts it. */
export function createSessionWatch(parts: {
  config: Config
  database: SamDatabase
  clock: Clock
  logger: Logger
}): SessionWatch {
  const { config, database, clock, logger } = parts
  const logs = createSessionLogs(database, createTrainingStore(database))
  return new SessionWatch({ folder: sessionsFolder(config), logs, categoryOf: categoriser(), clock, logger })
}

/** Says what a single request is for. */
export function categoriser(classifier = new CategoryClassifier()): (text: string) => Category {
  return (text) => classifier.guess({ title: undefined, messages: [{ speaker: 'user', text }], custom: false }).category
}
