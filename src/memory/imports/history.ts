import path from 'node:path'
import { type SamError, toSamError } from '../../core/errors.ts'
import type { CategoryClassifier } from '../categories/classify.ts'
import type { ReviewOptions } from '../categories/review.ts'
import type { SamDatabase } from '../database.ts'
import { signalsOf } from '../patterns/signals.ts'
import type { TurnStore } from '../ports.ts'
import type { HistorySource, ParsedConversation } from './conversation.ts'
import type { TrainingExample } from './formats/training.ts'
import { ImportCount, type ImportReport } from './import-count.ts'
import type { ImportProgress } from './import-files.ts'
import { importHistory } from './import-history.ts'
import { importTraining } from './import-training.ts'
import { Quarantine } from './quarantine.ts'
import { createImportStore, type Described } from './store/import-store.ts'
import { createTrainingStore } from './store/training-store.ts'

export interface ImportWatch {
  signal: AbortSignal
  onProgress(progress: ImportProgress): void
  /** A file that could not be read to its end; the others are. */
  onFailure(error: SamError): void
}

/** One run of imports, of one kind. */
export interface ImportRun {
  /**
   * Imports a file, a folder or a zip file. May be stopped or killed and run again at any time. Errors: `import-not-found`,
   * `import-empty`, `archive-invalid`, `database-*`; the signal's reason.
   */
  add(place: string): Promise<void>
  /**
   * Judges what was imported by its meaning too, once all is there. Where the model for that is missing, the report says so. May be
   * stopped; the next run goes on. Errors: `database-*`; the signal's reason.
   */
  judge(onProgress: (done: number, total: number) => void): Promise<void>
  /** What the run did until now; undefined while nothing was found at all. */
  report(): (ImportReport & { quarantineFile?: string }) | undefined
  close(): void
}

export type ImportKind = HistorySource | 'training'

/** Brings in what other programs keep. */
export interface History {
  start(kind: ImportKind, watch: ImportWatch): ImportRun
}

/** Judges all that waits for it by its meaning: `reviewCategories` with a model, where there is one. */
export type ReviewByMeaning = (options: Required<ReviewOptions>) => Promise<void>

interface Parts {
  database: SamDatabase
  turns: TurnStore
  classifier: CategoryClassifier
  review: ReviewByMeaning
  /** Where what cannot be read is kept. */
  quarantineFolder: string
}

export function createHistory({ database, turns, classifier, review, quarantineFolder }: Parts): History {
  const store = createImportStore(database, turns)
  const training = createTrainingStore(database)
  const describe = (conversation: ParsedConversation): Described => {
    const guess = classifier.guess(conversation)
    return { ...guess, signals: signalsOf(guess.category, conversation.messages) }
  }
  const categoryOf = ({ messages }: TrainingExample) => {
    const said = messages.flatMap(({ role, content }) =>
      role === 'user' || role === 'assistant' ? [{ speaker: role, text: content }] : [],
    )
    return classifier.guess({ title: undefined, messages: said, custom: false }).category
  }
  return {
    start(kind, watch) {
      const quarantine = new Quarantine(path.join(quarantineFolder, `${kind}.jsonl`), store.claimQuarantine)
      const count = new ImportCount(kind)
      let wordsOnly: string | undefined
      return {
        async add(place) {
          const task = { ...watch, place, quarantine, count }
          const failures =
            kind === 'training'
              ? await importTraining({ ...task, store: training, categoryOf })
              : await importHistory({ ...task, source: kind, store, describe })
          for (const failure of failures) watch.onFailure(failure)
        },
        async judge(onProgress) {
          const rows = count.rows()
          if (rows.length === 0) return
          try {
            await review({ signal: watch.signal, onProgress })
          } catch (thrown) {
            const error = toSamError(thrown)
            if (watch.signal.aborted || !/^(?:model|embedding|classifier|chore)-/.test(error.code)) throw error
            wordsOnly = error.code
          }
          count.recount(store.categoriesOf(rows))
        },
        report() {
          if (count.isEmpty) return undefined
          const report = count.report()
          return {
            ...report,
            ...(wordsOnly === undefined ? {} : { wordsOnly }),
            ...(report.quarantined === 0 ? {} : { quarantineFile: quarantine.file }),
          }
        },
        close: () => quarantine.close(),
      }
    },
  }
}
