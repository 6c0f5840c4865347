import type { Category } from '../categories/category.ts'
import type { Pattern } from '../ports.ts'
import { facetsOf } from './facets.ts'

/** Values of one facet that are named; more would hide the strong ones. */
const namedValues = 3
/** Characters of English in one token, rather too few than too many, so that the budget holds. */
const charactersPerToken = 3.5
const minorWeight = 0.01
const lead = 'About the user, from earlier conversations:'

/**
 * The user's ways in a category, as a paragraph for a model's prompt: strongest evidence first, whole statements only, never above
 * the budget. Undefined when nothing is known, or nothing fits.
 */
export function styleParagraph(
  category: Category,
  patterns: readonly Pattern[],
  maximumTokens: number,
): string | undefined {
  const statements = facetsOf[category]
    .map((facet) => {
      const own = patterns.filter(
        (one) => one.category === category && one.facet === facet.id && one.verdict !== 'wrong',
      )
      const named = [...own].sort((a, b) => weightOf(b) - weightOf(a)).slice(0, namedValues)
      const words = inWords(named.map(({ value }) => value))
      const weight = Math.max(0, ...named.map(weightOf)) * (facet.minor === true ? minorWeight : 1)
      return { text: facet.phrase.replace('{}', words), weight }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
  let paragraph = lead
  for (const { text } of statements) {
    const longer = `${paragraph}${paragraph === lead ? ' ' : '; '}${text}`
    if ((longer.length + 1) / charactersPerToken <= maximumTokens) paragraph = longer
  }
  return paragraph === lead ? undefined : `${paragraph}.`
}

/** What the user confirmed weighs more than anything counted. */
function weightOf({ verdict, count, of }: Pattern): number {
  return verdict === 'right' ? 2 : count / Math.max(1, of)
}

function inWords(values: readonly string[]): string {
  return values.length < 2 ? (values[0] ?? '') : `${values.slice(0, -1).join(', ')} and ${values.at(-1)}`
}
