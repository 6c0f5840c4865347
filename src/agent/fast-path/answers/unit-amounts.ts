import { type ReadNumber, readNumber } from '../numbers.ts'

const parts = new Map([
  ['half', 0.5],
  ['quarter', 0.25],
  ['third', 1 / 3],
])

/** An amount before a unit: "5", "two and a half", "a", "half a", "three quarters of a". */
export function fractionOf(words: readonly string[], at: number): ReadNumber | undefined {
  const negative = words[at] === 'minus' || words[at] === 'negative'
  if (negative) {
    const number = readNumber(words, at + 1)
    return number === undefined ? undefined : { value: -number.value, length: number.length + 1 }
  }
  if (words[at] === 'three' && words[at + 1] === 'quarters') return { value: 0.75, length: skipOf(words, at + 2) - at }
  const part =
    parts.get(words[at] ?? '') ?? (/^(?:a|one)$/.test(words[at] ?? '') ? parts.get(words[at + 1] ?? '') : undefined)
  if (part !== undefined) return { value: part, length: skipOf(words, at + (parts.has(words[at] ?? '') ? 1 : 2)) - at }
  const number = readNumber(words, at)
  if (number !== undefined) return number
  return /^(?:a|an)$/.test(words[at] ?? '') ? { value: 1, length: 1 } : undefined
}

function skipOf(words: readonly string[], at: number): number {
  let next = at
  if (words[next] === 'of') next++
  if (/^(?:a|an)$/.test(words[next] ?? '')) next++
  return next
}
