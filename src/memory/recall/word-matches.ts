import type { Connection } from '../database.ts'

/** More rows than this with a word are not read: the newest count. It bounds the work at any size of the memory. */
const rowsAWord = 2000
const mostWords = 12

/**
 * Rows that hold words of a question, each with the sum of their weights (the rarer the word, the heavier: the idf of BM25).
 * FTS5's own ranking reads a page for every row it ranks, a second for two common words in a million rows.
 */
export function matchWords(connection: Connection, words: readonly string[]): Map<number, number> {
  const total = (connection.prepare('SELECT max(id) FROM turns').pluck().get() as number | null) ?? 0
  // Each word quoted: what a person says is never read as a query's syntax.
  const find = connection
    .prepare('SELECT rowid FROM turns_text WHERE turns_text MATCH ? ORDER BY rowid DESC LIMIT ?')
    .pluck()
  const weights = new Map<number, number>()
  for (const word of words.slice(0, mostWords)) {
    const rows = find.all(`"${word}"`, rowsAWord) as number[]
    const weight = Math.log(1 + (total - rows.length + 0.5) / (rows.length + 0.5))
    for (const row of rows) weights.set(row, (weights.get(row) ?? 0) + weight)
  }
  return weights
}
