import type { Slots } from '../../../core/events.ts'
import { isGeneral, isRequest } from '../asking.ts'
import type { Grammar, Reading } from '../grammar.ts'
import { surfaceOf, type Utterance } from '../utterance.ts'
import { isHandled } from './handled.ts'

const mail =
  /\b(?:e ?mails?|emailed|emailing|e mails?|mails?|mailbox|inbox|gmail|hotmail|unread messages?|outlook inbox)\b/
/** What else is called mail, or belongs to other tools. */
const elsewhere =
  /\b(?:voice ?mails?|snail mail|mail ?man|mail carrier|junk mail come|post office|mail app|remind|reminder|calendar|alarm|to do list|shopping list|email (?:address|id)|mail id|email addresses|punjab mail|in the mail|by mail|through the mail|via mail|mail carrier|contacts?|fair and lovely)\b/
const general =
  /^ (?:what is (?:an?|the) (?:e ?mail|mail)\b|what does|how (?:do|does|to|can|should)|why|who invented)(?= |$)/
const newMessage =
  /^ (?:(?:send|write|compose|draft|start|create|make|prepare|begin|shoot|open|new|forward|do|get|need|want|type|dictate|fire off|put together|drop)(?: (?:up|out|off|me|him|her|them|us|my \w+|your \w+|\w+))? (?:an?|the|my|new|another|this|that|some|quick|short|blank|out|\S+)?(?: (?:new|quick|short|blank|nice|email|reply|response|mail))*? ?(?:e ?mails?|mail|reply|replies|response)?)(?= |$)/
const reply =
  /^ (?:open (?:a |my )?reply|compose (?:a )?reply|send (?:a |my )?(?:reply|response|answer)|reply|respond|write back|answer|write (?:a )?(?:reply|response)|click reply|start (?:a )?reply)(?= |$)/
const verbMail = /^ (?:e ?mail|mail) (?!from\b|inbox\b|about\b|app\b|account\b|settings\b|s\b)(?=\S)/

const trimmed = (utterance: Utterance, words: string | undefined) =>
  words === undefined || words.trim() === '' ? undefined : surfaceOf(utterance, words)

const nobody = /^(?:an?|the|my|email|mail|it|this|that|me|someone|somebody|reply|message|send|say|him|her|them)$/

/** Who, about what and with which words: "to Bob about lunch saying I am late". */
function messageSlots(utterance: Utterance): Slots {
  const { line } = utterance
  const said =
    / (?:saying|say|that says|which says|telling (?:him|her|them)|tell (?:him|her|them)|stating|with the (?:text|message|body|response|words)|body|and (?:say|tell (?:him|her|them)|ask (?:him|her|them)|let (?:him|her|them) know)|asking (?:him|her|them)?|ask (?:him|her|them)|to say|reading|that reads)(?: that)?((?: \S+)+)$/.exec(
      line,
    )
  const head = said === null ? line : line.slice(0, said.index)
  const about =
    / (?:with (?:the )?subject(?: line)?|subject|about|regarding|concerning|titled|on the subject of)((?: \S+)+)$/.exec(
      head,
    )
  const addressed = about === null ? head : head.slice(0, about.index)
  const person =
    / (?:to|for|with)((?: \S+){1,5})$/.exec(addressed)?.[1] ??
    /^ (?:e ?mail|mail|answer|write)((?: \S+){1,4})$/.exec(addressed)?.[1] ??
    /^ (?:send|write|shoot|drop)((?: (?!an?\b|the\b|out\b|this\b|that\b|new\b)\S+){1,3}) (?:an? |the )?(?:\S+ )?(?:e ?mail|mail|reply)$/.exec(
      addressed,
    )?.[1]
  const plain = person
    ?.replace(/(?:'s)? (?:last |latest |recent )?(?:e ?mail|mail|message)$/, '')
    .replace(/^ (?:the |my )?(?:e ?mail|mail|message) (?:from|of|by)/, '')
  const to =
    plain === undefined || nobody.test(plain.trim()) ? undefined : trimmed(utterance, plain)?.replace(/'s$/, '')
  const title = trimmed(utterance, about?.[1])
  const body = trimmed(utterance, said?.[1])
  return {
    ...(to === undefined ? {} : { person: to }),
    ...(title === undefined ? {} : { title }),
    ...(body === undefined ? {} : { body }),
  }
}

/** Whose mails, and about what. */
function searchSlots(utterance: Utterance): Slots {
  const { line } = utterance
  const head = line.replace(
    / (?:today|yesterday|this (?:week|morning)|now|recently|lately|in the last .*|in the past .*|since .*|olly)$/,
    '',
  )
  const about =
    / (?:about|regarding|concerning|having to do with|with (?:the )?subject|related to|containing|that mentions?|mentioning)((?: \S+){1,6})$/.exec(
      head,
    )
  const rest = about === null ? head : head.slice(0, about.index)
  const person =
    / from ((?!the last|last|today|yesterday|this|that|my (?:inbox|gmail)|these|which|who)\S+(?: \S+){0,3}?)(?: (?:have|has|in|on|to|about|and|today|yet|that|are|is)\b.*)?$/.exec(
      rest,
    )?.[1] ??
    /^ (?:has|have|did|when did|what did) ((?:my |the )?\S+(?: \S+)?) (?:send|sent|e ?mail|e ?mailed|mail|write|reply|replied|say|respond)/.exec(
      rest,
    )?.[1] ??
    / (?:open|read|show|find|get|check|see|up) (?:me )?(?:the |my )?([\w']+?)'s (?:\w+ )?(?:e ?mail|mail)/.exec(
      rest,
    )?.[1]
  const plain =
    person !== undefined && !/^(?:i|you|we|anyone|anybody|someone|somebody|they|me|any|there)\b/.test(person)
      ? person
      : undefined
  const query = trimmed(utterance, about?.[1])
  return {
    ...(plain === undefined ? {} : { person: surfaceOf(utterance, plain).replace(/'s$/, '') }),
    ...(query === undefined ? {} : { query }),
  }
}

/** What reading mail asks for: a search when somebody or something is named, else what is new. */
export function mailReading(utterance: Utterance, confidence: number): Reading {
  const slots = searchSlots(utterance)
  const narrowed = Object.keys(slots).length > 0
  return { intent: narrowed ? 'mail.search' : 'mail.unread', slots, confidence, ...(narrowed ? { open: true } : {}) }
}

/** A message to somebody: drafted when it is to be written, sent when it is to go. */
export function writeReading(utterance: Utterance, confidence: number): Reading {
  const draft = /\b(?:draft|compose|write|start|create|begin|prepare|new|open|make)\b/.test(
    utterance.line.split(' ').slice(0, 5).join(' '),
  )
  const slots = messageSlots(utterance)
  return {
    intent: draft && !/\bsend\b/.test(utterance.line) ? 'mail.draft' : 'mail.send',
    slots,
    confidence,
    open: true,
  }
}

/** "any new mail from Eve", "send an email to Bob saying I am late", "reply to this". */
export const mailGrammar: Grammar = {
  name: 'mail',
  read(utterance) {
    const { line, tokens } = utterance
    if (tokens.length > 45 || isGeneral(utterance) || general.test(line) || isHandled('mail', utterance))
      return undefined
    if (
      reply.test(line) &&
      (tokens.length > 1 || /^ reply$/.test(line)) &&
      !/\b(?:text|texts|sms|message|tweet|post|facebook|twitter|question|questions|riddle|quiz|call|phone|door)\b/.test(
        line,
      )
    ) {
      if (/^ (?:answer|respond)\b/.test(line) && !mail.test(line)) return undefined
      return writeReading(utterance, 0.86)
    }
    if (
      /^ (?:show|show me|read|check|any|list|get)(?: (?:my|the|all))? unread$|^ (?:what|which) new messages (?:do i have|are there|came in)$/.test(
        line,
      )
    )
      return mailReading(utterance, 0.85)
    if (/^ did (?:my )?\S+(?: \S+)? (?:write|reply to|answer|email) me\b/.test(line))
      return mailReading(utterance, 0.85)
    if (!mail.test(line) || elsewhere.test(line)) return undefined
    if (verbMail.test(line)) return writeReading(utterance, 0.9)
    if (
      newMessage.test(line) &&
      / (?:send|write|compose|draft|start|create|make|prepare|shoot|new|forward|type|dictate) /.test(`${line} `) &&
      !/^ (?:get|check|open|need|want)\b.*\b(?:new|unread) e ?mails?\b/.test(line)
    ) {
      if (/^ (?:open|get|show|check|read|find|do)\b/.test(line) && !/\bnew e ?mail to\b/.test(line))
        return mailReading(utterance, 0.86)
      return writeReading(utterance, 0.9)
    }
    if (
      !isRequest(utterance) &&
      (tokens.length > 5 || / (?:is|are|was|were|has|have|makes?|takes?|sucks?)(?= |$)/.test(line))
    )
      return undefined
    if (/^ i (?:sent|got|received|read|wrote|hate|love|like|have (?:sent|read|written))\b/.test(line)) return undefined
    return mailReading(utterance, 0.86)
  },
}
