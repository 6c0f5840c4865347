import type { Slots } from '../../../core/events.ts'
import { localDate, localTime } from '../../../core/local-time.ts'
import { isGeneral, isRequest } from '../asking.ts'
import type { Grammar, Reading, Scene } from '../grammar.ts'
import { sliceUtterance, surfaceOf, type Utterance } from '../utterance.ts'
import { surfaceOfTokens, takeWhen } from '../when.ts'

const remind =
  /^ (?:(?:to )?(?:remind|remember|notify|alert|prompt|nudge) (?:me|us)|do not let (?:me|us) forget|(?:do not|never) forget to remind me|make sure (?:i|we) (?:remember|do not forget)|i (?:must not|should not) forget|(?:i|we) need to be reminded|be sure to remind me|remind(?= (?:to|about|of|that|for)(?: |$))|remember)(?= |$)/
const reminder =
  /^ (?:(?:set|create|add|make|give|put|send|schedule|leave|need|want|get|have|start|set ?up|new|place|enter|arrange|plan|program|make me|set me|give me|send me|put in|add in)(?: (?:me|us|up|in|on))?(?: (?:an?|the|my|another|this|these|those|new|daily|weekly|monthly|repeating|recurring|quick|simple|event|all|one|two|some|calendar))*) (?:reminders?|remainders?|notifications?|alerts?)(?= |$)|^ (?:new )?(?:reminder|notification)(?= (?:to|for|about|of|on|at|that)\b)/
const about = /^ (?:to|about|of|that|for|regarding|on|with|saying|at|in|says|called|when|if)(?= )/
const listing =
  /^ (?:what|which|show|list|tell|read|do|are|any|check|give|when|is|how many|pull up|open|view|see|get|have|did|let me (?:see|know)|display|go over|go through|find)(?= ).*\breminders?\b|^ (?:my |all |all my |today's |upcoming )?reminders?(?: (?:today|tomorrow|this week))?$/
const completed =
  /^ (?:(?:mark|check|tick|set|cross)(?: off)?((?: \S+)+?)(?: (?:as|off|from|on|in) )?(?:as )?(?:(?:done|complete|completed|finished)(?: (?:in|on|from) (?:my )?reminders)?|off(?: (?:my|the) reminders)?)|(?:complete|finish) (?:the |my )?(?:reminder|task)(?: (?:to|for|about|called|named))?((?: \S+)+)|(?:complete|finish) (?:the |my )?((?:\S+ )+)(?:reminder|task|to ?do)|(?:tick|check) off (?:the |my )?((?: ?(?!lists?(?: |$))\S+)+?)(?: (?:reminder|task|to ?do))?)$/
const removing = /^ (?:delete|remove|cancel|clear|dismiss|erase|get rid of|turn off|stop)(?= ).*\breminders?\b/

const endingOne =
  /^ (?:(?:delete|remove|cancel|dismiss|erase|get rid of|turn off|stop|end) (?:the |my |that )?(?:(?:daily|weekly|repeating|recurring) )?reminders? (?:to|about|for|called|named|that says)((?: \S+)+)|(?:delete|remove|cancel|dismiss|erase|get rid of|turn off|stop|end) (?:the|my|that)((?: \S+)+) reminder|(?:stop|do not|quit) (?:reminding|remind) me (?:(?:any ?more|every \S+|again) )?(?:to|about|of)((?: \S+)+))$/
const notByWords =
  /^ (?:(?:last|next|first|second|latest|other|new|old|whole|same|repeating|recurring|daily|weekly)$|\d)/

/** "cancel the reminder to water the plants", "delete my reminder for tomorrow at five". */
function removeOne(utterance: Utterance, words: string, scene: Scene): Reading | undefined {
  const { moment } = takeWhen(utterance, scene.context.now)
  if (moment !== undefined) {
    const slots: Slots = moment.hasTime ? { at: localTime(moment.date) } : { day: localDate(moment.date) }
    return { intent: 'reminders.remove', slots, confidence: 0.88 }
  }
  const text = surfaceOf(utterance, words.trim().replace(/ (?:any ?more|from my list)$/, ''))
  const slots = text === '' || notByWords.test(words) ? {} : { text }
  return { intent: 'reminders.remove', slots, confidence: 0.9 }
}

/** What to be reminded of, when and on which list. */
export function reminderSlots(utterance: Utterance, scene: Scene): { slots: Slots; missing?: string } {
  const { rest, moment } = takeWhen(utterance, scene.context.now)
  let text = rest
  for (let round = 0; round < 3; round++) {
    const match = about.exec(text.line)
    if (match === null || text.tokens.length < 2) break
    text = sliceUtterance(text, 1)
  }
  const when: Slots = {
    ...(moment?.hasTime ? { at: localTime(moment.date) } : {}),
    ...(moment !== undefined && !moment.hasTime && moment.part !== undefined ? { at: localTime(moment.date) } : {}),
    ...(moment !== undefined && !moment.hasTime && moment.part === undefined && moment.dayNamed
      ? { day: localDate(moment.date) }
      : {}),
    ...(moment?.repeat === undefined ? {} : { repeat: moment.repeat }),
  }
  const said = surfaceOfTokens(text.original, text.tokens)
    .replace(/^(?:to|about|of|that|for) /i, '')
    .replace(/ (?:to|about|of|at|on|for|in|by)$/i, '')
  if (said === '' || /^(?:to|about|of|for|it|this|that|something|me)$/i.test(said))
    return { slots: when, missing: 'text' }
  // "every day", and no hour: what nobody can repeat ("every hour") needs none
  const open = moment?.repeat !== undefined && when['at'] === undefined && !moment.repeat.startsWith('every')
  return { slots: { text: said, ...when }, ...(open ? { missing: 'at' } : {}) }
}

function create(utterance: Utterance, scene: Scene, confidence: number): Reading {
  const { slots, missing } = reminderSlots(utterance, scene)
  return { intent: 'reminders.create', slots, confidence, open: true, ...(missing === undefined ? {} : { missing }) }
}

/** "remind me to call Ann at five", "what are my reminders", "mark buy milk as done". */
export const remindersGrammar: Grammar = {
  name: 'reminders',
  read(utterance, scene) {
    const { line, tokens } = utterance
    if (tokens.length > 45 || isGeneral(utterance)) return undefined
    const done = completed.exec(line)
    if (done !== null) {
      const captured = (done[1] ?? done[2] ?? done[3] ?? done[4] ?? '')
        .trim()
        .replace(/^(?:the |my )?(?:reminder|task) (?:to |for |about )?/, '')
      const text = captured.split(' ')
      const at = tokens.findIndex((_, index) => text.every((word, offset) => tokens[index + offset]?.word === word))
      if (captured === '' || /^(?:it|this|that|mail|all|emails?|messages?)\b/.test(captured) || at < 0) return undefined
      return {
        intent: 'reminders.complete',
        slots: { text: surfaceOfTokens(utterance.original, tokens.slice(at, at + text.length)).replace(/^the /i, '') },
        confidence: 0.93,
      }
    }
    if (listing.test(line) && !/\b(?:set|create|add|make) (?:an?|the|my|me|up|another) /.test(line)) {
      const { moment } = takeWhen(utterance, scene.context.now)
      return {
        intent: 'reminders.list',
        slots: moment?.dayNamed ? { day: localDate(moment.date) } : {},
        confidence: 0.88,
      }
    }
    const ended = endingOne.exec(line)
    if (ended !== null) return removeOne(utterance, ended[1] ?? ended[2] ?? ended[3] ?? '', scene)
    if (removing.test(line))
      return / (?:calendar|lists?|events?)(?= |$)/.test(line) ? undefined : removeOne(utterance, '', scene)
    const led = remind.exec(line) ?? reminder.exec(line)
    if (led !== null) {
      // "remember me when i'm gone", "remember the milk": without a "to" it is kept in mind, not on a list
      if (/^ remember(?! (?:me|us) )(?! to )/.test(line)) return undefined
      const rest = sliceUtterance(utterance, led[0].split(' ').length - 1)
      // a timer rings: "alert me in ten minutes"
      if (
        /^ (?:alert|notify|nudge|prompt) (?:me|us)$/.test(led[0]) &&
        !/ (?:to|about|of|that|for|when|with)\b/.test(rest.line)
      )
        return undefined
      if (/^ (?:who|what|how|why|where|which|again (?:who|what|how))(?= )/.test(rest.line)) return undefined
      if (
        / (?:when|if|as soon as|once) (?:there|someone|somebody|the (?:price|weather)|it (?:is|rains)|any|new|\w+ (?:emails?|posts?|texts?))\b/.test(
          rest.line,
        ) &&
        /^ (?:notify|alert)/.test(led[0])
      )
        return undefined
      const surely = /remind|remember|forget/.test(led[0])
      if (
        !surely &&
        / (?:any|all|to my (?!self)|to the|to him|to her|to them)\b/.test(rest.line.split(' ').slice(0, 4).join(' '))
      )
        return undefined
      return create(rest, scene, surely ? 0.94 : 0.84)
    }
    // "tomorrow at five remind me to call": the time stands in front
    const inside =
      / (?:remind|reminder to|set a reminder|notify me)(?: me| us)?(?: (?:to|about|of|that|for)(?= )|$)/.exec(line)
    if (inside !== null && isRequest(utterance) === false) {
      const head = takeWhen(
        sliceUtterance(utterance, 0, line.slice(0, inside.index).split(' ').length - 1),
        scene.context.now,
      )
      if (head.moment !== undefined && head.rest.tokens.length <= 1) {
        const at = line.slice(0, inside.index).split(' ').length - 1 + inside[0].trim().split(' ').length
        return create(
          {
            ...utterance,
            ...sliceUtterance(utterance, at),
            tokens: [
              ...utterance.tokens.slice(at),
              ...utterance.tokens.slice(0, line.slice(0, inside.index).split(' ').length - 1),
            ],
          },
          scene,
          0.9,
        )
      }
    }
    return undefined
  },
}
