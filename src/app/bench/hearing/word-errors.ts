import { editDistance } from '../../../core/numbers/edit-distance.ts'

const numberWords = [
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen',
  'eighteen nineteen',
]
  .join(' ')
  .split(' ')
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety hundred'.split(' ')
const digits = new Map<string, string>([
  ...numberWords.map((word, value): [string, string] => [word, String(value)]),
  ...tens.map((word, index): [string, string] => [word, String((index + 2) * 10)]),
])

/** Lower-case words without punctuation, number words as digits. */
export function plainWords(text: string): string[] {
  const words = text
    .toLowerCase()
    .replace(/[-–—]/g, ' ')
    .replace(/[^a-z0-9' ]/g, '')
    .split(/\s+/)
  return words.filter((word) => word !== '').map((word) => digits.get(word) ?? word)
}

/** Fewest words to insert, drop or replace. */
export function wordErrors(reference: readonly string[], heard: readonly string[]): number {
  return editDistance(reference, heard)
}
