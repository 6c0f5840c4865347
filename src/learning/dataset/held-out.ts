import { hashWord, mix, wordsOf } from './shingles.ts'

/** Words in a row that two texts hardly share by chance (PaLM, Chowdhery 2022, section 8). */
const gramWords = 8

/**
 * What is asked to prove that SAM learned: no example may hold it. Known by hashes of eight words in a row, so that a list of hashes
 * is enough where the questions themselves are to stay unseen; shorter questions by all their words.
 */
export class HeldOut {
  readonly #grams = new Set<number>()
  readonly #whole = new Set<number>()

  /** @param hashes as `hashes()` of another one gives them */
  constructor(texts: Iterable<string>, hashes: Iterable<number> = []) {
    for (const text of texts) {
      const words = wordsOf(text)
      if (words.length === 0) continue
      if (words.length < gramWords) this.#whole.add(hashOf(words, 0, words.length))
      else for (const gram of gramsOf(words)) this.#grams.add(gram)
    }
    for (const hash of hashes) (hash < 0 ? this.#whole : this.#grams).add(Math.abs(hash))
  }

  /** Hashes. */
  get size(): number {
    return this.#grams.size + this.#whole.size
  }

  /** Those of short questions are negative. */
  hashes(): number[] {
    return [...this.#grams, ...[...this.#whole].map((hash) => -hash)].sort((one, other) => one - other)
  }

  /** Whether one of these messages asks or tells what is held out. */
  isIn(texts: readonly string[]): boolean {
    if (this.size === 0) return false
    return texts.some((text) => {
      const words = wordsOf(text)
      if (words.length < gramWords) return words.length > 0 && this.#whole.has(hashOf(words, 0, words.length))
      for (const gram of gramsOf(words)) if (this.#grams.has(gram)) return true
      return false
    })
  }
}

function* gramsOf(words: readonly string[]): Generator<number> {
  for (let at = 0; at + gramWords <= words.length; at += 1) yield hashOf(words, at, at + gramWords)
}

/** 52 bits and never 0, exact as a number. */
function hashOf(words: readonly string[], from: number, to: number): number {
  let [high, low] = [0x811c9dc5, 0x9e3779b9]
  for (let at = from; at < to; at += 1) {
    const word = hashWord(words[at] ?? '')
    high = mix(high ^ word)
    low = mix(low + word)
  }
  return (high & 0xfffff) * 2 ** 32 + low + 1
}
