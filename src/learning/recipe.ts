import { defaultConfig } from '../core/config.ts'
import { type ExampleSource, exampleSources } from '../memory/ports.ts'

/** What a training set is made of; the settings' `learning`. */
export interface Recipe {
  /** Examples of the whole set, and of the first phase. */
  wholeTarget: number
  phase1Target: number
  /** Which share of the set comes from where. Imported sets come on top: they have no target of their own. */
  shares: Readonly<Partial<Record<ExampleSource, number>>>
  /** Examples that score less are left out, 0 to 1. */
  minimumQuality: number
}

export const defaultRecipe: Recipe = defaultConfig.learning

/** Examples of a set of this size that should come from a source; 0 where the recipe names none. */
export function targetOf(recipe: Recipe, source: ExampleSource, size = recipe.wholeTarget): number {
  return Math.round(size * (recipe.shares[source] ?? 0))
}

export const recipeSources: readonly ExampleSource[] = exampleSources
