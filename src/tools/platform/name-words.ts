/** Lower case, without accents, and everything that is no letter or digit turned into one space. */
export function plainWords(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** True when every word is in the name, in any order; "taxreturn" holds "tax" and "return". */
export function holdsWords(name: string, words: readonly string[]): boolean {
  const plain = plainWords(name)
  return words.every((word) => plain.includes(word))
}
