import { commandThreshold, type Reading } from './grammar.ts'
import { fromTokens, sliceUtterance, type Token, type Utterance } from './utterance.ts'

/** Reads one command; undefined when the words are none. */
export type ReadOne = (utterance: Utterance) => Reading | undefined

/** More commands than this in one breath is not speech. */
const maximumCommands = 6

const joiners = new Set(['and', 'then', 'also', 'plus', 'after'])
const joinerRun = /^(?:and|then|also|plus|after|that|afterwards|next|finally|please|comma)$/

/** Said before the command proper: "it's too loud, ...", "thanks, now ...". */
const preamble =
  /^ (?:i can (?:not|hardly|barely) hear.*|i do not (?:like|want|need) (?:this|that|the|it).*|it is (?:too|so|very|getting|really) .*|that is (?:too|so|very|enough|great|good|nice|perfect|fine|all).*|this is (?:too|so|very) .*|thanks?(?: you)?.*|great|good|cool|nice|perfect|awesome|okay|ok|hello|hi|hey.*|good (?:morning|evening|afternoon|night)|(?:(?:oh|no|nope|sorry|oops|actually|wait|hold on|hang on)(?= |$) ?)+|yes|yeah|well done|i am (?:done|finished|bored|tired|cold|back|here|ready).*|change of plans?|one sec(?:ond)?|i want some music|listen|alright|all right)$/

/** A reading of the whole that is less sure is compared with those of its parts. */
const sureOfWhole = 0.92

/** Says how many commands follow: "set two timers, one for ...". */
const announcement = /^ (?:set|start|make|create) (?:two|three|2|3|several|a couple of) (?:timers|alarms)$/

const verbless = /^(?:open|close|quit|launch|start|exit|reopen)$/

const freeText =
  /^(?:reminders\.create|messages\.send|mail\.(?:send|draft)|notes\.(?:create|append)|memory\.remember|lists\.add)$/
const personal =
  /^ (?:call|text|email|mail|message|phone|ring|tell|buy|send|write|read|reply|schedule|book|cancel|check|ask|get|take|clean|close|lock|find)(?= )/

/** Where one command may end and the next begin: "and", "then", a comma, a full stop. */
function boundaries(tokens: readonly Token[]): { end: number; next: number }[] {
  const found: { end: number; next: number }[] = []
  for (let at = 1; at < tokens.length; at++) {
    const word = tokens[at]?.word ?? ''
    const broken = tokens[at - 1]?.breakAfter === true
    if (!broken && !joiners.has(word)) continue
    let next = at
    while (next < tokens.length && joinerRun.test(tokens[next]?.word ?? '')) next++
    if (next < tokens.length) found.push({ end: at, next })
    // "and next song": the word is no joiner then
    if (next - 1 > at && tokens[next - 1]?.word === 'next') found.push({ end: at, next: next - 1 })
    at = Math.max(at, next - 1)
  }
  return found.slice(0, 8)
}

/** "another for ten minutes" after "set a timer for five": the verb and its object are said once. */
function continued(left: Utterance, right: Utterance): Utterance | undefined {
  const first = left.tokens[0]
  const word = right.tokens[0]?.word ?? ''
  if (first === undefined) return undefined
  const noun = left.tokens.find((token) => /^(?:timer|alarm)s?$/.test(token.word))
  if (noun !== undefined && /^(?:another|one|a)$/.test(word) && !right.line.includes(noun.word.replace(/s$/, ''))) {
    const skip = right.tokens[1]?.word === 'one' || right.tokens[1]?.word === 'second' ? 2 : 1
    const rest = right.tokens.slice(skip)
    return fromTokens(right.original, [
      { ...first, word: 'set' },
      { ...noun, word: noun.word.replace(/s$/, ''), breakAfter: false },
      ...rest,
    ])
  }
  const state = left.tokens[1]
  if (/^(?:turn|switch)$/.test(first.word) && state !== undefined && /^(?:on|off)$/.test(state.word))
    return fromTokens(right.original, [first, state, ...right.tokens])
  if (!verbless.test(first.word)) return undefined
  const up = left.tokens[1]?.word === 'up' ? left.tokens.slice(1, 2) : []
  return fromTokens(right.original, [first, ...up, ...right.tokens])
}

const good = (reading: Reading | undefined): reading is Reading =>
  reading !== undefined && reading.confidence >= commandThreshold

interface Split {
  readings: Reading[]
  left?: Utterance
}

function readRest(rest: Utterance, previous: Utterance, readOne: ReadOne, depth: number): Split | undefined {
  if (depth >= maximumCommands) return undefined
  // "quit Mail, Calendar and Notes": a name alone may be a request of its own, after a verb it is not
  const named = continued(previous, rest)
  const verb = previous.tokens[0]?.word ?? ''
  if (named !== undefined && verbless.test(verb)) {
    const found = readSeveral(named, readOne, depth)?.readings ?? [readOne(named)]
    if (found.every((reading) => good(reading) && reading.confidence >= 0.9 && reading.intent.startsWith('apps.')))
      return { readings: found.filter(good), left: named }
  }
  const several = readSeveral(rest, readOne, depth)
  if (several !== undefined) return several
  const one = readOne(rest)
  if (good(one)) return { readings: [one], left: rest }
  const whole = continued(previous, rest)
  if (whole === undefined) return undefined
  const inherited = readSeveral(whole, readOne, depth) ?? undefined
  if (inherited !== undefined) return inherited
  const single = readOne(whole)
  return good(single) && single.confidence >= 0.9 ? { readings: [single], left: whole } : undefined
}

function readSeveral(utterance: Utterance, readOne: ReadOne, depth: number): Split | undefined {
  for (const { end, next } of boundaries(utterance.tokens)) {
    const left = sliceUtterance(utterance, 0, end)
    const head = readOne(left)
    const announced = announcement.test(left.line)
    const introduction = announced || (!good(head) && preamble.test(left.line))
    if (!good(head) && !introduction) continue
    const after = sliceUtterance(utterance, next)
    // "remind me to call Ann and email Bob" is one thing to be reminded of
    if (good(head) && freeText.test(head.intent) && personal.test(after.line)) continue
    const tail = readRest(after, left, readOne, depth + 1)
    if (tail === undefined) continue
    return { readings: good(head) && !announced ? [head, ...tail.readings] : tail.readings }
  }
  return undefined
}

/** Verbs at which a new command begins even without "and": "open spotify play some jazz". */
const strongVerb =
  /^(?:open|play|set|turn|mute|unmute|pause|close|quit|launch|skip|increase|lower|raise|search|how|just)$/

function readWithoutJoiner(utterance: Utterance, readOne: ReadOne): Reading[] | undefined {
  const { tokens } = utterance
  for (let at = 2; at < Math.min(tokens.length - 1, 14); at++) {
    if (!strongVerb.test(tokens[at]?.word ?? '')) continue
    const left = sliceUtterance(utterance, 0, at)
    const head = readOne(left)
    const introduction = !good(head) && preamble.test(left.line)
    if (!introduction && (!good(head) || head.open === true)) continue
    const tail = readOne(sliceUtterance(utterance, at))
    if (good(tail)) return good(head) ? [head, tail] : [tail]
  }
  return undefined
}

/**
 * Reads the commands of one sentence in their order. A sentence is taken apart only when every part is a command by
 * itself, so that "play rock and roll" stays one.
 */
export function readCommands(utterance: Utterance, readOne: ReadOne): Reading[] {
  const whole = readOne(utterance)
  const closed = good(whole) && whole.open !== true
  if (closed && whole.confidence >= sureOfWhole) return [whole]
  const several = utterance.tokens.length > 1 ? readSeveral(utterance, readOne, 0)?.readings : undefined
  // a topic that is only mentioned ("open mail and hide slack") gives way to commands that are surer
  if (several !== undefined && (!closed || several.every(({ confidence }) => confidence > whole.confidence)))
    return several.slice(0, maximumCommands)
  if (good(whole)) return [whole]
  return readWithoutJoiner(utterance, readOne) ?? []
}
