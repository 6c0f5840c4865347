import type { TrainingStore } from '../memory/ports.ts'
import type { LearningStatus, SourceStatus } from './ports.ts'
import { type Recipe, recipeSources, targetOf } from './recipe.ts'

/** What there is to learn from, by source, against what the recipe wants. */
export function learningStatus(store: TrainingStore, recipe: Recipe): LearningStatus {
  const counts = store.counts()
  const sources = recipeSources.map((source): SourceStatus => {
    const { raw, ready } = counts.get(source) ?? { raw: 0, ready: 0 }
    const target = targetOf(recipe, source)
    const status = raw === 0 ? 'empty' : ready < target ? 'growing' : 'complete'
    return { id: source, raw, ready, target, status }
  })
  const { wholeTarget, phase1Target } = recipe
  const ready = sources.reduce((sum, source) => sum + source.ready, 0)
  return { sources, ready, target: wholeTarget, phase1Target, completion: Math.min(1, ready / phase1Target) }
}
