import { readDuration } from '../fast-path/durations.ts'
import { readMoment } from '../fast-path/moments.ts'
import { readNumber } from '../fast-path/numbers.ts'
import type { Token } from '../fast-path/utterance.ts'

/** Parts of a number or of a time of day. */
const numeric = /^(?:\d[\d.:,]*|half|quarter|past|oclock|noon|midday|midnight|hundred|thousand)$/
/** Whether words are a day does not depend on today. */
const anyDay = new Date(2000, 0, 1)

/** What words are when they are nothing else: "forty percent", "half an hour", "on Friday at six". */
export function valueIn(words: readonly string[]): 'number' | 'duration' | 'moment' | undefined {
  if (isNumbers(words)) return 'number'
  if (readDuration(words, 0)?.length === words.length) return 'duration'
  return readMoment(words, 0, anyDay)?.length === words.length ? 'moment' : undefined
}

/** Which is which where one is a day and the other a time of day, so that neither takes the other's place: "at six" and "tomorrow". */
export function dayAndTime(
  first: readonly string[],
  second: readonly string[],
): 'day first' | 'time first' | undefined {
  const kinds = [first, second].map((words) => {
    const moment = readMoment(words, 0, anyDay)
    if (moment === undefined || moment.repeat !== undefined || moment.dayNamed === moment.hasTime) return undefined
    return moment.dayNamed ? 'day' : 'time'
  })
  if (kinds[0] === 'day' && kinds[1] === 'time') return 'day first'
  return kinds[0] === 'time' && kinds[1] === 'day' ? 'time first' : undefined
}

/** Whether a border before this word would cut a number, a time or a word like "don't" in two. */
export function cutsValue(tokens: readonly Token[], at: number): boolean {
  const [left, right] = [tokens[at - 1], tokens[at]]
  if (left === undefined || right === undefined) return false
  return left.start === right.start || (isNumber(left.word) && isNumber(right.word))
}

/** "twenty five", "six fifteen", "half past six", "quarter to seven", "forty percent". */
function isNumbers(words: readonly string[]): boolean {
  const [first, last] = [words[0] ?? '', words.at(-1)]
  return (
    isNumber(first) &&
    last !== 'past' &&
    last !== 'to' &&
    last !== 'and' &&
    words.every((word) => isNumber(word) || /^(?:percent|to|and)$/.test(word))
  )
}

function isNumber(word: string): boolean {
  return numeric.test(word) || readNumber([word], 0) !== undefined
}
