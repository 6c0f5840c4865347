/** Whether all words of a search stand somewhere in these texts, whatever their case. */
export function holdsWords(query: string, ...texts: readonly string[]): boolean {
  const text = texts.join(' ').toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
