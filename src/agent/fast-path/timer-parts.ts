import { type ReadDuration, readDuration } from './durations.ts'
import { type Moment, readMoment } from './moments.ts'
import { readNumber } from './numbers.ts'
import { surfaceOf, type Utterance } from './utterance.ts'

/** A request about timers or alarms with its times and its name taken out. */
export interface TimerParts {
  /** What is left. */
  words: string[]
  durationSeconds?: number
  moment?: Moment
  name?: string
}

/** Takes the name ("called pizza") out; it ends where a time begins. */
export function takeName(words: string[], utterance: Utterance, now: Date): TimerParts {
  const at = words.findIndex((word, index) => {
    if (/^(?:called|named|labelled|labeled|titled)$/.test(word)) return true
    return word === 'with' && words[index + 1] === 'the' && /^(?:name|label)$/.test(words[index + 2] ?? '')
  })
  const from = words[at] === 'with' ? at + 3 : at + 1
  if (at < 0 || from >= words.length) return { words }
  let end = from + 1
  while (end < words.length) {
    const time = /^(?:for|at|in|on|by|to)$/.test(words[end] ?? '')
    if (time && (readDuration(words, end + 1) ?? readMoment(words, end + 1, now)) !== undefined) break
    if (/^(?:timer|alarm)$/.test(words[end] ?? '')) break
    end++
  }
  const name = surfaceOf(utterance, words.slice(from, end).join(' '))
  return { words: [...words.slice(0, at), ...words.slice(end)], name }
}

/** The first length of time. For a timer "for ten" is ten minutes, and so is "count down ten". */
export function takeDuration(words: string[], bareMinutes: boolean): TimerParts {
  for (let at = 0; at < words.length; at++) {
    const found = readDuration(words, at) ?? (bareMinutes ? readWrittenLength(words, at) : undefined)
    // "every two hours" is no length
    if (found === undefined || words[at - 1] === 'every') continue
    const rest = words.slice(at + found.length)
    if (rest[0] === 'from' && rest[1] === 'now') rest.splice(0, 2)
    return { words: [...words.slice(0, at), ...rest], durationSeconds: found.seconds }
  }
  const last = words.findLastIndex((word) => /^(?:for|of|to|timer|countdown|down)$/.test(word))
  const number = bareMinutes && last >= 0 ? readNumber(words, last + 1) : undefined
  if (number !== undefined && number.value > 0 && last + 1 + number.length === words.length) {
    return { words: words.slice(0, last + 1), durationSeconds: number.value * 60 }
  }
  return { words }
}

/** "a timer for 1:30" is as a clock that runs down shows it; "until 1:30" and "1:30 pm" are times of day. */
function readWrittenLength(words: readonly string[], at: number): ReadDuration | undefined {
  const written = /^(\d{1,2}):([0-5]\d)$/.exec(words[at] ?? '')
  if (written === null || words[at - 1] !== 'for' || /^(?:am|pm|in|tomorrow|tonight|today)$/.test(words[at + 1] ?? ''))
    return undefined
  const seconds = Number(written[1]) * 60 + Number(written[2])
  return seconds > 0 ? { seconds, length: 1 } : undefined
}

/** The first point in time, and any others after it dropped ("between six and nine"). */
export function takeMoment(words: string[], now: Date, morning: boolean): TimerParts {
  let left = words
  let moment: Moment | undefined
  for (let at = 0; at < left.length; at++) {
    // "the first alarm", "a timer" and "one" before the noun are no times; "of" would be taken along
    if (left[at] === 'of') continue
    if (
      /^(?:timer|alarm|alarms|timers|new|of)$/.test(left[at + 1] ?? '') &&
      !/\d|^(?:daily|weekly|everyday|weekdays?|weekends?|repeating|recurring|repeated|morning|afternoon|evening)$/.test(
        left[at] ?? '',
      )
    )
      continue
    const found = readMoment(left, at, now, morning)
    if (found === undefined) continue
    moment = moment === undefined ? found : joined(moment, found)
    left = [...left.slice(0, at), ...left.slice(at + found.length)]
    at--
  }
  return { words: left, ...(moment === undefined ? {} : { moment }) }
}

/** "the six am alarm for wednesday": the hour of one, the day of the other. */
function joined(first: Moment, second: Moment): Moment {
  const [timed, dated] = first.hasTime ? [first, second] : [second, first]
  // "morning alarms after friday": the part of one, the day of the other
  if (!timed.hasTime) return first.dayNamed ? { ...second, ...first } : { ...first, ...second }
  if (dated.hasTime) return first
  if (dated.repeat !== undefined && timed.repeat === undefined && !dated.dayNamed)
    return { ...timed, repeat: dated.repeat }
  if (timed.dayNamed || !dated.dayNamed) return first
  const { date: day } = dated
  const date = new Date(
    day.getFullYear(),
    day.getMonth(),
    day.getDate(),
    timed.date.getHours(),
    timed.date.getMinutes(),
  )
  return { ...timed, ...dated, date, hasTime: true }
}

const neverNames =
  /^(?:after|before|if|when|because|say|said|not|lights?|music|open|play|turn|app|application|work|works|reminder|reminders|meeting|song)$/

/** Words right before "timer", or after "timer for", that are none of ours name it: "pizza timer". */
export function leftoverName(words: string[], unknown: number[], utterance: Utterance): string | undefined {
  const first = unknown[0]
  const last = unknown.at(-1)
  if (first === undefined || last === undefined || unknown.length > 4 || last - first + 1 !== unknown.length)
    return undefined
  const noun = words.findIndex((word) => /^(?:timers?|alarms?|countdown)$/.test(word))
  const before = last + 1 === noun
  const after = noun >= 0 && first > noun && /^(?:for|the|my|to)$/.test(words[first - 1] ?? '')
  const run = words.slice(first, last + 1)
  if ((!before && !after) || run.some((word, index) => neverNames.test(word) || readNumber(run, index) !== undefined))
    return undefined
  return surfaceOf(utterance, run.join(' '))
}
