import type { Slots } from '../../../core/events.ts'
import { localDate, localTime } from '../../../core/local-time.ts'
import { isGeneral } from '../asking.ts'
import { readDuration } from '../durations.ts'
import type { Grammar, Reading, Scene } from '../grammar.ts'
import { fromTokens, sliceUtterance, type Utterance } from '../utterance.ts'
import { surfaceOfTokens, takeDays, takeWhen } from '../when.ts'
import { isHandled } from './handled.ts'

const topic =
  /\b(?:calendars?|meetings?|appointments?|appointment|agenda|events?|schedule|scheduled|schedules|conference call|interviews?|standup|catch up with|engagements?|(?:my|any|our) plans|my itinerary)\b/
/** Events and schedules that are not the user's. */
const elsewhere =
  /\b(?:near (?:me|here|by)|nearby|around (?:me|here|town)|local|in (?:milan|paris|my location)|in (?:the )?(?:city|town|area|my area|new york|la|london|boston|chicago)|concerts?|trains?|bus|buses|flights?|movies?|theat(?:re|er)s?|exhibits?|fairs?|tickets?|games?|match|tournament|festivals?|news|historical|current events|music|song|insurance|cell ?phone plan|meal plan|oil change|maintenance|vet|alarm|timer|emails?|taxi|uber|lights?|vacuum|coffee|to do list|shopping list|event horizon|main event|business plan|lesson plan|workout plan|tire|tires|service my car|pto|vacation request|time off|payday|doctor's office|dealership)\b/
const creates =
  /^ (?:(?:open|go to) (?:the |my )?calendar (?:and )?)?(?:(?:add|put|create|schedule|book|set|set up|setup|make|mark|plan|insert|stick|pop|new|arrange|organi[sz]e|fix|enter|place|block|block off|block out|save|start|pencil in|include|note|reserve|invite|reschedule|move|change|update|edit|alter|push|postpone|remember to|flag|repeat|extend|i have|there is|in (?:the|my) calendar (?:put|add|write|mark))(?= ))/
const changes = /^ (?:reschedule|move|change|update|edit|alter|push|postpone|repeat|extend)\b/
const deletes =
  /^ (?:(?:open|go to) (?:the |my )?calendar (?:and )?)?(?:delete|remove|cancel|clear|erase|wipe|drop|scratch|get rid of|call off|completely clear|empty|make blank|take|eliminate|discard|unschedule|clean|do remove)(?= )/
const asks =
  /^ (?:what|what's|whats|when|when's|who|where|which|how many|how long|how (?:is|does|busy)|is|are|am|do|does|did|any|anything|tell|show|give|get|check|read|find|list|look|let|see|pull|bring|open|search|notify|inform|display|has|have|view|next|upcoming|go over|describe|will|was|can i|my|today's|tomorrow's|the|up coming|remind|this|please|report|send|need|want|schedule|meetings?|events?|calendar|at what time|in the last|i need to know)(?= |$)/
const happening =
  'birthday|party|lunch|dinner|breakfast|brunch|practice|wedding|anniversary|holiday|vacation|visit|conference|ceremony|graduation|dentist|doctor|haircut|prayer|church|gym|workout|training|rehearsal|webinar|exam|deadline|reunion|barbecue|picnic|play date|date night|coffee with|drinks with|daily call|therapy|therapist|class|lesson|reservations?|festival|call with|phone call|video call|one on one|catch up|baby shower|dress rehearsal|funeral|check ?up'
/** "add lunch with Ann tomorrow at noon": said with its time. */
const addsHappening = new RegExp(
  `^ (?:add|put|set|schedule|book|plan|mark|create|make|block|pencil in|enter|save|insert|arrange|organi[sz]e)(?: .*)? (?:${happening})(?:'s)?(?= |$)`,
)
const dropsHappening = new RegExp(
  `^ (?:cancel|delete|remove|clear|drop|scratch|call off)(?: .*)? (?:${happening})(?:'s)?(?= |$)`,
)
const asksHappening = new RegExp(
  `^ (?:when|what time|what day|where) (?:is|does|are|will|do)(?: (?:i have|we have|my|our|the|that|\\S+'s))+(?: \\S+)?(?: \\S+)? (?:${happening})(?: (?:today|tonight|tomorrow|start|begin|end|be|scheduled|happening|on|this week))*$`,
)

/** What people say of events that are not theirs to look up. */
const remark =
  /^ my (?:calendar|schedule|agenda) (?:is|was|looks|has)(?= )|^ (?:the|this|that|these|those|events?|meetings?|meeting)(?: \S+)* (?:was|were|is|are|can|will|like|had|really)(?= |$)|\b(?:pics?|pictures?|photos?)\b| (?:was|were) (?:the|that|this) \S*(?: \S+)? ?(?:like|all about|about)$|^ (?:see|meeting) (?:you|him|her|them)\b|^ (?:are|have|did|do|were|will) you\b(?! have (?:my|any meetings|a meeting))|\bdo you have any(?: \S+)? plans\b|^ next (?:week|month|year) (?:i|we)\b/

/** Asked of the calendar though nothing of it is named. */
const dayQuestion =
  /^ (?:what (?:do|did|have|will) (?:i|we) (?:have|got|planned|scheduled|need to do)(?: to do)?(?= )|what (?:is|does) (?:my|the rest of my) (?:day|week|afternoon|morning|evening|weekend|month|tomorrow)|what (?:is|have i got|do i have) (?:up|on|planned|scheduled|going on) (?:for )?|what am i (?:doing|up to|supposed to do)|do i have (?:anything|something|any plans|plans|time)|am i (?:free|busy|booked|available|open)|is (?:my|there anything on my) (?:day|morning|afternoon|evening|week)|how (?:busy|does|is) my|is there anything (?:planned|scheduled|going on)|anything (?:on|planned|scheduled|booked|going on)|what do i (?:have|need to do|got)|what have i got|what's on (?:for )?|what is on (?:for )?|when am i free|how busy am i|what does my)/
const aDay =
  /\b(?:today|tomorrow|tonight|yesterday|week|weekend|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|afternoon|evening|january|february|march|april|may|june|july|august|september|october|november|december|today's|day|noon|pm|am)\b/

/** The name of an event, without verb, calendar and time. */
function titleOf(rest: Utterance): string | undefined {
  const words = rest.tokens.map((token) => token.word)
  let from = 0
  let to = words.length
  const lead =
    /^(?:please|add|put|stick|pop|create|schedule|book|set|up|setup|make|mark|plan|insert|new|arrange|organi[sz]e|fix|enter|place|block|off|out|save|start|pencil|in|include|note|a|an|the|my|our|another|delete|remove|cancel|clear|erase|wipe|drop|scratch|get|rid|of|call|calendar|for|event|entry|reserve|called|named|titled|to|about|i|have|there|is|this|that|next|all|repeating|recurring|remember|flag|invite|take|from|reminder|open|go|and|following|on|at|with|day|time|can|you|olly|completely|move|change|update|edit|alter|push|postpone|reschedule|any|upcoming|these|those|events|everything|first|last)$/
  const keepsArticle = /^(?:with|for)$/
  // "call off the meeting", but "a call with Ann"
  const named = (at: number) => words[at] === 'call' && words[at + 1] !== 'off'
  while (
    from < to &&
    lead.test(words[from] ?? '') &&
    !(keepsArticle.test(words[from] ?? '') && from > 0) &&
    !named(from)
  )
    from++
  const tail =
    /^(?:to|on|in|into|from|my|the|our|calendar|calendars|schedule|please|for|at|event|off|of|a|an|agenda|family|work|as|by|scheduled|that|and)$/
  while (to > from && tail.test(words[to - 1] ?? '')) to--
  if (from >= to) return undefined
  const kept = sliceUtterance(rest, from, to)
  return surfaceOfTokens(kept.original, kept.tokens).replace(/^(?:for|with) (?=\w+$)/i, (found) =>
    found.startsWith('for') ? '' : found,
  )
}

function takeLength(utterance: Utterance): { rest: Utterance; durationSeconds?: number } {
  const words = utterance.tokens.map((token) => token.word)
  for (let at = 1; at < words.length; at++) {
    if (words[at - 1] !== 'for') continue
    const found = readDuration(words, at)
    if (found === undefined || found.seconds >= 86_400) continue
    return {
      rest: fromTokens(utterance.original, [
        ...utterance.tokens.slice(0, at - 1),
        ...utterance.tokens.slice(at + found.length),
      ]),
      durationSeconds: found.seconds,
    }
  }
  return { rest: utterance }
}

/** An event to be put into the calendar. */
export function createReading(utterance: Utterance, scene: Scene, confidence: number): Reading {
  const { rest: shorter, durationSeconds } = takeLength(utterance)
  const { rest, moment } = takeWhen(shorter, scene.context.now)
  const title = titleOf(rest)
  const slots: Slots = {
    ...(title === undefined ? {} : { title }),
    ...(moment?.hasTime ? { at: localTime(moment.date) } : {}),
    ...(moment !== undefined && !moment.hasTime && moment.dayNamed ? { day: localDate(moment.date) } : {}),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    ...(moment?.repeat === undefined ? {} : { repeat: moment.repeat }),
  }
  const missing = title === undefined ? 'title' : moment === undefined ? 'at' : undefined
  return { intent: 'calendar.create', slots, confidence, open: true, ...(missing === undefined ? {} : { missing }) }
}

/** An event to be taken out of the calendar. */
export function deleteReading(utterance: Utterance, scene: Scene, confidence: number): Reading {
  const { rest, moment } = takeWhen(utterance, scene.context.now)
  const title = titleOf(rest)
  const day: Slots =
    moment === undefined
      ? {}
      : moment.hasTime
        ? { at: localTime(moment.date) }
        : moment.dayNamed
          ? { day: localDate(moment.date) }
          : {}
  return {
    intent: 'calendar.delete',
    slots: { ...(title === undefined ? {} : { title }), ...day },
    confidence,
    open: true,
  }
}

/** A question about one's days. */
export function listReading(utterance: Utterance, scene: Scene, confidence: number): Reading {
  const { slots } = takeDays(utterance, scene.context.now)
  const person =
    / (?:with|meet) ((?!me\b|my\b|the\b|you\b|them\b)\S+(?: (?!on|at|today|tomorrow|this|next|for|scheduled)\S+)?)(?= |$)/.exec(
      utterance.line,
    )?.[1]
  const at = person === undefined ? -1 : utterance.tokens.findIndex((token) => token.word === person.split(' ')[0])
  const query =
    person === undefined || at < 0 || !/\bmeeting|appointment|call\b/.test(utterance.line)
      ? {}
      : { query: surfaceOfTokens(utterance.original, utterance.tokens.slice(at, at + person.split(' ').length)) }
  return { intent: 'calendar.list', slots: { ...slots, ...query }, confidence }
}

/** "what's on my calendar tomorrow", "schedule lunch with Ann on friday at noon", "cancel my three o'clock meeting". */
export const calendarGrammar: Grammar = {
  name: 'calendar',
  read(utterance, scene) {
    const { line, tokens } = utterance
    if (tokens.length > 34 || isGeneral(utterance)) return undefined
    const own = /\b(?:calendars?|meetings?|appointments?|agenda)\b/.test(line)
    if (
      topic.test(line) &&
      (own || !elsewhere.test(line)) &&
      !/\b(?:trains?|bus|flights?|taxi|uber|oil change|maintenance|insurance|room(?:s)? available|emails?|to do list|vacuum|news)\b/.test(
        line,
      )
    ) {
      if (deletes.test(line)) return deleteReading(utterance, scene, 0.86)
      if (
        /^ i have\b|^ there is\b/.test(line) ||
        /^ (?:set|change|update)(?: up)? (?:the |my )?(?:calendar|schedule) (?:app|settings|view)/.test(line)
      )
        return undefined
      if (
        creates.test(line) &&
        !/^ (?:open|schedule|plan) (?:my |the |for )?(?:calendar|schedule|today|tomorrow|day|week)$/.test(line) &&
        !/^ (?:plans?|schedule)(?: for)? (?:today|tomorrow|this|next)/.test(line)
      ) {
        if (changes.test(line) && !own) return undefined
        return createReading(utterance, scene, 0.86)
      }
      if (isHandled('calendar', utterance)) return undefined
      if (remark.test(line) || /!$/.test(utterance.original)) return undefined
      if (asks.test(line) || tokens.length <= 3) {
        if (/^ (?:open|show|go to|launch) (?:the |my )?calendar(?: app)?$/.test(line)) return undefined
        if (/^ (?:where can|how (?:can|do)|can i get|tell me about the)\b/.test(line)) return undefined
        if (!own && !/\b(?:my|i|we|i'm|our|events?|schedule|today|tomorrow|week)\b/.test(line)) return undefined
        return listReading(utterance, scene, 0.85)
      }
    }
    const timed = aDay.test(line)
    if (
      timed &&
      tokens.length <= 24 &&
      !/\b(?:restaurant|table|flight|hotel|ticket|taxi|uber|list|alarm|timer|email|text|message|room service|order|pizza|playlist|music)\b/.test(
        line,
      )
    ) {
      if (addsHappening.test(line)) return createReading(utterance, scene, 0.82)
      if (dropsHappening.test(line)) return deleteReading(utterance, scene, 0.82)
    }
    if (asksHappening.test(line)) return listReading(utterance, scene, 0.8)
    if (
      dayQuestion.test(line) &&
      aDay.test(line) &&
      tokens.length <= 14 &&
      !/\b(?:weather|news|tv|television|emails?|mails?|movies?|netflix|radio|channel|time is it|date|alarms?|timers?|reminders?|lists?|cook|eat|dinner|wear|umbrella|jacket|battery|money|work out|stock|favorite|in (?:town|new york|la|the world|my area|the city)|around|near|happening|concert|day is|best|latest|birthday|messages?)\b/.test(
        line,
      )
    )
      return listReading(utterance, scene, 0.82)
    return undefined
  },
}
