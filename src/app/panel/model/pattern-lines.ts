import type { Category, Pattern } from '../../../memory/ports.ts'

/** A pattern, or the category above its patterns. */
export type PatternItem = { key: string; category: Category } | { key: string; pattern: Pattern }

/** Patterns under their categories, as they come. */
export function patternLines(patterns: readonly Pattern[]): PatternItem[] {
  const groups = Map.groupBy(patterns, ({ category }) => category)
  return [...groups].flatMap(([category, of]) => [
    { key: category, category },
    ...of.map((pattern) => ({ key: `${category}/${pattern.facet}/${pattern.value}`, pattern })),
  ])
}

export function patternKey({ source, conversation }: { source: string; conversation: string }): string {
  return `${source}/${conversation}`
}
