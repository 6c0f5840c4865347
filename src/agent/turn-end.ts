import type { RoutedRequest } from './ports.ts'

/** Nobody ends a request with one of these, but for the exceptions below. */
const openWords = new Set(
  (
    'a an the my your our his her their its this these those some every each another ' +
    'and or but because so if when while whether unless until although since than then plus minus times ' +
    'to of for from with without at into onto about by between during before after toward towards near per via versus as ' +
    'is are was were am be been being do does did has have had can could will would shall should may might must ' +
    "i we they he she who whose which what's who's where's how's when's that's it's there's i'm i'd i'll we're let's " +
    'um uh erm hmm er well like very really quite what how where which why whats ' +
    'called named titled saying says say tell ask show give make create add send remind schedule put set get find ' +
    'not also just maybe either neither both exactly approximately around'
  ).split(/\s+/),
)

/** Particles: they end a request only where a rule reads it to its end ("turn the lights on", "turn it up"). */
const particles = new Set('in on up down off out over under back through along around across'.split(' '))

/** Requests that end in an open word and lack nothing. */
const closedEndings =
  /(?:\b(?:what|who|how|where) (?:is|are|was|were) (?:this|that|it|he|she|they|these|those|you|i)|\b(?:do|like|about|on|with|for|than|undo|redo|after|before|to) (?:this|that|it|these|those)|\b(?:this|that|these|those) (?:is|was|are|were)|\b(?:say|said|do|done) that|\b(?:what|who|where) (?:it|that|this|he|she|they|you|i) (?:is|are|was|were|am)|\bhow (?:come|so)|\b(?:what for|thank you very much|so what|never mind|yes please|i do|i am|i have|of course|as well|as usual|add that|before that|after that|yes i do|no i do not))$/

/** Where "too" is hardly a "to" that was written so. */
const alsoMeant = /\b(?:me|you|him|her|it|that|this|them|one) too$/
/** Numbers that often go on: "twenty" five, "one hundred" and ten. */
const openNumber = /\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|point|dot|\d+)$/
const unit = /%\W*$/
/** Digits that are said in groups: of a telephone, a code, a card. */
const dictatedNumber =
  /\b(?:number|code|pin|phone|postcode|zip|account|card)\b.*\b(?:is|are|was)(?: (?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|\d+))+$/
/** A number of something that is not named yet: "a timer for five", "count down ten". */
const openAmount =
  /\b(?:(?:timer|alarm|countdown|stopwatch|wait|snooze|reminder|break|nap)\b.*\b(?:for|in|of|to|by)|timer|countdown|count down)\s+(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|half|half an?|\d+|twenty|thirty|forty|fifty|ninety)$/
/** What only begins a request. */
const openings =
  /^(?:(?:hey|hi|okay|ok|so|well|and|please|sam|jarvis)[ ,]+)*(?:(?:can|could|will|would) you(?: please)?|i(?:'d like| want| need| would like)(?: you)?(?: to| too)?|(?:please )?(?:remind me|tell me|show me|give me|let me|help me|set(?: a| an| the)?|search|search for|look up|how (?:much|many|long|far|old|do|do i|can i|does)|what(?: is|'s)?(?: the)?|which|who|when|why|if i))$/
/** What is said in front of a request or asked for in general: its matter is still to come. */
const introductions =
  /^(?:(?:i (?:need|want|would like)|i'd like) to know|explain(?: to me)?|(?:when|once|if|after|before|while|as soon as) (?:i|we|you|he|she|they|it|my|the)(?: \S+){1,4}|translate (?!.*\b(?:to|into|in)\b).+|how (?:long|much|far) (?:does|did|would|will) (?:it|that|this) (?:take|cost)|(?:put|book|schedule|make) an? (?:\S+ ){0,3}(?:appointment|meeting|room|table))$/
/** What nobody is asked to do without being told to whom, about what or with what. */
const lacksObject =
  /^(?:please )?(?:(?:write|send|draft|compose) .*\b(?:to|for) \w+|(?:what|who|when|where)(?:'s| is| are| was| were) the \w+|how (?:many|much) \w+)$/
/** In so few words hardly anything but a command is said whole. */
const fewWords = 2
/** Words sound finished where the chance that more follow is below this: a command that lacks nothing is a sign of an end, too. */
const finishedBelow = { command: 0.25, other: 0.13 }
const trailing = /(?:\.\.\.|…|,|-|–|—|:)\s*$/u

/**
 * What the words of a request say about whether it is over. A command that rules read to its end is; one that ends in a
 * word that wants another, or lacks what its tool needs, is not. Of anything else the chance that more words follow tells
 * whether it sounds finished; the pause decides where that is not known either.
 * @param route how the router understands these words
 * @param more how likely it is that more words follow, 0 to 1
 */
export function judgeTurnEnd(
  text: string,
  route: (text: string) => RoutedRequest,
  more?: number,
): 'complete' | 'over' | 'unfinished' | 'open' | 'unknown' {
  const line = plain(text)
  const tokens = line.split(' ')
  const last = tokens.at(-1) ?? ''
  if (line === '') return 'unknown'
  if (asksForMore(text) || introductions.test(line)) return 'open'
  const routed = route(text)
  const understood = routed.route === 'command' || routed.route === 'control' || routed.route === 'recall'
  const lacking = understood && routed.missing !== undefined
  const wellRead = understood && !lacking
  const soundsWhole = more !== undefined && more < (wellRead ? finishedBelow.command : finishedBelow.other)
  if ((lacking && !soundsWhole) || openAmount.test(line) || dictatedNumber.test(line)) return 'open'
  if (openNumber.test(line) && !unit.test(text))
    return more === undefined || soundsWhole || wellRead ? 'unknown' : 'unfinished'
  if (routed.settled === true) return 'complete'
  if (last === 'too' && !understood && !alsoMeant.test(line)) return 'open'
  if (soundsWhole) return wellRead ? 'complete' : 'over'
  if (more !== undefined) return 'unfinished'
  const resemblesBeginning =
    particles.has(last) || lacksObject.test(line) || (!understood && countWithoutCourtesy(line) <= fewWords)
  return resemblesBeginning || trailing.test(text.trim()) ? 'unfinished' : 'unknown'
}

/** Whether the words break off: "remind me to", "open the calculator and". */
export function asksForMore(text: string): boolean {
  const line = plain(text)
  return openings.test(line) || (openWords.has(line.split(' ').at(-1) ?? '') && !closedEndings.test(line))
}

/** No request ends with these, whatever rules make of it: "make a folder called". */
const neverLast = /^(?:a|an|the|and|or|to|for|of|from|with|by|at|into|i|called|named|titled|saying)$/

/** Whether a request was taken where nobody ends one, by how it was understood then. */
export function breaksOff(text: string, routed: RoutedRequest): boolean {
  const last = plain(text).split(' ').at(-1) ?? ''
  return routed.settled === true ? neverLast.test(last) : asksForMore(text) || particles.has(last)
}

function countWithoutCourtesy(line: string): number {
  return line
    .replace(/\b(?:please|hey|sam|okay|so|well)\b/g, '')
    .split(' ')
    .filter((word) => word !== '').length
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[’`]/g, "'")
    .replace(/[^\p{L}\p{N}' ]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
