import path from 'node:path'
import { CategoryClassifier } from '../../memory/categories/classify.ts'
import { conversationsToReview, reviewAllAgain } from '../../memory/categories/review.ts'
import { createHistory, type History, type ReviewByMeaning } from '../../memory/imports/history.ts'
import { createMemoryStores } from '../../memory/memory-stores.ts'
import { createPatternStore } from '../../memory/patterns/pattern-store.ts'
import { createStyleGuide } from '../../memory/patterns/style-guide.ts'
import type { PatternStore, StyleGuide } from '../../memory/ports.ts'
import { runChore } from '../chores/run-chore.ts'
import type { RequestProgress } from '../server/requests/request-progress.ts'

/** What was imported, and what it shows about the user; over the database in `home`, without the rest of SAM. */
export interface OpenHistory {
  history: History
  patterns: PatternStore
  style: StyleGuide
  /** Judges every conversation anew but those that the user corrected; answers how many. Errors: `model-*`, `database-*`, `chore-*`. */
  judgeAgain(options: Parameters<ReviewByMeaning>[0]): Promise<number>
  close(): void
}

/** @param environment tells where the models are */
export function openHistory(home: string, environment: Record<string, string | undefined> = process.env): OpenHistory {
  const { database, turns } = createMemoryStores(home)
  const classifier = new CategoryClassifier()
  const patterns = createPatternStore(database)
  // In a process of its own: its model needs more memory than an import of any size.
  const review: ReviewByMeaning = async ({ signal, onProgress }) => {
    const call = { signal, onProgress: ({ done, total }: RequestProgress) => onProgress(done, total) }
    if (conversationsToReview(database) > 0)
      await runChore<'judge-categories'>({ kind: 'judge-categories', home }, call, environment)
  }
  return {
    history: createHistory({
      database,
      turns,
      classifier,
      review,
      quarantineFolder: path.join(home, 'quarantine'),
    }),
    patterns,
    style: createStyleGuide(patterns, classifier),
    async judgeAgain(options) {
      const count = reviewAllAgain(database)
      await review(options)
      return count
    },
    close: () => database.close(),
  }
}
