import type { Slots } from '../../core/events.ts'
import { unitAt } from './answers/units.ts'
import { type ClockTime, readClockTime } from './clock-time.ts'
import type { Reading } from './grammar.ts'
import { surfaceOf, type Utterance } from './utterance.ts'

const asked =
  '(?:what|whats|how late|which time|what hour)(?: time| hour)?(?: is| will| would)?(?: it| that| the time)?(?: be)?'
const lead = new RegExp(`^ (?:${asked}|convert|translate|change|tell me(?: what)?|show me|give me)(?: is)? $`)
const whenIts = '(?:when|if|once|assuming) (?:it is|its|it will be|the time is|we have|i have)(?: at)?'
const condition = new RegExp(`^(?: so)? ${whenIts} $`)
const questionFirst = new RegExp(`^ ${asked}(?<place> .+?) ${whenIts} $`)
/** Words between the hour and the place it is wanted for. */
const between =
  /^(?<from>(?: \S+){0,4})(?: (?:is|equals|would be|will be))?(?: (?:to|into|for|over in|in|at|as)|(?=(?: here| my time| our time| local time)$))(?<place>(?: \S+){1,4})$/
const thenAsks = new RegExp(`^(?<from>(?: \\S+){0,4}?)(?: then)? (?:is )?${asked}(?<place>(?: \\S+){1,5})$`)
const here =
  /^(?: (?:in|at|for|on))?(?: (?:here|home|my (?:place|time|time zone|city|area)|our time|local time|me|us))?(?: time)?$/
const notPlaces =
  /(?:^| )(?:my|your|minutes?|hours?|seconds?|meeting|event|train|bus|flight|alarm|timer|appointment|is|are|do|does|if|when|and|or|binary|hex|words|seconds?)(?: |$)/

/** A place as the tool takes it: undefined for here, false where the words can be none. */
function placeOf(words: string, utterance: Utterance): string | undefined | false {
  if (here.test(words)) return undefined
  const plain = words
    .trim()
    .replace(/^(?:in|at|for|over in|to) /, '')
    .replace(/^the /, '')
    .replace(/ (?:right now|then|time)$/, '')
  const named = plain.split(' ')
  // "20 miles to kilometers" is no hour.
  const isUnit = unitAt(named, 0)?.length === named.length
  return plain === '' || notPlaces.test(plain) || isUnit || named.length > 4 ? false : surfaceOf(utterance, plain)
}

function reading(clock: ClockTime, from: string, place: string, utterance: Utterance): Reading | undefined {
  const [known, wanted] = [placeOf(from, utterance), placeOf(place, utterance)]
  if (known === false || wanted === false || (known === undefined && wanted === undefined)) return undefined
  // "when it is three here": an hour that people are awake
  const hour = clock.meridiem === undefined && clock.hour < 7 ? clock.hour + 12 : clock.hour
  const at = `${String(hour).padStart(2, '0')}:${String(clock.minute).padStart(2, '0')}`
  const slots: Slots = {
    at,
    ...(known === undefined ? {} : { from: known }),
    ...(wanted === undefined ? {} : { place: wanted }),
  }
  return { intent: 'time.now', slots, confidence: 0.94 }
}

/** "what is 3 pm London in Tokyo", "when it's noon here what time is it in New York", "what time is it in Rome when it is nine here". */
export function readTimeElsewhere(utterance: Utterance): Reading | undefined {
  const words = utterance.tokens.map((token) => token.word)
  for (let at = 0; at < words.length && at < 12; at++) {
    const clock = readClockTime(words, at)
    if (clock === undefined) continue
    const head = ` ${words.slice(0, at).join(' ')} `.replace(/^ +$/, ' ')
    const tail = words
      .slice(at + clock.length)
      .map((word) => ` ${word}`)
      .join('')
    const sure = clock.meridiem !== undefined || clock.length > 2 || /:/.test(words[at] ?? '')
    const first = questionFirst.exec(head)?.groups
    if (first !== undefined) return reading(clock, tail, first['place'] ?? '', utterance)
    if (condition.test(head)) {
      const then = thenAsks.exec(tail)?.groups
      return then === undefined ? undefined : reading(clock, then['from'] ?? '', then['place'] ?? '', utterance)
    }
    if (head === ' ' && sure) {
      const then = thenAsks.exec(tail)?.groups
      if (then !== undefined) return reading(clock, then['from'] ?? '', then['place'] ?? '', utterance)
    }
    if (!sure || !lead.test(head)) continue
    const parts = between.exec(tail)?.groups
    if (parts !== undefined) return reading(clock, parts['from'] ?? '', parts['place'] ?? '', utterance)
  }
  return undefined
}
