import type { Reading } from './grammar.ts'
import { type Phrase, phrase } from './phrase.ts'
import type { Utterance } from './utterance.ts'

/** Surer than readings by topic: nothing of the words is left over. */
const confidenceOfWhole = 0.94

const part = '(morning|afternoon|evening|week|weekend|month)'
const weekday = '(monday|tuesday|wednesday|thursday|friday|saturday|sunday)'
const ordinal =
  '(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty (first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirtieth|thirty first)'
const day = `([on] the ${ordinal}|today|tonight|tomorrow|now|right now|at the moment|this ${part}|tomorrow ${part}|next (week|weekend)|[(on|this|next)] ${weekday} [${part}]|[the] day after tomorrow|later [today])`
const mails = '(mail|mails|email|emails|inbox|messages|mailbox)'
const unread = '[(new|unread|latest|recent)]'
const clothes =
  '(umbrella|brolly|jacket|coat|raincoat|rain coat|sweater|jumper|scarf|hat|gloves|boots|wellies|sunglasses|sunscreen|shorts)'
const feels = '(hot|cold|warm|cool|windy|humid|chilly|wet|freezing)'
const falls =
  '(rain|snow|raining|snowing|sunny|windy|cold|hot|warm|cloudy|foggy|freezing|stormy|rainy|nice|dry|wet|chilly|humid|icy)'

/** Questions and orders that are at their end, by what a rule reads in them. */
const templates: Record<string, string[]> = {
  'weather.now': [
    `[(what is|how is|tell me|show me|check|give me|get me)] [(the|today's|tomorrow's|this week's)] (weather|forecast|weather forecast) [(like|doing|looking|looking like|going to be|going to be like)] [outside] [for] [${day}]`,
    `(what|how) will the (weather|forecast) be [like] [${day}]`,
    `(do|will|should) (i|we) need [(to (take|bring|wear))] [(a|an|my|the)] ${clothes} [${day}]`,
    `should (i|we) (take|bring|wear) [(a|an|my|the)] ${clothes} [${day}]`,
    `how ${feels} (is it|will it be|is it going to be) [(outside|out|out there)] [${day}]`,
    `(is it|will it|will it be|is it going to|is it going to be) [${day}] ${falls} [outside] [${day}]`,
    `what is the (temperature|humidity|pollen count|uv index|wind speed|air quality) [outside] [(like|going to be)] [${day}]`,
  ],
  'mail.unread': [
    `(check|read|read me|read out|show|show me|open|get|list|refresh|count) [(my|the)] ${unread} ${mails}`,
    `how many ${unread} (mails|emails|messages) (do i have|have i got|are there) [${day}]`,
    `(do i have|have i got|are there|is there|any) [any] ${unread} ${mails} [${day}]`,
  ],
  'calendar.list': [
    `what (is|have i got|do i have) [(got|coming up|planned|scheduled|booked)] [on] [(in|on|for)] [my (calendar|schedule|agenda|plate|diary)] [for] ${day}`,
    '(what is|show|show me|read|check|open|review) [(on|in)] my (calendar|schedule|agenda)',
    `(show|show me|read|read me|what is) (today's|tomorrow's|this week's|my) (agenda|calendar|schedule|appointments|meetings) [for] [${day}]`,
    `(am i|are we) (free|busy|booked) [on] ${day}`,
    `(do i have|have i got|is there) [(anything|any (meetings|appointments|plans))] [(on|planned|scheduled)] ${day}`,
    '(what is|when is) my next (meeting|appointment|event)',
    `(how is|how does) my (day|week|${part}) [(look|looking)] [${day}]`,
  ],
  'lists.add': ['(add|put|stick|pop) {thing} (to|on|onto) (the|my|our) [{list}] list'],
  'lists.remove': ['(remove|delete|take|cross|scratch) {thing} (from|off) (the|my|our) [{list}] list'],
  'lists.show': ['(what is|show|show me|read|read me|open|check) [on] (the|my|our) {list} list'],
  'files.open': [
    '(open|open up|show|show me|go to) [(the|my)] (trash|bin|downloads|documents|desktop|pictures|music|movies) [folder]',
  ],
  'files.find': ['(show|show me|list) [(the|my)] (downloads|documents|pictures|movies) [folder]'],
  'windows.list': ['(show|show me|list) [all] [(the|my)] [(open|all)] windows'],
  'messages.read': [
    '(read|read me|read out|show me|check) my [(last|latest|new|unread)] (text|texts|message|messages)',
  ],
  'news.headlines': [
    `(what is|what are|read|read me|tell me|give me|show me|play) [(the|today's)] [latest] (news|headlines) [${day}]`,
  ],
  'math.evaluate': [
    '(multiply|divide) {number} by {number2}',
    'subtract {number} from {number2}',
    'add {number} (and|to) {number2}',
  ],
  'media.now-playing': [
    '(what is|what song is|what track is) playing [(now|right now|at the moment|here)]',
    '(what|which) (song|track|tune|album) is (this|that|playing|it) [(from|called)]',
    '(what|who) is (this|that) (song|track|tune|singer|band|artist)',
    'name (this|that) (song|track|tune)',
    'who (sings|is singing) (this|that) [(song|one)]',
  ],
  'time.list': [
    '(list|show|show me|read|tell me|what are) [(all|the|my|all my)] (timers|alarms)',
    '(what|which) (timers|alarms) (are set|are running|are on|do i have|have i got)',
    'how (long|much time) is left [on (the|my) [{timer}] timer]',
    'is (my|the|an) alarm (set|on)',
    '(do i have|have i got|are there) (any|an) (alarms|alarm|timers|timer) [set|running]',
  ],
  'web.open': [
    '(open|open up|go to|visit|show me|bring up|pull up|load|launch) [the] {site} [(website|site|homepage|home page)]',
  ],
}
/** So many words are one thing; more may hold another. */
const mostWords = 12

const phrases = new Map<string, readonly Phrase[]>(
  Object.entries(templates).map(([intent, list]) => [intent, list.map((template) => phrase(template))]),
)

/** A reading by topic, surer where the words are known to their last one. */
export function asWhole(reading: Reading, { line, tokens }: Utterance): Reading {
  if (reading.confidence >= confidenceOfWhole && reading.open !== true) return reading
  if (reading.missing !== undefined || reading.note !== undefined || tokens.length > mostWords) return reading
  // An address may go on: "example dot com", "slash news".
  if (/ dot | slash |\./.test(line)) return reading
  const { open: _open, ...whole } = reading
  return phrases.get(reading.intent)?.some((one) => one.match(line) !== null) === true
    ? { ...whole, confidence: Math.max(reading.confidence, confidenceOfWhole) }
    : reading
}
