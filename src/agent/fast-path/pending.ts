import type { Slots } from '../../core/events.ts'
import { localTime } from '../../core/local-time.ts'
import type { PendingCommand } from '../ports.ts'
import { resolveApplication } from './apps.ts'
import { bareRequest } from './courtesy.ts'
import { readDuration } from './durations.ts'
import type { Reading, Scene } from './grammar.ts'
import { type Moment, readMoment } from './moments.ts'
import { readNumber } from './numbers.ts'
import { readUtterance, sliceUtterance, type Utterance } from './utterance.ts'

/** Slots that any words can fill. */
const freeSlots = new Set(['text', 'body', 'title', 'list', 'query', 'person', 'name', 'phone', 'expression'])

export function takesAnyWords({ slot }: PendingCommand): boolean {
  return freeSlots.has(slot)
}

const lead = /^ (?:for|at|to|in|make it|about|say|let us say|it is|the)(?= )/

function answerFor(pending: PendingCommand, answer: Utterance, scene: Scene): string | number | undefined {
  const words = answer.tokens.map((token) => token.word)
  switch (pending.slot) {
    case 'durationSeconds': {
      const duration = readDuration(words, 0)
      if (duration?.length === words.length) return duration.seconds
      const minutes = readNumber(words, 0)
      return minutes?.length === words.length && minutes.value > 0 ? minutes.value * 60 : undefined
    }
    case 'at': {
      const moment = readAnsweredMoment(words, pending.command.slots['day'], scene.context.now)
      return moment?.hasTime && moment.length === words.length ? localTime(moment.date) : undefined
    }
    case 'level': {
      const number = readNumber(words, 0)
      const rest = words.slice(number?.length ?? 0).join(' ')
      return number !== undefined && /^(?:percent)?$/.test(rest) ? Math.max(0, Math.min(100, number.value)) : undefined
    }
    case 'app': {
      const found = resolveApplication(words.join(' '), scene)
      return found !== undefined && found.confidence >= 0.7 ? found.name : undefined
    }
    default:
      return freeSlots.has(pending.slot) ? surfaceOf(answer) : undefined
  }
}

/** The answer as it was said, without the courtesies around it. */
function surfaceOf({ original, tokens }: Utterance): string | undefined {
  const first = tokens[0]
  const last = tokens.at(-1)
  return first === undefined || last === undefined ? undefined : original.slice(first.start, last.end)
}

/** The day that the question left open was named before it: "an alarm for tomorrow" - "for what time?" - "eight". */
function readAnsweredMoment(words: readonly string[], day: Slots[string] | undefined, now: Date): Moment | undefined {
  const moment = readMoment(words, 0, now)
  if (typeof day !== 'string' || moment === undefined || moment.dayNamed) return moment
  const midnight = new Date(`${day}T00:00:00`)
  return readMoment(words, 0, midnight > now ? midnight : now)
}

/** Takes a short answer ("ten minutes") as the slot that the question before asked for. */
export function readPending(text: string, pending: PendingCommand, scene: Scene): Reading | undefined {
  if (text.length > (takesAnyWords(pending) ? 2000 : 100)) return undefined
  let answer = bareRequest(readUtterance(text))
  for (let round = 0; round < 3; round++) {
    const match = lead.exec(answer.line)
    if (match === null || answer.tokens.length < 2) break
    const value = answerFor(pending, answer, scene)
    if (value !== undefined) break
    answer = sliceUtterance(answer, match[0].split(' ').length - 1)
  }
  const value = answerFor(pending, answer, scene)
  if (value === undefined) return undefined
  const { intent, slots } = pending.command
  const { day: _answered, ...given } = slots
  return { intent, slots: { ...given, [pending.slot]: value }, confidence: 0.9 }
}
