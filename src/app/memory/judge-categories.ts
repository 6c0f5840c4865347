import os from 'node:os'
import { projectRoot, samModels } from '../../core/paths.ts'
import { CategoryClassifier } from '../../memory/categories/classify.ts'
import { type ReviewOptions, reviewCategories } from '../../memory/categories/review.ts'
import { createDatabase } from '../../memory/database.ts'
import { createModelStore } from '../../models/store.ts'
import { openMeaningModel } from './open-memory.ts'

/** Judges what was imported by its meaning too, in this process. Errors: `model-*`, and those of `reviewCategories`. */
export async function judgeCategories(home: string, options: ReviewOptions): Promise<void> {
  // Hearing and speaking go first.
  os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL)
  const database = createDatabase(home)
  try {
    const models = createModelStore({ root: samModels(), projectRoot, environment: process.env, offline: true })
    const embedder = await openMeaningModel(models)
    await reviewCategories({ database, classifier: new CategoryClassifier(), embedder }, options)
  } finally {
    database.close()
  }
}
