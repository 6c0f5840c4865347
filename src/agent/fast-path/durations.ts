import { readFraction, readNumber } from './numbers.ts'

export interface ReadDuration {
  seconds: number
  /** How many words it took. */
  length: number
}

const unitSeconds = new Map<string, number>()
for (const [seconds, names] of [
  [1, 'second seconds sec secs s'],
  [60, 'minute minutes min mins m'],
  [3600, 'hour hours hr hrs h'],
  [86_400, 'day days'],
  [604_800, 'week weeks'],
] as const) {
  for (const name of names.split(' ')) unitSeconds.set(name, seconds)
}

/** "half an hour", "a quarter of an hour", "three quarters of an hour", "half a minute". */
const fractions: [string[], number][] = [
  [['three', 'quarters', 'of', 'an'], 0.75],
  [['three', 'quarters', 'of', 'a'], 0.75],
  [['a', 'quarter', 'of', 'an'], 0.25],
  [['quarter', 'of', 'an'], 0.25],
  [['quarter', 'of', 'a'], 0.25],
  [['a', 'quarter'], 0.25],
  [['quarter'], 0.25],
  [['half', 'an'], 0.5],
  [['half', 'a'], 0.5],
  [['a', 'half'], 0.5],
  [['half'], 0.5],
]

function readPart(words: readonly string[], at: number): ReadDuration | undefined {
  for (const [phrase, factor] of fractions) {
    const unit = unitSeconds.get(words[at + phrase.length] ?? '')
    if (unit !== undefined && phrase.every((word, offset) => words[at + offset] === word)) {
      return { seconds: factor * unit, length: phrase.length + 1 }
    }
  }
  const article = /^(?:a|an|another)$/.test(words[at] ?? '')
  const counted = article
    ? words[at + 1] === 'couple' || words[at + 1] === 'few'
      ? { value: words[at + 1] === 'few' ? 3 : 2, length: words[at + 2] === 'of' ? 3 : 2 }
      : { value: 1, length: 1 }
    : readNumber(words, at)
  if (counted === undefined) return undefined
  const unit = unitSeconds.get(words[at + counted.length] ?? '')
  if (unit === undefined) return undefined
  let seconds = counted.value * unit
  let length = counted.length + 1
  // "an hour and a quarter", "one and a half hours" is already in the number
  const tail = readFraction(words, at + length)
  if (tail !== undefined && !unitSeconds.has(words[at + length + tail.length] ?? '')) {
    seconds += tail.value * unit
    length += tail.length
  }
  return { seconds, length }
}

/**
 * Reads a length of time that starts at word `at`: "5 minutes", "an hour and a half", "one hour 5 minutes and 30
 * seconds", "half an hour", "five and a half minutes", "a couple of minutes", "two minutes thirty". Each unit must be
 * smaller than the one before.
 */
export function readDuration(words: readonly string[], at: number): ReadDuration | undefined {
  const first = readPart(words, at)
  if (first === undefined) return undefined
  let { seconds, length } = first
  let smallest = unitSeconds.get(words[at + length - 1] ?? '') ?? 0
  while (smallest > 1) {
    const gap = words[at + length] === 'and' ? 1 : 0
    const next = readPart(words, at + length + gap)
    if (next === undefined) break
    const unit = unitSeconds.get(words[at + length + gap + next.length - 1] ?? '') ?? 0
    if (unit === 0 || unit >= smallest) break
    seconds += next.seconds
    length += gap + next.length
    smallest = unit
  }
  if (smallest === 60 || smallest === 3600) {
    // "two minutes thirty", "one hour twenty"
    const bare = readNumber(words, at + length)
    if (bare !== undefined && Number.isInteger(bare.value) && bare.value > 0 && bare.value < 60) {
      const following = words[at + length + bare.length]
      if (following === undefined || following === 'timer' || following === 'called' || following === 'named') {
        seconds += bare.value * (smallest / 60)
        length += bare.length
      }
    }
  }
  return Number.isFinite(seconds) ? { seconds: Math.round(seconds * 1000) / 1000, length } : undefined
}
