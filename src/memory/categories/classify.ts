import { readFileSync } from 'node:fs'
import { type LinearModel, sharesOf, unpackModel } from '../../core/text-model/linear-model.ts'
import { type Category, categories } from './category.ts'

/** What a conversation is for, and how sure that is (0 to 1). */
export interface CategoryGuess {
  category: Category
  share: number
}

/** What of a conversation tells what it is for. */
export interface Opening {
  title: string | undefined
  /** What was said, in order. */
  messages: readonly { speaker: 'user' | 'assistant'; text: string }[]
  /** Made with a character or assistant of its own. */
  custom: boolean
}

/** So much of a conversation is read: what it is for is said at its start. */
const openingMessages = 3
const openingCharacters = 500

/** Signs that do not depend on words, and how many times likelier each makes a category. Chosen by hand. */
const signs: { category: Category; times: number; holds(opening: Opening): boolean }[] = [
  { category: 'coding', times: 6, holds: ({ messages }) => messages.some(({ text }) => /^\s*```\w*\s*$/m.test(text)) },
  {
    category: 'roleplay',
    times: 4,
    // Deeds between stars, as in "*draws his sword* ...", and not an emphasised word.
    holds: ({ messages }) => messages.some(({ text }) => /(?:^|[.!?"”]\s)\*[a-z][^*\n]{8,200}\*(?!\*)/m.test(text)),
  },
  { category: 'roleplay', times: 1.5, holds: ({ custom }) => custom },
]

/** The form in which texts are learned and judged. */
export function plainWords(text: string): string {
  return text.normalize('NFKD').replace(/[’‘]/g, "'").replace(/\s+/g, ' ')
}

/** Tells what conversations are for, by a table of our own wording and a few signs. The table is read at the first one. */
export class CategoryClassifier {
  readonly #source: () => LinearModel
  #model: LinearModel | undefined

  constructor(
    source: () => LinearModel = () => unpackModel(readFileSync(new URL('./categories.bin', import.meta.url))),
  ) {
    this.#source = source
  }

  /** Nothing said is `general`. Errors: `classifier-damaged`. */
  guess(opening: Opening): CategoryGuess {
    const asked = opening.messages.filter(({ speaker }) => speaker === 'user').slice(0, openingMessages)
    const words = [opening.title ?? '', ...asked.map(({ text }) => text.slice(0, openingCharacters))].join('\n').trim()
    if (words === '') return { category: 'general', share: 0 }
    this.#model ??= this.#source()
    const { labels } = this.#model
    const shares = sharesOf(this.#model, plainWords(words))
    const weights = categories.map((category) => {
      const share = shares[labels.indexOf(category)] ?? 0
      return signs.reduce(
        (weight, sign) => (sign.category === category && sign.holds(opening) ? weight * sign.times : weight),
        share,
      )
    })
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const top = Math.max(...weights)
    return { category: categories[weights.indexOf(top)] ?? 'general', share: top / total }
  }
}
