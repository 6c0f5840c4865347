import { readNumber } from './numbers.ts'

export interface ClockTime {
  hour: number
  minute: number
  /** Absent when the words leave it open ("at ten"). */
  meridiem?: 'am' | 'pm'
  length: number
}

const meridiems = new Map<string, 'am' | 'pm'>([
  ['am', 'am'],
  ['pm', 'pm'],
])
const pastWords = new Set(['past', 'after'])
const hours = new Map(
  'one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .flatMap((word, index): [string, number][] => [
      [word, index + 1],
      [String(index + 1), index + 1],
    ]),
)
const toWords = new Set(['to', 'before', 'till'])

function withSuffix(
  words: readonly string[],
  at: number,
  time: { hour: number; minute: number; length: number },
): ClockTime | undefined {
  let { hour, minute, length } = time
  while (words[at + length] === 'oclock' || words[at + length] === 'sharp' || words[at + length] === 'hours') length++
  let meridiem = meridiems.get(words[at + length] ?? '')
  if (meridiem !== undefined) length++
  else if ((words[at + length] === 'a' || words[at + length] === 'p') && words[at + length + 1] === 'm') {
    meridiem = words[at + length] === 'a' ? 'am' : 'pm'
    length += 2
  }
  if (minute > 59 || hour > 24) return undefined
  if (meridiem !== undefined && (hour === 0 || hour > 12)) meridiem = undefined
  if (meridiem === 'pm' && hour < 12) hour += 12
  if (meridiem === 'am' && hour === 12) hour = 0
  if (meridiem === undefined && (hour > 12 || hour === 0)) meridiem = hour % 24 < 12 ? 'am' : 'pm'
  return { hour: hour % 24, minute, length, ...(meridiem === undefined ? {} : { meridiem }) }
}

/**
 * Reads a time of day that starts at word `at`: "6 am", "5:30", "six thirty", "half past seven", "quarter to eight",
 * "ten past nine", "seven oclock", "noon", "midnight", "1745", and what recognisers make of "1:30" ("one hundred and
 * thirty").
 */
export function readClockTime(words: readonly string[], at: number): ClockTime | undefined {
  const first = words[at] ?? ''
  if (first === 'noon' || first === 'midday') return { hour: 12, minute: 0, meridiem: 'pm', length: 1 }
  if (first === 'midnight') return { hour: 0, minute: 0, meridiem: 'am', length: 1 }
  const colon = /^([01]?\d|2[0-4])[:.]([0-5]\d)$/.exec(first)
  if (colon !== null) {
    return withSuffix(words, at, { hour: Number(colon[1]), minute: Number(colon[2]), length: 1 })
  }
  const spoken = readSpoken(words, at)
  if (spoken !== undefined) return spoken
  const number = readNumber(words, at)
  if (number === undefined || !Number.isInteger(number.value)) return undefined
  if (number.value >= 100) {
    if (number.value > 2400 || (/^\d+$/.test(first) && first.length > 4)) return undefined
    const time = { hour: Math.floor(number.value / 100), minute: number.value % 100, length: number.length }
    const read = withSuffix(words, at, time)
    // "0700" is written by the clock of 24 hours
    return read !== undefined && /^0\d{3}$/.test(first) ? { meridiem: 'am', ...read } : read
  }
  if (number.value > 24) return undefined
  const minutes = readMinutes(words, at + number.length)
  return withSuffix(words, at, {
    hour: number.value,
    minute: minutes?.value ?? 0,
    length: number.length + (minutes?.length ?? 0),
  })
}

/** "thirty" in "six thirty", "oh five" in "seven oh five". */
function readMinutes(words: readonly string[], at: number) {
  if (words[at] === 'oh' || words[at] === 'o') {
    const unit = readNumber(words, at + 1)
    return unit !== undefined && unit.value < 10 ? { value: unit.value, length: unit.length + 1 } : undefined
  }
  const minutes = readNumber(words, at)
  return minutes !== undefined && Number.isInteger(minutes.value) && minutes.value >= 10 && minutes.value < 60
    ? minutes
    : undefined
}

/** "half past seven", "a quarter to eight", "ten minutes past nine", "half seven" (which is half past). */
function readSpoken(words: readonly string[], at: number): ClockTime | undefined {
  let position = words[at] === 'a' ? at + 1 : at
  let minutes: number | undefined
  if (words[position] === 'half') minutes = 30
  else if (words[position] === 'quarter') minutes = 15
  if (minutes === undefined) {
    const number = readNumber(words, position)
    if (number === undefined || number.value > 59) return undefined
    minutes = number.value
    position += number.length
    if (words[position] === 'minutes') position++
  } else position++
  const relation = words[position] ?? ''
  if (words[at] === 'half') {
    const hour = hours.get(relation)
    if (hour !== undefined) return withSuffix(words, at, { hour, minute: 30, length: 2 })
  }
  const to = toWords.has(relation)
  if (!to && !pastWords.has(relation)) return undefined
  const hour = readNumber(words, position + 1)
  if (hour === undefined || !Number.isInteger(hour.value) || hour.value < 1 || hour.value > 24) return undefined
  const total = hour.value * 60 + (to ? -minutes : minutes)
  const time = withSuffix(words, at, { hour: hour.value, minute: 0, length: position + 1 + hour.length - at })
  if (time === undefined) return undefined
  const shifted = (time.hour * 60 + (total - hour.value * 60) + 1440) % 1440
  return { ...time, hour: Math.floor(shifted / 60), minute: shifted % 60 }
}
