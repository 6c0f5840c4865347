import type { RoutedRequest } from '../../agent/ports.ts'
import type { Standing } from './deeds.ts'
import type { HeardTurn } from './hearing-loop.ts'

/** A spoken request that was taken for whole. */
export interface TakenRequest {
  turnId: string
  text: string
  /** Where the sound stood when it was taken. */
  audioMs: number
  /** Of the sound, the stretch without an interruption in which it was said. */
  stretch: number
}

/**
 * How words are understood where the talk stands.
 * @param without a turn that is looked past, as if it had not been said
 */
export type Understand = (text: string, without?: string) => RoutedRequest

/** Who goes on so soon after a turn was taken was cut off. */
const restWithinMs = 1000
/** Words that take back what was said go on with nothing. */
const takesBack =
  /^(?:oh |uh |um )?(?:no|nope|not|do not|don['’]t|wait|stop|hold on|hang on|sorry|actually|instead|on second thoughts?|i (?:meant|mean)|never ?mind|forget|scratch|cancel)\b/i
/** Said to SAM, or to nobody: no request goes on like this. */
const courtesy =
  /^\W*(?:(?:yes|yeah|yep|okay|ok|sure|fine|right|all right|alright|good|great|perfect|cool|nice|lovely|wonderful|sounds good|please|please do|do it|go ahead|thanks|thank you|cheers|hello|hi|hey|oh|wow|hm+|mhm|uh|um|sam|very much|a lot|so much)\b\W*)+$/i
/** More to do, not more of the same. */
const another = /^(?:and )?(?:also|then|next|plus|after that|afterwards|another|one more)\b/i
/** Begins like more of a sentence, and is none. */
const aside =
  /^(?:by the way|in fact|in that case|of course|for example|for instance|after all|at last|at least|as i said|to be (?:honest|fair|sure)|with pleasure)\b/i
/** Nothing begins with these but more of the sentence before. */
const attached =
  /^(?:in|on|at|to|for|from|with|without|by|about|after|before|during|until|till|near|next to|of|into|onto|over|under|between|around|behind|within|towards?|via|than|per|called|named|titled|labell?ed|saying|every|each|(?:tonight|tomorrow|today|(?:this|next) (?:morning|afternoon|evening|week|weekend|month)|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)(?= (?:at|in|on|around|before|after|until|when|for|with|morning|afternoon|evening|night)\b|\W*$)|(?:but )?(?:(?:only|just) )?the ones? (?:about|with|without|from|on|in|at|of|by|for|that|which|who|i|we|you|he|she|they)|just a (?:little|bit|touch|tad))\b/i
/** These begin more of a sentence as often as a new one. */
const mayBeAttached =
  /^(?:(?:and|or|but|because|so that|except)\b|(?:only|just) (?:in|on|at|to|for|from|with|by|until|the|this|these|those|my)\b|(?:that|when|where|while|if|unless|since|as soon as) (?:i|you|we|it|there|he|she|they|the|this|that|these|those|my|our|your|her|his|their|an?|some|all|no)\b)/i
/** A number, or so many of something. */
const amount = /^\d[\d\s.,:/-]*%?(?: [a-z]+){0,2}\W*$/i
/** It asks something, behind whatever it begins with. */
const question =
  /^(?:\w+ )?(?:which|what|whom|whose|how|why)\b|\b(?:is|are|was|were|do|does|did|can|could|will|would|should) (?:i|you|we|it|there|he|she|they|the|this|that|my|any)\b/i
/** What is attached is short: longer words have a sentence of their own. */
const mostWords = 10
/** Readings of rules are surer than this, guesses of the learned table are not. */
const sureReading = 0.91

/** A request with what was said before it, and whether something that was done for the beginning has to be taken back first. */
export interface WholeRequest {
  text: string
  takeBack: boolean
}

/**
 * The whole request, where these words go on with the one before: said at once, no request of their own, nothing is taken back, and
 * nobody called SAM in between. Where something was done for the beginning the words must show that they belong to it, and what was
 * done must be such that it can be taken back.
 * @param standing what became of the beginning
 */
export function wholeRequest(
  before: TakenRequest | undefined,
  standing: Standing,
  heard: Pick<HeardTurn, 'text' | 'startedMs' | 'addressed'>,
  understand: Understand,
): WholeRequest | undefined {
  const { text: rest } = heard
  if (before === undefined || standing === 'lasting' || heard.addressed) return undefined
  if (heard.startedMs - before.audioMs > restWithinMs) return undefined
  if (takesBack.test(rest) || courtesy.test(rest)) return undefined
  const alone = understand(rest)
  if (alone.settled === true || alone.reply !== undefined || alone.route === 'control') return undefined
  const text = `${before.text.replace(/[\s.,!?…-]+$/u, '')} ${rest}`
  const first = understand(before.text, before.turnId)
  const whole = understand(text, before.turnId)
  // "Do that again", or an answer to what SAM just asked: it is understood as it is, unless it only fills in what the request lacked.
  if (alone.replies === true && (standing !== 'nothing' || !(whole.settled === true || fillsIn(rest, whole, first))))
    return undefined
  const isOpen = standing === 'nothing' && (first.settled !== true || first.cannot !== undefined)
  return isOpen || (belongs(rest, { first, alone, whole }) && !endsInRequest(rest, understand))
    ? { text, takeBack: standing === 'undoable' }
    : undefined
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
  return (mayBeAttached.test(rest) || amount.test(rest)) && isCommand(whole) && isOther(whole, first)
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

function countOf({ commands, intent }: RoutedRequest): number {
  return commands?.length ?? (intent === undefined ? 0 : 1)
}

/** The words make a difference: without one, what was done is right as it is. */
function isOther(whole: RoutedRequest, first: RoutedRequest): boolean {
  const reading = ({ intent, slots, commands, cannot }: RoutedRequest) =>
    JSON.stringify([intent, slots, commands, cannot])
  return reading(whole) !== reading(first)
}
