import type { Slots } from '../../../core/events.ts'
import { isGeneral, isRequest } from '../asking.ts'
import type { Grammar, Reading } from '../grammar.ts'
import { fromTokens, surfaceOf, type Utterance } from '../utterance.ts'
import { isHandled } from './handled.ts'

const list = /\b(?:lists?|listing)\b/
/** Lists of other things, and "list" as a verb before something. */
const elsewhere =
  /\b(?:play ?lists?|contacts? lists?|contacts list|mailing list|wait(?:ing)? list|wine list|list of (?:the )?(?:best|top|all the|places|restaurants|movies|countries|states|presidents|ingredients|songs|nearby|local|trains?|flights?|events?|emails?|meetings?|reminders?|alarms?|files?|apps?|applications|windows|hotels|shops|stores|ways|reasons|ideas|people who|names)|lists? (?:all |the |my |me )?(?:songs?|trains?|meetings?|events?|emails?|alarms?|timers?|reminders?|files|apps|applications|windows|tabs|processes|shortcuts|restaurants|movies|stores|shops|local|nearby|top|best|upcoming)|craigslist|price list|listing price|schindler's list|friends? list|checklist for|black list|reading list website|guest list for the party is|linked list|sort(?:ed)? lists?|python|train ticket prices|listing of|my relatives)\b/
const listVerb = /^ (?:list|listing)(?= )/

/** "shopping list", "my to-do list": the word or words before "list". */
function listName(utterance: Utterance): string | undefined {
  const { line } = utterance
  const called = / lists? (?:called|named|titled|labelled|labeled) ((?:\S+ ?){1,4})$/.exec(line)?.[1]
  if (called !== undefined) return surfaceOf(utterance, called.trim())
  const behind =
    /^ (?:delete|remove|create|make|start|clear|open|show|read)(?: me)?(?: (?:the|a|my|new))* list ((?!of\b|for\b|to\b|from\b|please\b|with\b|and\b|off\b|out\b|called\b|titled\b)\S+(?: \S+)?)$/.exec(
      line,
    )?.[1]
  if (behind !== undefined) return surfaceOf(utterance, behind)
  const kept =
    / lists? (?:of|for) (?:my |the |all |all my |all the )?((?!me\b|today|tomorrow|things to (?:do|buy)|tonight|this|next)\S+(?: (?!to be\b|please|today|tomorrow)\S+){0,3}?)(?: (?:to be \w+|please|today|tomorrow))?$/.exec(
      line,
    )?.[1]
  if (/ lists? of (?:things|stuff|tasks) to do/.test(line)) return 'to do'
  if (/ lists? of (?:things|stuff|items) to (?:buy|get)/.test(line)) return 'shopping'
  const before =
    / ((?:(?!the\b|my\b|our\b|a\b|an\b|this\b|that\b|your\b|new\b|any\b|which\b|what\b|from\b|on\b|to\b|in\b|of\b|off\b|out\b|and\b|all\b|old\b|another\b|for\b|into\b|current\b|open\b|show\b|delete\b|remove\b|create\b|make\b|clear\b|read\b|check\b|find\b|up\b|me\b|these\b|those\b|first\b|whole\b|entire\b|recent\b|latest\b|existing\b|is\b|erase\b|start\b|add\b|lists\b)\S+ ){1,3})lists?(?= |$)/.exec(
      line,
    )?.[1]
  if (before !== undefined) {
    const words = before.trim().split(' ').slice(-2)
    const name =
      words.length === 2 &&
      !/^(?:to|grocery|christmas|birthday|wish|school|packing|work|vacation|bucket|gift|shopping|hardware|holiday|reading|guest|party|movie|home)$/.test(
        words[0] ?? '',
      )
        ? words.slice(-1)
        : words
    const plain = (/^(?:do|todo|dos)$/.test(words.at(-1) ?? '') ? 'to do' : name.join(' ')).replace(/'s$/, '')
    return plain === 'to do' ? plain : surfaceOf(utterance, plain)
  }
  if (/\bto ?dos? lists?\b/.test(line)) return 'to do'
  return kept === undefined ? undefined : surfaceOf(utterance, kept)
}

function named(utterance: Utterance): Slots {
  const name = listName(utterance)
  return name === undefined ? {} : { list: name }
}

const nothing =
  /^(?:it|this|that|something|an? item|items|the item|this item|that item|items?|things?|stuff|an entry|the following|the last (?:item|one|line)|something new|a new item)$/

/** The thing to write down or to cross off, in its own spelling. */
function itemSlots(utterance: Utterance, captured: string | undefined): { slots: Slots; missing?: string } {
  const plain = (captured ?? '')
    .trim()
    .replace(/^(?:the |an? (?=item )|some (?=\S))/, '')
    .replace(/ (?:in|on|to|from|off|as|under|at)$/, '')
  const list = named(utterance)
  if (plain === '' || nothing.test(plain)) return { slots: list, missing: 'text' }
  return { slots: { text: surfaceOf(utterance, plain), ...list } }
}

const addItem =
  /^ (?:add|put|include|append|place|write|insert|stick|throw|pop|chuck|get|note|jot down|enter|save)((?: \S+)+?) (?:to|on|onto|in|into|under|at) (?:(?:the|my|our|this|that|a|your) )*(?:\S+ ){0,3}?lists?(?= |$)/
const addTo =
  /^ (?:add|append|put)(?: (?:to|on|onto|into|in)) (?:(?:the|my|our|this|that|a) )*(?:\S+ ){0,3}?lists?((?: \S+)*)$/
const onList = /^ (?:on|to) (?:(?:the|my|our) )?(?:\S+ ){0,3}?list (?:add|put|write|include)((?: \S+)+)$/
const removeItem =
  /^ (?:remove|delete|take|cross|drop|erase|strike|cancel|scratch|get rid of|clear|tick|check|wipe|subtract|rearrange|pull|cut|eliminate)(?: (?:off|out))?((?: \S+)+?) (?:from|off|off of|out of|on|in) (?:(?:the|my|our|this|that|of) )*(?:\S+ ){0,3}?lists?(?= |$)/
const newList = /\b(?:create|make|start|begin|build|generate|set ?up|new|prepare|open a new)\b/
const removal =
  /^ (?:(?:find|open|go to) (?:the |my )?lists? (?:and )?)?(?:remove|delete|erase|clear|drop|cancel|wipe|empty|get rid of|trash|cross|take|discard|scratch|destroy|throw away|throw out|eliminate)(?= )/

const shows =
  /^ (?:what|what's|which|show|read|tell|check|open|is|are|do|does|did|find|get|give|have|see|pull|bring|bing|view|can|let|go|my|display|look|recite|say|any|the|olly|please|hear|will|i (?:want|need)|need|want)(?= )/

/** Adding to a list, taking off it, or reading it. */
export function listReading(utterance: Utterance, confidence: number): Reading | undefined {
  const { line } = utterance
  const added = addItem.exec(line) ?? onList.exec(line)
  const detail = (found: { slots: Slots; missing?: string }, intent: string): Reading => ({
    intent,
    slots: found.slots,
    confidence,
    ...(found.missing === undefined ? {} : { missing: found.missing }),
  })
  if (added !== null && !/^ (?:add|put|get|write)(?: me)? (?:a|an|the|my|another)? ?(?:new )?lists?\b/.test(line))
    return detail(itemSlots(utterance, added[1]), 'lists.add')
  const addedTo = addTo.exec(line)
  if (addedTo !== null) return detail(itemSlots(utterance, addedTo[1]), 'lists.add')
  const removed = removeItem.exec(line)
  if (removed !== null) return detail(itemSlots(utterance, removed[1]), 'lists.remove')
  // a list named without an item is made or goes as a whole
  const whole = (intent: string): Reading => {
    const slots = named(utterance)
    const item = /\b(?:item|line|entry|it|that|this|something|thing)\b/.test(line)
    return { intent, slots, confidence, ...(slots['list'] === undefined || item ? { missing: 'text' } : {}) }
  }
  if (removal.test(line)) return whole('lists.remove')
  if (/^ (?:add|append|include|note|update|edit)\b/.test(line)) return whole('lists.add')
  if (
    newList.test(line.split(' ').slice(0, 6).join(' ')) &&
    !/^ (?:did|do|have|is|what|when|show|tell|which)\b/.test(line)
  )
    return whole('lists.add')
  if (!shows.test(line) && !/^ (?:how many|list the items|listen to)(?= )/.test(line) && utterance.tokens.length > 4)
    return undefined
  return { intent: 'lists.show', slots: named(utterance), confidence }
}

/** "put milk on the groceries": a list though nobody says so. */
const unnamedList =
  /^ (?:add|put|include|remove|take|delete|cross|strike|drop)(?: \S+){1,8} (?:to|on|onto|off|from) (?:the|my|our) (?:groceries|shopping|to ?dos?|chores|errands)$/

/** "what do I still have to buy". */
const toBuy =
  /^ what(?: else)? (?:do|should|must) (?:i|we)(?: still)? (?:(?:need|have) to )?(?:buy|get|pick up)(?: (?:today|tomorrow|(?:from|at|in) the (?:store|shop|shops|supermarket|grocery store)))?$/

/** "add milk to the shopping list", "what's on my to-do list", "take eggs off the list". */
export const listsGrammar: Grammar = {
  name: 'lists',
  read(utterance) {
    const { line, tokens } = utterance
    if (toBuy.test(line)) return { intent: 'lists.show', slots: { list: 'shopping' }, confidence: 0.93 }
    const last = tokens.at(-1)
    if (unnamedList.test(line) && last !== undefined)
      return listReading(fromTokens(utterance.original, [...tokens, { ...last, word: 'list' }]), 0.88)
    if (!list.test(line) || tokens.length > 24 || elsewhere.test(line) || isGeneral(utterance)) return undefined
    if (isHandled('list', utterance)) return undefined
    if (
      (listVerb.test(line) && !/^ list the items on /.test(line)) ||
      /\b(?:list out|email|emails|mail|remind me)\b/.test(line)
    )
      return undefined
    if (
      / lists? (?:the|all|every|out|some|top|any|me|down|one|two|three|four|five|ten|several|as|each|which)(?= |$)/.test(
        line,
      ) &&
      !/ (?:the|my|a|to do|shopping|grocery) (?:\S+ )?lists? /.test(line)
    )
      return undefined
    if (
      !isRequest(utterance) &&
      !/^ (?:throw|rearrange|bing|tick|on|to|drop|cross|strike|append|insert|scratch|did|olly)\b/.test(line) &&
      tokens.length > 4
    )
      return undefined
    if (/^ lists? (?:help|helps|is|are|make|makes|can|was|were)(?= )/.test(line)) return undefined
    if (/^ i (?:like|love|hate|made|wrote|lost|have|had|saw|was)\b/.test(line)) return undefined
    if (
      / lists? of (?!groceries|things|tasks|my\b|monthly|items|to dos?|chores|errands|stuff|shopping)/.test(line) &&
      !/^ (?:create|make|start|begin|new|add|add a|delete|remove) /.test(line)
    )
      return undefined
    if (/ (?:while|because|so that|when|so i|so we) /.test(line)) return undefined
    const reading = listReading(utterance, 0.88)
    // a list of anything may be asked of a model: "make a list of good names"
    if (
      reading?.intent === 'lists.add' &&
      / lists? of (?!groceries|things to|tasks|my\b|monthly|items|to dos?|chores|errands)/.test(line) &&
      tokens.length > 6
    )
      return undefined
    return reading
  },
}
