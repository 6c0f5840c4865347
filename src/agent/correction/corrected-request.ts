import type { Command } from '../../core/events.ts'
import { readUtterance, type Utterance } from '../fast-path/utterance.ts'
import type { RoutedRequest } from '../ports.ts'
import { isName, likenesses, type Replaceable, replaceableIn, writtenAs } from './replaceable.ts'
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
  if (!isCommand(before) && !isLoudnessStep(before)) return undefined
  const meant = writtenAs(correction.meant)
  const alone = read(meant)
  if (isLoudnessStep(alone) && isLoudnessStep(before)) return isSame(alone, before) ? undefined : meant
  if (alone.settled === true || alone.route === 'control') {
    // All of it is said again; anything else is a request of its own.
    if (haveSameIntents(alone, before)) return changedIn(alone, before).length > 0 ? meant : undefined
    if (!isName(correction.meant)) return undefined
  }
  const corrected = replaceableIn(first, correction, commandsOf(before)).flatMap((part) => {
    const text = withReplaced(first, part)
    const reading = read(text)
    const { likeness } = part
    const rank = likenesses.indexOf(likeness) * mostWords + part.further
    return isCorrected(reading, before, part) ? [{ text, reading, rank, likeness }] : []
  })
  const best = Math.min(...corrected.map(({ rank }) => rank))
  const [only, ...others] = corrected.filter(({ rank }) => rank === best)
  if (only === undefined || only.likeness === 'several') return undefined
  return others.every(({ reading }) => isSame(reading, only.reading)) ? only.text : undefined
}

/** The same with one thing changed; or, by its likeness, another command with such slots, or a switch or a step, that rules read to its end. */
function isCorrected(reading: RoutedRequest, before: RoutedRequest, { likeness, addsDay }: Replaceable): boolean {
  if (!isCommand(reading) || reading.confidence < before.confidence - aboutAsSure) return false
  if (addsDay === true && clockIn(reading) !== clockIn(before)) return false
  const isSame = haveSameIntents(reading, before)
  const changed = isSame ? changedIn(reading, before) : []
  if (isSame && changed.length !== 1) return false
  if (likeness !== 'command') return isSame
  const settled = reading.settled === true && before.settled === true
  if (!settled || slotNamesOf(reading) !== slotNamesOf(before)) return false
  return !isSame || (wordsIn(reading) === wordsIn(before) && changed.every((name) => !name.endsWith(' time')))
}

/** The times of day: who names another day means the same six o'clock. */
function clockIn(reading: RoutedRequest): string {
  return commandsOf(reading)
    .map(({ slots }) => /T.*$/.exec(String(slots['at'] ?? ''))?.[0])
    .join()
}

/** What slots hold beside numbers and switches. */
function wordsIn(reading: RoutedRequest): string {
  const values = commandsOf(reading).flatMap(({ slots }) => Object.values(slots))
  return values.filter((value) => typeof value === 'string').join()
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

/** What a request asks for, one thing or several. */
export function commandsOf({ commands, intent, slots = {} }: RoutedRequest): readonly Command[] {
  return commands ?? (intent === undefined ? [] : [{ intent, slots }])
}

/** "Louder" and "turn it up" are understood as different things, and yet one corrects the other. */
function isLoudnessStep(reading: RoutedRequest): boolean {
  const [{ intent, slots } = { intent: '', slots: {} }, ...others] = commandsOf(reading)
  const isStep = /^control\.(?:louder|quieter)$/.test(intent) || (intent === 'sound.volume' && 'delta' in slots)
  return isStep && others.length === 0
}

function isCommand({ route, missing }: RoutedRequest): boolean {
  return (route === 'command' || route === 'recall') && missing === undefined
}

function withReplaced({ original, tokens }: Utterance, { from, to, meant }: Replaceable): string {
  const start = tokens[from]?.start ?? 0
  const end = tokens[to - 1]?.end ?? original.length
  return original.slice(0, start) + writtenAs(meant) + original.slice(end)
}
