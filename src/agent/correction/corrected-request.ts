import type { Command } from '../../core/events.ts'
import { readUtterance, type Utterance } from '../fast-path/utterance.ts'
import type { RoutedRequest } from '../ports.ts'
import { isName, likenesses, type Replaceable, replaceableIn } from './replaceable.ts'
import { readCorrection } from './spoken-correction.ts'

/** Slots that tell when: one of them may take another one's place. */
const times = /^(?:at|day|durationSeconds|repeat)$/
/** Longer requests are prose. */
const mostWords = 30
/** A reading is about as sure as another one. */
const aboutAsSure = 0.02

/**
 * The request as it was meant, where these words correct it: "no, fifteen" after "set a timer for ten minutes", "I mean Hanna" after
 * "text Anna that I'm late", "no, wake me at seven". Undefined where they do not, and where more than one thing could be meant: rules must
 * read the new request as surely as the old one, as the same commands with one thing changed.
 * @param read how words are understood where the first ones were said
 */
export function correctedRequest(
  request: string,
  words: string,
  read: (text: string) => RoutedRequest,
): string | undefined {
  const correction = readCorrection(words)
  const first = readUtterance(request)
  if (correction === undefined || first.tokens.length > mostWords) return undefined
  // The same again corrects nothing.
  if (correction.wrong === undefined && `${first.line} `.includes(`${correction.meant.line} `)) return undefined
  const before = read(request)
  if (!isCommand(before)) return undefined
  const meant = surfaceOf(correction.meant)
  const alone = read(meant)
  if (alone.settled === true || alone.route === 'control') {
    // All of it is said again; anything else is a request of its own.
    if (haveSameIntents(alone, before)) return changedIn(alone, before).length > 0 ? meant : undefined
    if (!isName(correction.meant)) return undefined
  }
  const corrected = replaceableIn(first, correction, commandsOf(before)).flatMap((part) => {
    const text = withReplaced(first, part)
    const reading = read(text)
    const rank = likenesses.indexOf(part.likeness) * mostWords + part.further
    return isCorrected(reading, before, part) ? [{ text, reading, rank }] : []
  })
  const best = Math.min(...corrected.map(({ rank }) => rank))
  const [only, ...others] = corrected.filter(({ rank }) => rank === best)
  return only !== undefined && others.every(({ reading }) => isSame(reading, only.reading)) ? only.text : undefined
}

/** The same with one thing changed; or, by its likeness, another command with such slots that rules read to its end. */
function isCorrected(reading: RoutedRequest, before: RoutedRequest, { likeness }: Replaceable): boolean {
  if (!isCommand(reading) || reading.confidence < before.confidence - aboutAsSure) return false
  if (haveSameIntents(reading, before)) return likeness !== 'command' && changedIn(reading, before).length === 1
  const settled = reading.settled === true && before.settled === true
  return likeness === 'command' && settled && slotNamesOf(reading) === slotNamesOf(before)
}

/** What differs, by command and slot. */
function changedIn(reading: RoutedRequest, before: RoutedRequest): string[] {
  const others = commandsOf(before)
  const names = commandsOf(reading).flatMap(({ slots }, index) => {
    const old = others[index]?.slots ?? {}
    return Object.keys({ ...slots, ...old })
      .filter((name) => slots[name] !== old[name])
      .map((name) => `${index} ${times.test(name) ? 'time' : name}`)
  })
  return [...new Set(names)]
}

function haveSameIntents(one: RoutedRequest, other: RoutedRequest): boolean {
  const intentsOf = (reading: RoutedRequest) => commandsOf(reading).map(({ intent }) => intent)
  return intentsOf(one).join() === intentsOf(other).join()
}

function slotNamesOf(reading: RoutedRequest): string {
  return JSON.stringify(commandsOf(reading).map(({ slots }) => Object.keys(slots)))
}

function isSame(one: RoutedRequest, other: RoutedRequest): boolean {
  return JSON.stringify(commandsOf(one)) === JSON.stringify(commandsOf(other))
}

function commandsOf({ commands, intent, slots = {} }: RoutedRequest): readonly Command[] {
  return commands ?? (intent === undefined ? [] : [{ intent, slots }])
}

function isCommand({ route, missing }: RoutedRequest): boolean {
  return (route === 'command' || route === 'recall') && missing === undefined
}

function withReplaced({ original, tokens }: Utterance, { from, to, meant }: Replaceable): string {
  const start = tokens[from]?.start ?? 0
  const end = tokens[to - 1]?.end ?? original.length
  return original.slice(0, start) + surfaceOf(meant) + original.slice(end)
}

function surfaceOf({ original, tokens }: Utterance): string {
  return original.slice(tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0)
}
