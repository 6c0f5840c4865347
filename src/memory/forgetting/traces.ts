/** What is looked for: texts as they stand, and words that all stand in one text. */
export interface Sought {
  texts: readonly string[]
  words: readonly string[]
}

/** Shorter texts stand in too many places to be looked for as a whole. */
export const shortestPhrase = 8
/** Of a long text its beginning is looked for: nothing else begins like that. */
const longestPhrase = 2000

/** A text as it is looked for; none where it is too short. What was hidden in it as a secret stands elsewhere in the clear. */
export function phraseOf(text: string): string | undefined {
  const parts = text.split('[secret]').map((part) => part.trim().replace(/[.!]$/, ''))
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), '')
  return longest.length < shortestPhrase ? undefined : longest.slice(0, longestPhrase)
}

/** Words without case, marks and punctuation. */
export function wordsIn(text: string): string[] {
  return foldedOf(text).match(/[\p{L}\p{N}]+/gu) ?? []
}

function foldedOf(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

/** A word counts in singular and plural: the index of turns reads both as one, and what is forgotten there must not stay elsewhere. */
function formsOf(word: string): string[] {
  return word.endsWith('s') ? [word, word.slice(0, -1)] : [word, `${word}s`]
}

/** Asks of whole texts. */
export function isSought({ texts, words }: Sought): (text: string) => boolean {
  const phrases = texts.flatMap((text) => phraseOf(text)?.toLowerCase() ?? [])
  const forms = words.map(formsOf)
  return (text) => {
    const lower = text.toLowerCase()
    if (phrases.some((phrase) => lower.includes(phrase))) return true
    if (forms.length === 0) return false
    const there = new Set(wordsIn(text))
    return forms.every((ones) => ones.some((form) => there.has(form)))
  }
}

/** The end of a piece that may belong to what the next piece begins with: part of a word, or of an escaped letter. */
const openEnd = /(?:\\u?[\da-fA-F]{0,3}|[\p{L}\p{M}\p{N}]){1,64}$/u

/**
 * Looks through JSON that comes in pieces, damaged or not, as it stands and as JSON writes it. Words count as together where they stand
 * in one JSON string.
 */
export class TraceFinder {
  readonly #phrases: readonly string[]
  readonly #forms: readonly string[][]
  readonly #overlap: number
  #rest = ''
  #open = ''
  /** Places in `#forms` whose word stands in the string that is being read. */
  readonly #there = new Set<number>()
  #found = false

  constructor({ texts, words }: Sought) {
    const plain = texts.flatMap((text) => phraseOf(text)?.toLowerCase() ?? [])
    this.#phrases = [...new Set(plain.flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]))]
    this.#forms = words.map(formsOf)
    // An escaped letter takes six.
    this.#overlap = 6 * Math.max(0, ...this.#phrases.map(({ length }) => length)) + 16
  }

  add(piece: string): void {
    if (this.#found) return
    const all = this.#rest + piece
    this.#found = this.#holdsPhrase(all)
    this.#rest = all.slice(-this.#overlap)
    if (this.#forms.length === 0) return
    const text = this.#open + piece
    this.#open = openEnd.exec(text.slice(-64))?.[0] ?? ''
    this.#readWords(text.slice(0, text.length - this.#open.length))
  }

  /** Whether it was there, when all has been added. */
  end(): boolean {
    this.#readWords(this.#open)
    return this.#found
  }

  #holdsPhrase(text: string): boolean {
    if (this.#phrases.length === 0) return false
    const lower = text.toLowerCase()
    const plain = unescaped(lower)
    return this.#phrases.some((phrase) => plain.includes(phrase) || lower.includes(phrase))
  }

  #readWords(text: string): void {
    for (const [index, part] of text.split(/(?<!\\)"/).entries()) {
      if (index > 0) this.#there.clear()
      const words = new Set(wordsIn(unescaped(part)))
      for (const [place, forms] of this.#forms.entries())
        if (forms.some((form) => words.has(form))) this.#there.add(place)
      if (this.#forms.length > 0 && this.#there.size === this.#forms.length) this.#found = true
    }
  }
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(/\\(?:u([\da-fA-F]{4})|(.))/gs, (_, code: string | undefined, letter: string | undefined) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
    return letter === 'n' ? '\n' : letter === 't' ? '\t' : letter === 'r' ? '\r' : (letter ?? '')
  })
}
