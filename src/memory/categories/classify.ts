import { readFileSync } from 'node:fs'
import { SamError } from '../../core/errors.ts'
import { type LinearModel, sharesOf, unpackModel } from '../../core/text-model/linear-model.ts'
import { type Category, categories } from './category.ts'
import { likeliest, type MeaningWeights, sharesByMeaning, softmax, unpackMeaningWeights } from './meaning-weights.ts'
import { type Opening, plainWords, wordsOf } from './opening.ts'

/** What a conversation is for, and how sure that is (0 to 1). */
export interface CategoryGuess {
  category: Category
  share: number
}

/** A guess by words, with what it rests on; see `guessByMeaning`. */
export interface WordGuess extends CategoryGuess {
  /** What words and signs say of each category, in the order of `categories`, as logarithms. Absent where nothing was said. */
  evidence?: number[]
}

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
/** No word makes anything impossible. */
const leastShare = 1e-4

interface Tables {
  words(): LinearModel
  meanings(): MeaningWeights
}

const shipped: Tables = {
  words: () => unpackModel(readFileSync(new URL('./categories.bin', import.meta.url))),
  meanings: () => unpackMeaningWeights(readFileSync(new URL('./meanings.json', import.meta.url), 'utf8')),
}

/**
 * Tells what conversations are for: at once by a table of our own wording and a few signs, and better with the meaning of the opening
 * (docs/decisions/0019). The tables are read at the first one.
 */
export class CategoryClassifier {
  readonly #source: Tables
  #words: LinearModel | undefined
  #meanings: MeaningWeights | undefined

  constructor(source: Partial<Tables> = {}) {
    this.#source = { ...shipped, ...source }
  }

  /** By words and signs. Nothing said is `general`. Errors: `classifier-damaged`. */
  guess(opening: Opening): WordGuess {
    const words = wordsOf(opening)
    if (words === '') return { category: 'general', share: 0 }
    this.#words ??= this.#source.words()
    const { labels } = this.#words
    const shares = sharesOf(this.#words, plainWords(words))
    const evidence = categories.map((category) =>
      signs.reduce(
        (sum, sign) => (sign.category === category && sign.holds(opening) ? sum + Math.log(sign.times) : sum),
        Math.log(leastShare + (shares[labels.indexOf(category)] ?? 0)),
      ),
    )
    return { ...likeliest(softmax(evidence)), evidence }
  }

  /** With the vector of `meantWordsOf` the opening. Errors: `classifier-damaged`; `classifier-unfit` for vectors of another model. */
  guessByMeaning(evidence: readonly number[], vector: Float32Array, modelId: string): CategoryGuess {
    this.#meanings ??= this.#source.meanings()
    if (this.#meanings.modelId !== modelId) {
      throw new SamError('classifier-unfit', `Conversations cannot be told apart by the vectors of ${modelId}.`, {
        remedy: 'scripts/launch scripts/train-categories.ts',
      })
    }
    return likeliest(sharesByMeaning(this.#meanings, vector, evidence))
  }
}
