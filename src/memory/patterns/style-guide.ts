import type { CategoryClassifier } from '../categories/classify.ts'
import type { Pattern, PatternStore, StyleGuide } from '../ports.ts'
import { styleParagraph } from './style-paragraph.ts'

/** Less sure than this what a request is about, and the user's ways in that are left out. */
const minimumShare = 0.4

/** The user's ways in what a request is about. Patterns are read again when something changed them. */
export function createStyleGuide(patterns: PatternStore, classifier: CategoryClassifier): StyleGuide {
  let known: Pattern[] = []
  let stamp: string | undefined
  return {
    styleFor(request, maximumTokens) {
      const now = patterns.stamp()
      if (now !== stamp) known = patterns.list()
      stamp = now
      if (known.length === 0) return undefined
      const opening = { title: undefined, messages: [{ speaker: 'user' as const, text: request }], custom: false }
      const { category, share } = classifier.guess(opening)
      return share < minimumShare ? undefined : styleParagraph(category, known, maximumTokens)
    },
  }
}
