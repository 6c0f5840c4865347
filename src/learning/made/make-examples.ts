import type { Category, Pattern, StoredOutcome, TrainingReader, TrainingStore } from '../../memory/ports.ts'
import { gapExamples } from './gap-examples.ts'
import { describe, type MadeExample } from './made-example.ts'
import { mannerExamples } from './manner-examples.ts'
import { planningExamples } from './planning-examples.ts'
import { styleExamples } from './style-examples.ts'

export interface MakingParts {
  store: TrainingStore
  reader: TrainingReader
  outcomes: Iterable<StoredOutcome>
  patterns: readonly Pattern[]
  styleFor(request: string, maximumTokens: number): string | undefined
  categoryOf(text: string): Category
  hideAll(texts: readonly string[]): string[]
  /** Claude's answers may be learned from. */
  distillationAllowed: boolean
  signal: AbortSignal
}

export type Made = Record<'planning' | 'gaps' | 'manners' | 'style', number>

const batch = 200

/**
 * Makes the examples that nobody wrote down: plans and designs, what went wrong in talking, honest and helpful manners, and the user's own
 * style. Answers how many are new. What is there already is not made again, so that it may be cut off and repeated at any time. Errors:
 * `database-*`; the signal's reason.
 */
export function makeExamples(parts: MakingParts): Made {
  const { store, reader, outcomes, patterns, styleFor, categoryOf, hideAll, distillationAllowed, signal } = parts
  const put = (made: readonly MadeExample[]) => {
    let added = 0
    for (let at = 0; at < made.length; at += batch) {
      signal.throwIfAborted()
      added += store.put(made.slice(at, at + batch).map(describe)).filter(Boolean).length
    }
    return added
  }
  return {
    planning: put(planningExamples(patterns)),
    gaps: put(gapExamples(outcomes, { hideAll, categoryOf, distillationAllowed })),
    manners: put(mannerExamples()),
    style: put(styleExamples(reader, patterns, styleFor)),
  }
}
