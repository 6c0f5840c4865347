import type { Slots } from '../../../core/events.ts'
import { type Captures, type Grammar, pattern, readPatterns, type SlotReading } from '../grammar.ts'
import { surfaceOf, type Utterance } from '../utterance.ts'
import { readContactAdding } from './contact-adding.ts'

/** Not somebody to call: services that others arrange, and things. */
const notPeople =
  /^ (?:(?:me |us )?(?:an? |the )?(?:taxi|cab|uber|lyft|ride|driver|car|ambulance)|it|this|that|him|her|them|me|us|a (?:meeting|day|halt|spade|doctor|plumber)|off|out|in|upon|for|attention|someone|somebody|a (?:person|restaurant|number)|the (?:meeting|police|function|method|shots)|yourself|back later|you|waiting|person|meeting|my (?:phone|cell|cellphone|mobile|bank|insurance|credit))\b|\b(?:to order|for order|delivery|takeout|take out|pizza|reservation|a table|customer service|insurance|bank|credit card)\b/

const cut = (words: string) =>
  words
    .replace(
      / (?:on|via|using|with|by|through) (?:facetime|the phone|phone|my phone|imessage|messages|speaker|video|whatsapp|skype)$/,
      '',
    )
    .replace(/ (?:now|back|up|again|right now|immediately)$/, '')
    .replace(/ (?:phone )?number$/, '')

function person(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const words = captures['person']
  if (words === undefined || notPeople.test(words) || words.trim().split(' ').length > 5) return undefined
  const plain = cut(words)
    .replace(/^ the (?:contact )?/, ' ')
    .replace(/'s$/, '')
  // "Peter's" is one word of the request
  const owner = surfaceOf(utterance, `${plain.trim()}'s`)
  const found = owner === `${plain.trim()}'s` ? surfaceOf(utterance, plain) : owner
  return { person: found.replace(/'s$/, '') }
}

/** A call needs a name that is short and stands alone. */
function callee(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const words = captures['person'] ?? ''
  if (
    / (?:and|to|that|when|if|for|at|about|the|is|a|me|in)(?: |$)/.test(words.replace(/^ the(?= )/, '')) ||
    cut(words).trim().split(' ').length > 3
  )
    return undefined
  return person(captures, utterance)
}

function anyone(captures: Captures, utterance: Utterance): SlotReading | undefined {
  return captures['person'] === undefined ? {} : person(captures, utterance)
}

const pronoun = /^ (?:him|her|them|me|us|it|this|that|you|a|an|the|someone|somebody)(?= |$)/

function message(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const said = captures['text']
  const to = captures['person'] ?? ''
  if (
    to !== '' &&
    (pronoun.test(to) ||
      notPeople.test(to) ||
      to.trim().split(' ').length > 3 ||
      /\b(?:group|facebook|twitter|email|inbox)\b/.test(to))
  )
    return undefined
  const text: Slots =
    said === undefined ? {} : { text: surfaceOf(utterance, said.replace(/^ (?:that|saying) (?=.)/, ' ')) }
  if (to === '') return { slots: text, missing: 'person' }
  const slots = { person: surfaceOf(utterance, to.replace(/^ (?:the )?(?:contact )?/, ' ')), ...text }
  return said === undefined ? { slots, missing: 'text' } : slots
}

/** "tell" and "let ... know" are messages only to somebody named: relatives, bosses, names do not stand in a list here. */
function toRelative(captures: Captures, utterance: Utterance): SlotReading | undefined {
  return /^ my (?:mom|mum|mother|dad|father|wife|husband|brother|sister|son|daughter|boss|girlfriend|boyfriend|friend|partner|aunt|uncle|roommate|neighbor|neighbour|landlord|manager|team)\b/.test(
    captures['person'] ?? '',
  )
    ? message(captures, utterance)
    : undefined
}

const fact =
  '(phone number|phone|number|telephone number|cell number|cell phone number|mobile number|mobile|email address|email|email id|mail id|address|home address|birthday|contact info|contact information|contact details|contact|contact number|details)'
const find = { confidence: 0.9, slots: anyone }

const patterns = [
  pattern(
    'contacts.find',
    `(what is|whats|find|find me|show|show me|get|get me|give me|tell me|look up|open|i need|need|search for|pull up|do i have|do you have|look for|bring up) [the|my] {person} ${fact}`,
    { ...find, slots: owned },
  ),
  pattern(
    'contacts.find',
    `(what is|find|find me|show|show me|get|get me|give me|tell me|look up|open|i need|search for|pull up|do i have|do you have) [the|a|an|my] ${fact} (of|for|from) {person} [(from|in) [my|the] (contact|contacts|address book|phone book)]`,
    { ...find, slots: owned },
  ),
  pattern(
    'contacts.find',
    '(find|look up|search for|search|show|show me|get|open|pull up|look for|is|do i have|have i got) [the|a] {person} (in|from|on) [my|the] (contact|contacts|contact list|contacts list|address book|phone book|phonebook|list of contacts)',
    find,
  ),
  pattern(
    'contacts.find',
    '(search|look in|look through|check) [my|the] (contacts|contact list|address book|phone book) for {person}',
    find,
  ),
  pattern(
    'contacts.find',
    '(find|look up|search for|search|show|show me|open|pull up) [the|a|my] (contact|contacts) [(named|called|of|for)] {person}',
    find,
  ),
  pattern(
    'contacts.find',
    'is there a (contact|person) (named|called) {person} in [my|the] (contacts|list|contact list|address book|phone book)',
    find,
  ),
  pattern(
    'contacts.find',
    '(show|show me|list|list out|open|read|give me|get|see|view|display|pull up|check|tell me) [all|me] [my|the|all my|all] [of my] (contacts|contact list|address book|phone book|contacts list)',
    find,
  ),
  pattern(
    'contacts.find',
    '(how many|what|which|who) contacts [do|are|did] [i|there] [have] [(in|on) (my|the) (contact list|phone book|contacts|phone|address book|list)]',
    find,
  ),
  pattern(
    'contacts.find',
    'how (do|can|could|would|should) i (reach|contact|get in touch with|get hold of) {person}',
    find,
  ),
  pattern(
    'messages.read',
    '(read|read out|show|show me|check|open|see|get|list|view) [me|us] [(my|the|any|all my|all)] [(new|last|latest|recent|unread|most recent)] (text messages|texts|messages|text message|imessages|message) [(from|by) {person}]',
    { ...find, slots: anyone },
  ),
  pattern(
    'messages.read',
    '(do i have|have i got|are there|did i get|have i received|any) [any] [(new|unread)] (text messages|texts|messages|text message|imessages|text) [(from|by) {person}]',
    find,
  ),
  pattern('messages.read', 'what did {person} text [me]', find),
  pattern(
    'messages.send',
    '(text|message|imessage|send a text to|send a message to|send a text message to|send an imessage to|write a message to|write a text to|send text to|send message to|shoot a text to|send an sms to) {person} (saying|that says|that|to say|and say|and tell (him|her|them)|and tell (him|her|them) that|telling (him|her|them)|telling (him|her|them) that|with the text|asking|with the message|and ask|saying that) {text}',
    { open: true, slots: message },
  ),
  pattern(
    'messages.send',
    '(send|shoot|write|drop) [(a|my)] {person} (a text|a message|a text message|an imessage|a quick text|an sms) [(saying|that says|that|to say|and say|saying that|telling (him|her|them))] {text}',
    { open: true, confidence: 0.9, slots: message },
  ),
  pattern('messages.send', '(send|shoot|write|drop) {person} (a text|a message|a text message|an imessage|an sms)', {
    slots: message,
  }),
  pattern(
    'messages.send',
    '(send|write|compose|start) [a|an|new|a new] (text|text message|sms|imessage|message) [to {person}]',
    { slots: message, confidence: 0.88 },
  ),
  pattern('messages.send', '(text|imessage) {person} {text}', { open: true, confidence: 0.8, slots: shortText }),
  pattern('messages.send', '(text|message|imessage) {person}', { slots: message, confidence: 0.85 }),
  pattern('messages.send', '(tell|let) {person} (that|know|know that|know i|to) {text}', {
    open: true,
    confidence: 0.8,
    slots: toRelative,
  }),
  pattern(
    'phone.call',
    '(call|phone|ring|dial|give|place a call to|make a call to|make a phone call to|facetime|video call|start a call with|call up|ring up|start a facetime call with|start a video call with|start a facetime with|get) {person} (a call|a ring|on the phone|on facetime|on the line|on video|a buzz)',
    { slots: callee, confidence: 0.93 },
  ),
  pattern(
    'phone.call',
    '(call|phone|ring|dial|place a call to|make a call to|make a phone call to|facetime|video call|start a call with|call up|ring up|start a facetime call with|start a video call with|start a facetime with|facetime call|facetime with|put a call through to) [the number|number] {person}',
    { slots: callee, confidence: 0.92 },
  ),
  pattern('phone.call', '(make|start|place) a [(phone|video|facetime)] call', {
    slots: () => ({ slots: {}, missing: 'person' }),
  }),
]

/** "text Ann i am late": the name is one word, or "my mom". */
function shortText(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const all = `${captures['person'] ?? ''}${captures['text'] ?? ''}`
  const split = /^( (?:(?:my|the) \S+|(?!(?:my|the) )\S+))((?: \S+)+)$/.exec(all)
  if (
    split === null ||
    /^ (?:the|a|an|in|on|to|from|size|editor|file|field|box|messages?|edit|is|was|has)(?= |$)/.test(all)
  )
    return undefined
  return message({ person: split[1], text: split[2] }, utterance)
}

/** "mom's number" and "the address of Ann"; the address of a shop or an event is another matter. */
function owned(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const words = captures['person'] ?? ''
  const given = / (?:of|for|from) /.test(utterance.line)
  // "open Terry's email" is one that Terry sent
  if (/ e ?mail$/.test(utterance.line) && / (?:open|show|read|pull up|look up|find)(?: me)? /.test(utterance.line))
    return undefined
  if (!given && !/'s?$/.test(words.trim()) && !/ contact (?:info|information|details?)$/.test(utterance.line))
    return undefined
  if (
    /\b(?:your|its|it's|their|what's|the event|event|store|restaurant|hotel|nearest|closest|company|meeting|party|order|shop|airport|pizza|white house|unread|new|today's|ip|mac|web|url|wifi|computer)\b/.test(
      words,
    )
  )
    return undefined
  return person(captures, utterance)
}

/** Contacts, messages and calls. */
export const peopleGrammar: Grammar = {
  name: 'people',
  read: (utterance, scene) => readContactAdding(utterance) ?? readPatterns(patterns, utterance, scene),
}
