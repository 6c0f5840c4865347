const longestText = 64
let beforeLast = new Uint8Array(longestText + 1)
let last = new Uint8Array(longestText + 1)
let row = new Uint8Array(longestText + 1)

/**
 * Edits between two texts of at most 64 letters: insert, delete, replace, or swap two neighbours (optimal string alignment).
 * Stops early and answers `limit + 1` once more than `limit` edits are certain.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit || a.length > longestText || b.length > longestText) return limit + 1
  for (let j = 0; j <= b.length; j += 1) last[j] = j
  for (let i = 1; i <= a.length; i += 1) {
    row[0] = i
    let least = i
    const letter = a.charCodeAt(i - 1)
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = at(last, j - 1) + (letter === b.charCodeAt(j - 1) ? 0 : 1)
      let edits = Math.min(at(last, j) + 1, at(row, j - 1) + 1, replaced)
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1)) {
        edits = Math.min(edits, at(beforeLast, j - 2) + 1)
      }
      row[j] = edits
      if (edits < least) least = edits
    }
    if (least > limit) return limit + 1
    const spare = beforeLast
    beforeLast = last
    last = row
    row = spare
  }
  return at(last, b.length)
}

function at(values: Uint8Array, index: number): number {
  return values[index] ?? 0
}
