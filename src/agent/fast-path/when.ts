import { localDate } from '../../core/local-time.ts'
import { addDays, weekday } from './calendar-days.ts'
import { readClockTime } from './clock-time.ts'
import { type Moment, readMoment } from './moments.ts'
import { readNumber } from './numbers.ts'
import { fromTokens, type Token, type Utterance } from './utterance.ts'

const monthNames = 'january|february|march|april|may|june|july|august|september|october|november|december'.split('|')

/** After these a bare number is an hour: "at five", "by six". */
const beforeHour = /^(?:at|by|around|about|before|until|till|from|after|since)$/
const beforeDay =
  /^(?:on|for|in|this|at|by|from|starting|the|every|each|around|of|before|until|till|next|coming|during)$/

/** The words of an utterance in their own spelling, whatever was taken out between them. */
export function surfaceOfTokens(original: string, tokens: readonly Token[]): string {
  const parts: string[] = []
  let from = 0
  while (from < tokens.length) {
    let to = from
    // words of one contraction share their place
    while (to + 1 < tokens.length && gapIsPlain(original, tokens[to], tokens[to + 1])) to++
    const first = tokens[from]
    const last = tokens[to]
    if (first !== undefined && last !== undefined) parts.push(original.slice(first.start, last.end))
    from = to + 1
  }
  return parts.join(' ').trim()
}

function gapIsPlain(original: string, one: Token | undefined, other: Token | undefined): boolean {
  if (one === undefined || other === undefined) return false
  return one.start === other.start || /^[^\p{L}\p{N}]*$/u.test(original.slice(one.end, other.start))
}

function startsMoment(words: readonly string[], at: number): boolean {
  const word = words[at] ?? ''
  if (beforeHour.test(word) || beforeDay.test(word)) return true
  if (/^(?:today|tomorrow|tonight|yesterday|everyday|daily|weekdays|weekends|noon|midnight|midday)(?:'s)?$/.test(word))
    return true
  if (weekday.test(word) || monthNames.includes(word) || /^\d{1,4}[/-]\d{1,2}/.test(word)) return true
  if (/^(?:morning|afternoon|evening|night)$/.test(word)) return at === words.length - 1
  const clock = readClockTime(words, at)
  if (clock === undefined) return /^\d+(?:st|nd|rd|th)$/.test(word)
  const said = words.slice(at, at + clock.length).join(' ')
  return /\b(?:am|pm|oclock|noon|midnight)$|[ap] m$|^\d{1,2}:\d{2}/.test(said)
}

/** "for two people", "in three" and "on the second shelf" name no time. */
function isBareCount(words: readonly string[], at: number, length: number): boolean {
  let first = at
  while (first < at + length && /^(?:on|for|in|the|of|this|around|about|during)$/.test(words[first] ?? '')) first++
  if (words.slice(at, first).some((word) => /^(?:at|by)$/.test(word))) return false
  const number = readNumber(words, first)
  return number !== undefined && first + number.length === at + length && !/:/.test(words[first] ?? '')
}

/**
 * Takes the point in time out of a request, wherever it stands and in however many places: "remind me tomorrow to call Ann
 * at five" leaves "remind me to call Ann".
 */
export function takeWhen(utterance: Utterance, now: Date): { rest: Utterance; moment?: Moment } {
  let { tokens } = utterance
  let moment: Moment | undefined
  for (let at = 0; at < tokens.length; at++) {
    const words = tokens.map((token) => token.word)
    if (!startsMoment(words, at)) continue
    const found = readMoment(words, at, now)
    if (found === undefined || isBareCount(words, at, found.length)) continue
    const both = moment === undefined ? found : joinMoments(moment, found)
    if (both === undefined) continue
    moment = both
    tokens = [...tokens.slice(0, at), ...tokens.slice(at + found.length)]
    at = Math.max(-1, at - 1)
  }
  return { rest: fromTokens(utterance.original, tokens), ...(moment === undefined ? {} : { moment }) }
}

/** "the six am alarm for wednesday": the hour of one, the day of the other; undefined when they do not complete each other. */
function joinMoments(first: Moment, second: Moment): Moment | undefined {
  const [timed, dated] = first.hasTime ? [first, second] : [second, first]
  if (!timed.hasTime || dated.hasTime || timed.dayNamed) return undefined
  if (!dated.dayNamed && dated.repeat === undefined && dated.part === undefined) return undefined
  const day = dated.date
  let hour = timed.date.getHours()
  if (/^(?:afternoon|evening|tonight)$/.test(dated.part ?? '') && hour < 12) hour += 12
  return {
    ...timed,
    ...dated,
    date: new Date(day.getFullYear(), day.getMonth(), day.getDate(), hour, timed.date.getMinutes()),
    hasTime: true,
  }
}

export interface Days {
  from: Date
  /** Not included. */
  to: Date
  length: number
}

function days(from: Date, to: Date, length: number): Days {
  return { from, to, length }
}

/** Reads a stretch of days ahead at word `at`: "this week", "next weekend", "the next five days", "march", "the rest of the month". */
function readDaysAhead(words: readonly string[], at: number, now: Date): Days | undefined {
  const today = addDays(now, 0)
  let position = at
  while (/^(?:in|on|for|over|during|the|rest|of|all|my|within)$/.test(words[position] ?? '')) position++
  const word = words[position] ?? ''
  const monday = addDays(today, -((today.getDay() + 6) % 7))
  const length = (count: number) => position + count - at
  if (/^(?:this|next|coming|upcoming|last|past)$/.test(word)) {
    const unit = (words[position + 1] ?? '').replace(/'s$/, '')
    const step = word === 'this' ? 0 : word === 'last' || word === 'past' ? -1 : 1
    if (unit === 'week') return days(addDays(monday, 7 * step), addDays(monday, 7 * step + 7), length(2))
    if (unit === 'weekend') return days(addDays(monday, 5 + 7 * step), addDays(monday, 7 + 7 * step), length(2))
    if (unit === 'month')
      return days(
        new Date(now.getFullYear(), now.getMonth() + step, 1),
        new Date(now.getFullYear(), now.getMonth() + step + 1, 1),
        length(2),
      )
    if (unit === 'year')
      return days(new Date(now.getFullYear() + step, 0, 1), new Date(now.getFullYear() + step + 1, 0, 1), length(2))
    const count = /^(?:few|couple)$/.test(unit)
      ? { value: 3, length: words[position + 2] === 'of' ? 2 : 1 }
      : readNumber(words, position + 1)
    const many = (words[position + 1 + (count?.length ?? 0)] ?? '').replace(/s$/, '')
    if (count === undefined || step < 1 || !/^(?:day|week|month)$/.test(many)) return undefined
    const span = Math.round(count.value) * (many === 'day' ? 1 : many === 'week' ? 7 : 30)
    return days(today, addDays(today, span), length(2 + count.length))
  }
  if (word === 'weekend') return days(addDays(monday, 5), addDays(monday, 7), length(1))
  if (word === 'week' && position > at) return days(today, addDays(monday, 7), length(1))
  if (word === 'month' && position > at)
    return days(today, new Date(now.getFullYear(), now.getMonth() + 1, 1), length(1))
  const month = monthNames.indexOf(word)
  if (
    month >= 0 &&
    /^(?:in|for|of|during)$/.test(words[position - 1] ?? '') &&
    readNumber(words, position + 1) === undefined
  ) {
    const year = now.getFullYear() + (month < now.getMonth() ? 1 : 0)
    return days(new Date(year, month, 1), new Date(year, month + 1, 1), length(1))
  }
  return undefined
}

/** The day or days that a question is about, as slots, and the question without them. */
export function takeDays(
  utterance: Utterance,
  now: Date,
): { rest: Utterance; slots: { day?: string; from?: string; to?: string } } {
  const words = utterance.tokens.map((token) => token.word)
  for (let at = 0; at < words.length; at++) {
    const found = readDaysAhead(words, at, now)
    if (found === undefined) continue
    const rest = fromTokens(utterance.original, [
      ...utterance.tokens.slice(0, at),
      ...utterance.tokens.slice(at + found.length),
    ])
    return { rest, slots: { from: localDate(found.from), to: localDate(found.to) } }
  }
  const { rest, moment } = takeWhen(utterance, now)
  const named = moment !== undefined && (moment.dayNamed || moment.part !== undefined || moment.hasTime)
  return { rest, slots: named && moment !== undefined ? { day: localDate(moment.date) } : {} }
}
