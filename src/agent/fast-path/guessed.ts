import type { Guess } from '../classifier/classifier.ts'
import { newsSlots } from './answers/news.ts'
import { weatherSlots } from './answers/weather.ts'
import { acts, isGeneral, isRequest } from './asking.ts'
import type { Reading, Scene } from './grammar.ts'
import { createReading, listReading as daysReading, deleteReading } from './personal/calendar.ts'
import { isHandled } from './personal/handled.ts'
import { listReading } from './personal/lists.ts'
import { mailReading, writeReading } from './personal/mail.ts'
import { reminderSlots } from './personal/reminders.ts'
import { tellsOfNoSound } from './sound.ts'
import type { Understanding } from './understand.ts'
import type { Utterance } from './utterance.ts'

/** How likely a tool must be before it is used: more for one that changes something, and for words that rules know as none. */
const enoughToRead = 0.4
const enoughToAct = 0.5
const enoughAgainstRules = 0.5
/** In so few words much sounds alike: "will do". */
const fewWords = 3
const enoughForFewWords = 0.85
/** Less than this, and a reading by topic is not believed. */
const leastAgreement = 0.1

/** Readings by topic, whose words also occur in talk about other things. Surer ones need nobody's agreement. */
const byTopic = /^(?:calendar|reminders|lists|mail|weather|news)\./
const sure = 0.92

/** Changes nothing by itself: it reads, or asks for what is missing. */
const harmless =
  /^(?:weather|news|time\.(?:now|list)|math|units)|^(?:calendar\.list|reminders\.list|lists\.show|mail\.(?:unread|search)|contacts\.find|media\.now-playing)$/

/** "I", "my car" and "the train" begin a tale; "I want" and "I need" a wish. */
const tale =
  /^ (?:i(?! (?:want|need|would|wish|feel like|am in the mood|can not hear))|we|he|she|they|you|it|my|the|that|this|there|people|someone|nobody|everybody)(?= )|^ \S+ (?:wrote|made|said|was|were|had|did|went|played|sang|told|got|took)(?= )|^ \S+ing(?: \S+){0,3} (?:is|are|was|were)(?= )|^ \S+s (?:help|are|were|make|take|can|will)(?= )|^ what (?:was|were) (?:the|that|this|it) \S+(?: \S+)? (?:like|about)$/

/** Small talk: "do you have any plans", "what games do you play". */
const toYou =
  /^ (?:so |and )?(?:(?:what|which|how|where|when|who)(?: \S+){0,3} )?(?:do|did|are|were|have|will|would) you(?: all| guys)? (?!know|see|tell|show|find|get|got|read|give|check|remind|set|hear)|^ do you have any(?: \S+)? plans\b|^ any(?: \S+)? plans\b/
/** "I'm going to keep it up" is a courtesy before an order, and a plan before anything else. */
const plan = /^ (?:i|we) (?:am|are) (?:going|about|trying|planning) to(?= )/
const negated = / (?:do not|never|not to|without)(?= )/

/** Rules know every way to begin these; what they left out, they left out on purpose: "play dead", "pause the timer". */
function decided(intent: string, bare: Utterance, asked: boolean): boolean {
  if (intent === 'media.play') return /^ (?:play|put on|resume|continue)(?= )/.test(bare.line)
  return intent.startsWith('time.') && intent !== 'time.now' && (asked || / timers?(?= |$)/.test(bare.line))
}

/** Needs something that the words may not hold. */
const required: Record<string, string> = {
  'time.alarm': 'at',
  'time.timer': 'durationSeconds',
  'sound.volume': 'level',
  'contacts.find': 'person',
  'contacts.add': 'person',
  'phone.call': 'person',
  'messages.send': 'person',
  'apps.open': 'app',
  'math.evaluate': 'expression',
}

/** False for a reading by topic that the learned table thinks unlikely. */
export function isPlausible(reading: Reading, share: (intent: string) => number | undefined): boolean {
  if (!byTopic.test(reading.intent) || reading.confidence >= sure) return true
  return (share(reading.intent) ?? 1) >= leastAgreement
}

/** A share from which the table is believed though a word of something that SAM cannot do is in the request. */
const surerThanLimits = 0.9

/** True for "what's the schedule of the concert": only what reads, or plays when playing is said, beats what a rule thinks impossible. */
export function beatsLimit({ line }: Utterance, guess: Guess | undefined): boolean {
  if (guess === undefined || guess.share < surerThanLimits) return false
  return harmless.test(guess.intent) || (guess.intent === 'media.play' && / play(?= |$)/.test(line))
}

const askedAfter =
  /^ (?:did|have) (?:you|i) (?:add|added|put|set|schedule|scheduled|save|saved|delete|deleted|remove|removed|get|got|book|booked)(?= ).* (?:my|the) (?:calendar|schedule|agenda|lists?|inbox)(?= |$)/

/** "mom says turn it down" is told. */
const hearsay = /^(?: my| the)? \S+ (?:says?|said|told|tells|asked|asks|wants|wanted|keeps|kept)(?= )/
/** What begins so asks, and nothing is changed by it. */
export const questionWord = /^ (?:who|whose|why|what|which|when|where|how|has|had|does|did|is|are|was|were)(?= )/

/** True for a remark, a tale, small talk, a question in general: never a command, whatever it is like. */
export function isTalk({ request, bare, notACommand, later }: Understanding): boolean {
  // "it is hot today, isn't it" asks
  if (/ is not it$/.test(bare.line)) return false
  // "did you add the meeting to my calendar" asks for what is in the calendar
  if (notACommand === 'a question about it' && askedAfter.test(bare.line)) return false
  const told = notACommand !== undefined && notACommand !== 'a question about it'
  if (later === true || told || isGeneral(bare) || /!$/.test(bare.original)) return true
  if (hearsay.test(bare.line)) return true
  if (plan.test(request.line) || / yours?(?= (?!volume|voice))/.test(bare.line)) return true
  return toYou.test(bare.line) || tale.test(bare.line) || negated.test(bare.line)
}

/** What is done with a request that no rule reads, when the learned table is sure enough what it is for. */
export function readGuess(
  understanding: Understanding,
  guess: Guess | undefined,
  knownAsNone: boolean,
  scene: Scene,
): Reading | undefined {
  const { bare, notACommand } = understanding
  if (guess === undefined || isTalk(understanding)) return undefined
  const reads = harmless.test(guess.intent)
  const enough = knownAsNone ? enoughAgainstRules : reads ? enoughToRead : enoughToAct
  const brief = bare.tokens.length <= fewWords
  if (guess.share < (brief ? Math.max(enough, enoughForFewWords) : enough)) return undefined
  if (decided(guess.intent, bare, notACommand !== undefined)) return undefined
  if (!reads && questionWord.test(bare.line)) return undefined
  if (!reads && (notACommand !== undefined || (!isRequest(bare) && bare.tokens.length > 4))) return undefined
  return filled(bare, guess, scene)
}

/** The slots that the words give for that tool. */
function filled(bare: Utterance, { intent, share }: Guess, scene: Scene): Reading | undefined {
  const confidence = Math.min(0.9, share)
  const plain = (slots: Reading['slots'], missing?: string): Reading => ({
    intent,
    slots,
    confidence,
    ...(missing === undefined ? {} : { missing }),
  })
  switch (intent) {
    case 'weather.now':
      return plain(weatherSlots(bare, scene))
    case 'news.headlines':
      return plain(newsSlots(bare))
    case 'calendar.list':
      return daysReading(bare, scene, confidence)
    case 'calendar.create':
      return createReading(bare, scene, confidence)
    case 'calendar.delete': {
      // Much is deleted and cleared that is in no calendar: a day says that it is.
      const read = deleteReading(bare, scene, confidence)
      const dated = read.slots['day'] !== undefined || read.slots['at'] !== undefined
      return dated || /^ (?:cancel|call off|scrap|drop)(?= )/.test(bare.line) ? read : undefined
    }
    case 'reminders.create': {
      const { slots, missing } = reminderSlots(bare, scene)
      return plain(slots, missing)
    }
    case 'mail.unread':
      return isHandled('mail', bare) ? undefined : mailReading(bare, confidence)
    case 'mail.send':
      return isHandled('mail', bare) ? undefined : writeReading(bare, confidence)
    case 'lists.show':
      return isHandled('list', bare) ? undefined : plain(listReading(bare, confidence)?.slots ?? {})
    case 'lists.add':
    case 'lists.remove': {
      const read = listReading(bare, confidence)
      return read?.intent === intent ? read : plain({}, 'text')
    }
    case 'media.play':
      return plain(whatToPlay(bare))
    case 'messages.send':
      // "Wrap the text", "find text on the page": it is not for anybody.
      return / (?:wrap|save|paste|find|make|increase|select|change|enlarge|replace)(?= )/.test(bare.line.slice(0, 12))
        ? undefined
        : plain({}, required[intent])
    case 'sound.mute':
      return tellsOfNoSound(bare) || / (?:un ?mute|unsilence)/.test(bare.line) ? undefined : plain({ muted: true })
    case 'time.list':
      return plain({ kind: 'alarm' })
    case 'time.cancel':
      return plain({ kind: 'alarm' })
    default:
      return plain({}, required[intent])
  }
}

/** What is left without the verb in front: "crank some reggae" is reggae. */
function whatToPlay(bare: Utterance): Reading['slots'] {
  const verb = acts.test(bare.line) ? 1 : 0
  const words = bare.tokens.slice(verb)
  const first = words[0]
  const last = words.at(-1)
  return first === undefined || last === undefined ? {} : { query: bare.original.slice(first.start, last.end) }
}
