/** Lower case, without accents and punctuation, so that what was heard compares with what was written. */
export function plainWords(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Those of this very wording, else those that hold every word of it. */
export function sameWords<Item>(items: readonly Item[], text: string, textOf: (item: Item) => string): Item[] {
  const wanted = plainWords(text)
  if (wanted === '') return []
  const exact = items.filter((item) => plainWords(textOf(item)) === wanted)
  if (exact.length > 0) return exact
  const words = wanted.split(' ')
  return items.filter((item) => {
    const has = new Set(plainWords(textOf(item)).split(' '))
    return words.every((word) => has.has(word))
  })
}
