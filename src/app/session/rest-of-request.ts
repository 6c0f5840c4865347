import { commandsOf, correctedRequest } from '../../agent/correction/corrected-request.ts'
import type { RoutedRequest } from '../../agent/ports.ts'
import { breaksOff } from '../../agent/turn-end.ts'
import type { Standing } from './deeds.ts'
import type { HeardTurn } from './hearing-loop.ts'

/** A request that was taken for whole. */
export interface TakenRequest {
  turnId: string
  text: string
  /** False: it was written, and nothing goes on with it. */
  spoken: boolean
  /** Where the sound stood when it was taken. */
  audioMs: number
  /** Of the sound, the stretch without an interruption in which it was said. */
  stretch: number
}

/** Words that may belong to it. */
export type SaidWords = Pick<HeardTurn, 'text' | 'startedMs' | 'addressed'>

/**
 * How words are understood where the talk stands.
 * @param without a turn that is looked past, as if it had not been said
 */
export type Understand = (text: string, without?: string) => RoutedRequest

/** Who goes on so soon after a turn was taken was cut off. */
const restWithinMs = 1000
/** What is said was meant otherwise while it is still in mind. */
export const correctedWithinMs = 60_000
/** Words that take back what was said go on with nothing. */
const takesBack =
  /^(?:oh |uh |um )?(?:no|nope|not|do not|don['’]t|wait|stop|hold on|hang on|sorry|actually|instead|on second thoughts?|i (?:meant|mean)|never ?mind|forget|scratch|cancel)\b/i
/** Said to SAM, or to nobody: no request goes on like this. */
const courtesy =
  /^\W*(?:(?:yes|yeah|yep|okay|ok|sure|fine|right|all right|alright|good|great|perfect|cool|nice|lovely|wonderful|sounds good|please|please do|do it|go ahead|thanks|thank you|cheers|hello|hi|hey|oh|wow|hm+|mhm|uh|um|sam|very much|a lot|so much)\b\W*)+$/i
/** More to do, not more of the same. */
const another = /^(?:and )?(?:also|then|next|after that|afterwards|another|one more)\b/i
/** Begins like more of a sentence, and is none. */
const aside =
  /^(?:by the way|in fact|in that case|of course|for example|for instance|after all|at last|at least|as i said|to be (?:honest|fair|sure)|with pleasure)\b/i
/** Nothing begins with these but more of the sentence before. */
const attached =
  /^(?:in|on|at|to|for|from|with|without|by|about|after|before|during|until|till|near|next to|of|into|onto|over|under|between|around|behind|within|towards?|via|than|per|called|named|titled|labell?ed|saying|every|each|(?:tonight|tomorrow|today|(?:this|next) (?:morning|afternoon|evening|week|weekend|month)|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)(?= (?:at|in|on|around|before|after|until|when|for|with|morning|afternoon|evening|night)\b|\W*$)|(?:but )?(?:(?:only|just) )?the ones? (?:about|with|without|from|on|in|at|of|by|for|that|which|who|i|we|you|he|she|they)|(?:just |only )?a (?:(?:tiny|wee|little) )?(?:little|bit|touch|tad|lot)(?= (?:more|less|bit)\b|\W*$)|(?:up|down|over|out|back) (?:in|at|on|to|from|by)|instead of|except(?: for)?|apart from|but not)\b/i
/** These begin more of a sentence as often as a new one. */
const mayBeAttached =
  /^(?:(?:and|or|but|because|so that|preferably|ideally|like (?:maybe|around|about)|something|plus|minus|times|divided by)\b|(?:only|just) (?:in|on|at|to|for|from|with|by|until|the|this|these|those|my)\b|(?:that|when|where|while|if|unless|since|as soon as) (?:i|you|we|it|there|he|she|they|the|this|that|these|those|my|our|your|her|his|their|an?|some|all|no)\b)/i
const number =
  '(?:\\d[\\d\\s.,:/-]*%?|an?|half an?|(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|(?:thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand)[ -]?)+)'
const condition = /^(?:because|when|while|if|unless|since|as soon as)\b/i
/** These take any words for what is looked for, and nobody looks for a condition. */
const takenAsSaid = /^(?:media\.play|web\.search)$/
/** A number, so many of something, or so long before or after. */
const amount = new RegExp(
  `^(?!.* please\\b)${number}(?:(?: [a-z]+){0,2}|(?: [a-z]+)? (?:before|after|earlier|later)(?: [a-z]+){0,3})\\W*$`,
  'i',
)
/** It asks something, behind whatever it begins with. */
const question =
  /^(?:\w+ )?(?:which|what|whom|whose|how|why)\b|\b(?:is|are|was|were|do|does|did|can|could|will|would|should) (?:i|you|we|it|there|he|she|they|the|this|that|my|any)\b/i
/** What is attached is short: longer words have a sentence of their own. */
const mostWords = 10
/** Readings of rules are surer than this, guesses of the learned table are not. */
const sureReading = 0.91

/** A request as it was meant, of what was said before and these words. */
export interface WholeRequest {
  text: string
  /** The words go on with it, are put in the place of wrong ones, or say that nothing shall be done after all. */
  by: 'rest' | 'correction' | 'withdrawal'
}

/**
 * The whole request, where these words correct the one before, withdraw it ("never mind"), or go on with it: said at once, no request of their own, nothing is taken
 * back, and nobody called SAM in between. Where something was done for the beginning the words must show that they belong to it.
 * @param standing what became of the beginning
 */
export function wholeRequest(
  before: TakenRequest | undefined,
  standing: Standing,
  heard: SaidWords,
  understand: Understand,
): WholeRequest | undefined {
  if (before === undefined) return undefined
  const afterMs = heard.startedMs - before.audioMs
  if (afterMs > correctedWithinMs) return undefined
  const asBefore = (text: string) => understand(text, before.turnId)
  const corrected = correctedRequest(before.text, heard.text, asBefore)
  // Of several things the one that stays would be done twice.
  if (corrected !== undefined && (standing !== 'lasting' || countOf(asBefore(corrected)) === 1))
    return { text: corrected, by: 'correction' }
  const alone = understand(heard.text)
  if (alone.intent === 'control.cancel' && countOf(alone) === 1) return { text: heard.text, by: 'withdrawal' }
  if (!before.spoken || heard.addressed || afterMs > restWithinMs) return undefined
  const text = joined(before.text, heard.text)
  const readings = { first: asBefore(before.text), alone, whole: asBefore(text) }
  return isRest(before.text, standing, heard.text, readings, understand) ? { text, by: 'rest' } : undefined
}

/** A word that is said again where the speaker goes on ("find the", "the lease") was said once. */
function joined(beginning: string, rest: string): string {
  const said = beginning.replace(/[\s.,!?…-]+$/u, '')
  const last = said.split(/\s+/).at(-1)?.toLowerCase()
  const [first = '', ...others] = rest.trim().split(/\s+/)
  return others.length > 0 && first.toLowerCase() === last ? `${said} ${others.join(' ')}` : `${said} ${rest}`
}

function isRest(
  beginning: string,
  standing: Standing,
  rest: string,
  readings: Readings,
  understand: Understand,
): boolean {
  const { first, alone, whole } = readings
  const isBeginning = breaksOff(beginning, first) && standing !== 'lasting'
  if ((takesBack.test(rest) && !(isBeginning && /^not\b/i.test(rest))) || courtesy.test(rest)) return false
  if (alone.reply !== undefined || alone.route === 'control') return false
  // Nobody ends a request with "for" or "the".
  if (isBeginning) return alone.settled === true || alone.replies === true ? reads(whole, first, alone) : true
  if (alone.settled === true) return false
  // "Do that again", or an answer to what SAM just asked: it is understood as it is, unless it only fills in what the request lacked.
  if (alone.replies === true && (standing !== 'nothing' || !(whole.settled === true || fillsIn(rest, whole, first))))
    return false
  const isOpen = standing === 'nothing' && (first.settled !== true || first.cannot !== undefined)
  if (isOpen) return true
  // What was done is not given up for words that nobody understands.
  if (standing === 'undoable' && !isUnderstood(whole)) return false
  return belongs(rest, readings) && !endsInRequest(rest, understand)
}

/** As something to do, or as something that SAM knows it cannot do. */
function isUnderstood({ route, cannot }: RoutedRequest): boolean {
  return route === 'command' || route === 'control' || route === 'recall' || cannot !== undefined
}

/** The whole is understood, and as well as its rest alone. */
function reads(whole: RoutedRequest, first: RoutedRequest, alone: RoutedRequest): boolean {
  if (whole.settled === true) return true
  return alone.replies === true && (first.confidence < sureReading || !isOther(whole, alone))
}

interface Readings {
  first: RoutedRequest
  alone: RoutedRequest
  whole: RoutedRequest
}

/** Whether words after a request that could be whole belong to it. */
function belongs(rest: string, { first, alone, whole }: Readings): boolean {
  if (another.test(rest) || aside.test(rest) || countOf(whole) > countOf(first)) return false
  // A command of its own, or one that SAM has no tool for.
  if (isCommand(alone) || alone.cannot !== undefined || question.test(rest)) return false
  if (attached.test(rest)) return rest.trim().split(/\s+/).length <= mostWords
  if (condition.test(rest) && takenAsSaid.test(whole.intent ?? '')) return false
  return (mayBeAttached.test(rest) || amount.test(rest)) && isAsSure(whole, first) && isOther(whole, first)
}

/** The same command, with more of what it needs, all of it said in the rest. */
function fillsIn(rest: string, whole: RoutedRequest, first: RoutedRequest): boolean {
  if (whole.intent !== first.intent || countOf(whole) !== 1) return false
  const { slots: before = {} } = first
  const { slots = {} } = whole
  const said = rest.toLowerCase()
  const added = Object.entries(slots).filter(([name, value]) => before[name] !== value)
  const keeps = Object.keys(before).every((name) => slots[name] === before[name])
  return keeps && added.length > 0 && added.every(([, value]) => said.includes(String(value).toLowerCase()))
}

/** "On my shopping list, remove eggs." */
function endsInRequest(rest: string, understand: Understand): boolean {
  const [, ...parts] = rest.split(/[,;.!?]\s+/)
  return parts.map((part) => understand(part)).some((part) => isCommand(part) || part.cannot !== undefined)
}

function isCommand({ route, confidence, missing }: RoutedRequest): boolean {
  return (route === 'command' || route === 'recall') && confidence > sureReading && missing === undefined
}

/** A command, and read as surely as SAM wants it, or as the one that it did. */
function isAsSure(whole: RoutedRequest, first: RoutedRequest): boolean {
  if (isCommand(whole)) return true
  return (
    whole.route === 'command' &&
    whole.missing === undefined &&
    whole.intent === first.intent &&
    whole.confidence >= first.confidence
  )
}

function countOf(reading: RoutedRequest): number {
  return commandsOf(reading).length
}

/** The words make a difference: without one, what was done is right as it is. */
function isOther(whole: RoutedRequest, first: RoutedRequest): boolean {
  const reading = ({ intent, slots, commands, cannot }: RoutedRequest) =>
    JSON.stringify([intent, slots, commands, cannot])
  return reading(whole) !== reading(first)
}
