/** Pearson's correlation of two rows of equal length, -1 to 1; 0 where one of them does not change. */
export function correlation(first: readonly number[], second: readonly number[]): number {
  const count = first.length
  const meanFirst = first.reduce((sum, value) => sum + value, 0) / count
  const meanSecond = second.reduce((sum, value) => sum + value, 0) / count
  let together = 0
  let ofFirst = 0
  let ofSecond = 0
  for (let at = 0; at < count; at++) {
    const a = (first[at] ?? 0) - meanFirst
    const b = (second[at] ?? 0) - meanSecond
    together += a * b
    ofFirst += a * a
    ofSecond += b * b
  }
  return ofFirst === 0 || ofSecond === 0 ? 0 : together / Math.sqrt(ofFirst * ofSecond)
}
