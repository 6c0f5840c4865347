import path from 'node:path'
import { createActionMemory } from '../memory/action-memory.ts'
import { CategoryClassifier } from '../memory/categories/classify.ts'
import { createHistory, type History } from '../memory/imports/history.ts'
import { createPatternStore } from '../memory/patterns/pattern-store.ts'
import { createStyleGuide } from '../memory/patterns/style-guide.ts'
import type { PatternStore, StyleGuide } from '../memory/ports.ts'

/** What was imported, and what it shows about the user; over the database in `home`, without the rest of SAM. */
export interface OpenHistory {
  history: History
  patterns: PatternStore
  style: StyleGuide
  close(): void
}

export function openHistory(home: string): OpenHistory {
  const { database, turns } = createActionMemory(home)
  const classifier = new CategoryClassifier()
  const patterns = createPatternStore(database)
  return {
    history: createHistory({ database, turns, classifier, quarantineFolder: path.join(home, 'quarantine') }),
    patterns,
    style: createStyleGuide(patterns, classifier),
    close: () => database.close(),
  }
}
