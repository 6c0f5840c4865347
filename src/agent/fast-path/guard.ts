import { readClockTime } from './clock-time.ts'
import { readDuration } from './durations.ts'
import { sliceUtterance, type Utterance } from './utterance.ts'

/** Why words that name an action are no request to do it now. */
export type NotACommand = 'negated' | 'told, not asked' | 'a question about it' | 'only supposed'

const verbs =
  'open|close|quit|play|pause|stop|mute|unmute|turn|set|start|launch|search|google|find|delete|cancel|skip|raise|lower|increase|decrease|reduce|run|switch|show|go|put|make|wake|shut|look|exit|resume|visit|listen|remind|send|call|text|email|mail|add|remove|create|schedule|book|lock|restart|reboot|empty|move|rename|hide|take|copy|paste|trash|write|dim|minimize|maximize|enable|disable|read|check|message|dial|phone|log|note|capture|draft|reply|erase|clear|activate|change|kill|force|download|tell|give|buy|order'
const commandVerb = new RegExp(`^(?:${verbs}|hear|increase|volume|next|previous|remember|saying|says)$`)

const negation = new RegExp(
  ` (?:do not|let us not|did not|would not|never|must not|should not|will not|not to|no need to|rather not|do not want(?: you)? to|without|instead of|stop trying to|refuse to|avoid|forbid you to|do not you dare|do not you)(?: (?:ever|please|just|even|try to|you|again|start to|to))* (?:${verbs})(?:ing|ning|ting|ping)?(?= |$)`,
)

const narration =
  /^ (?:i|we|he|she|they|you|it|somebody|someone|everyone|people|my [\w']+|the [\w']+|that [\w']+|this [\w']+)(?: (?:just|already|also|then|always|usually|often|sometimes|once|have|has|had|even|probably|only|really))* (?:opened|closed|quitted|played|paused|stopped|muted|turned|started|launched|searched|googled|found|deleted|cancelled|canceled|skipped|raised|lowered|increased|switched|showed|went|made|woke|shut|looked|listened|was|were|told|said|says|asked|asks|wrote|thinks|thought|wants|keeps|kept|tried|used|forgot|hates?|loves|remembers?|remembered|heard|knew|ran|set|put|read|had|got|does|did|likes|emailed|sent|called|texted|wrote|added|removed|created|scheduled|locked|restarted|rebooted|emptied|moved|renamed|took|copied|booked|checked|reminded|needed|messaged|replied|finished|bought|changed|minimized|maximized|enabled|disabled|hid|missed|received|saved|dimmed|logged|canceled|typed|pasted|pressed|clicked|spoke|talked|came|left)(?= |$)/
/** "I set ..." tells; "set ..." asks. */
const firstPerson =
  /^ (?:i|we|he|she|they|you)(?: (?:just|already|also|always|usually|often|sometimes|never|only))* (?:set|put|quit|shut|read|play|open|close|listen|run|start|stop|use|turn|make|mute|search|google|find|wake|go|pause|skip|remind|send|call|text|email|check|lock|restart|move|take|write|add|delete|create|schedule|read|copy|buy|empty|have(?= (?:a|an|the|my|two) (?:\w+ )?(?:timers?|alarms?|volume|sound|music)(?: |$)))(?= |$)/

/** "Last Friday I went ...". */
const onceUponATime =
  /^ (?:yesterday|recently|earlier|the other day|(?:last|that|one) \w+(?: \w+)?|(?:a few|two|three|some) \w+ ago|(?:earlier|later) (?:today|this \w+)) (?:i|we|he|she|they|my \w+|there) \w+(?= |$)/

const aboutIt =
  /^ (?:how (?:do|does|did|can|could|would|should|to|come)|why|what (?:does|do|did|happens|would|if|about|should|else|kind|sort)|what is (?:a|an|the (?:shortcut|command|key|difference|point|best|word|meaning|purpose|button))|what are (?:timers|alarms)|when (?:should|do you|did you|would)|where (?:do|does|should) |who |should (?:i|we)|is there (?:a|any) (?:way|shortcut|command)|is it (?:possible|safe|okay|ok|bad|good|wise|true)|did you|have you|has |had |are you|were you|do you (?:like|want|think|ever|always|usually|often|prefer|remember)|can (?:mac|macs|the mac|siri|people|anyone)|does |do (?:i|we|they|people) (?:have to|need to)|explain|define|describe|spell|translate|tell me (?:how to|how (?:do|can)|why|what (?:does|happens))|what (?:[\w']+ )?(?:mean|means)\b|teach me)(?= |$)/

/** "are you able to send emails", "can you even open Spotify": asked of SAM, not of it. */
const ability =
  /^ (?:(?:can|could|do|would) you even |are you even able to |are you capable of )|^ (?:are you able to|can you|could you|do you|do you know how to) (?:send|write|make|set|open|close|delete|move|rename|create|control|manage|edit|book|schedule|take|find) (?:my )?(?:e?mails|messages|texts|calls|alarms|timers|reminders|files|apps|applications|programs|windows|notes|events|meetings|lists|folders|tabs|shortcuts|screenshots|things|photos|websites|websites)$/

const supposition =
  /^ (?:if|when(?! (?:is|does|do|did|was|were|will|am|are|should|can|would))|whenever|once|suppose|supposing|imagine|what if|in case|as soon as|every time|unless|until|while|pretend|let us say|say i|assume|assuming|had i|after (?!this\b)|before )(?= |\S)/

/** "When it's noon here, what time is it in New York": a question about an hour. */
const supposedHour = /^ (?:when|if|assuming) (?:it is|its|the time is) .* what (?:time|hour|is the time)(?= |$)/

/**
 * Tells talk about commands from commands: narration ("I opened Safari yesterday"), negation ("don't open Safari"),
 * questions about them ("how do I open Safari") and suppositions ("if I open Safari").
 * @param request freed of the wake phrase, with its courtesies still on
 * @param bare the same without courtesies
 */
export function notACommand(request: Utterance, bare: Utterance): NotACommand | undefined {
  const negated = negation.exec(request.line)
  if (negated !== null) {
    const before = request.line.slice(0, negated.index).trim().split(' ')
    // "play don't stop me now": what comes after the verb is a title
    if (!before.some((word) => commandVerb.test(word))) return 'negated'
  }
  if (/^ i wish (?:i|we|he|she|they|it|someone|somebody|everyone|people|(?:my|the) \w+)(?= )/.test(request.line))
    return 'only supposed'
  const supposed = supposition.test(bare.line) && !supposedHour.test(bare.line)
  if (supposed && !/^ after (?:this|that)\b/.test(bare.line)) return 'only supposed'
  if (ability.test(request.line)) return 'a question about it'
  if (/^ remind (?:me|us) never to /.test(bare.line)) return 'told, not asked'
  if (aboutIt.test(bare.line)) return 'a question about it'
  if (onceUponATime.test(bare.line) || firstPerson.test(bare.line) || narration.test(bare.line))
    return 'told, not asked'
  return undefined
}

const laterTail =
  / (?:tomorrow|tonight|later|later on|next (?:week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|this (?:evening|afternoon)|in the (?:morning|evening|afternoon)|every (?:day|morning|evening|night|hour|week)|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)$/
const conditionTail =
  / (?:when|if|once|unless|as soon as|every time|whenever|until|till) (?:i|we|you|it|he|she|they|the|my|this|that|someone|there)(?= ).*$/
const laterHead =
  /^ (?:tomorrow|tonight|later|every (?:day|morning|evening|night)|in the (?:morning|evening)|this evening|at noon|at midnight)(?= )/

/**
 * True when the request names a time or a condition at which to act: "in ten minutes", "at nine pm", "when I get home".
 * @param openWords the request ends in a title or a search, which may hold such words itself
 */
export function forLater(utterance: Utterance, openWords: boolean): boolean {
  const words = utterance.tokens.map((token) => token.word)
  for (let at = 0; at < words.length - 1; at++) {
    const word = words[at]
    if (word !== 'in' && word !== 'at' && word !== 'after' && word !== 'every') continue
    const time = word === 'at' ? readClockTime(words, at + 1) : undefined
    const read = word === 'at' ? time : readDuration(words, at + 1)
    if (read === undefined) continue
    // "at 20" is a level as often as an hour
    const bareHour = time !== undefined && time.length === 1 && !/[:.]|noon|midnight/.test(words[at + 1] ?? '')
    if (bareHour) continue
    if (at === 0 || at + 1 + read.length === words.length) return true
  }
  const { line } = utterance
  return laterHead.test(line) || (!openWords && (laterTail.test(line) || conditionTail.test(line)))
}

/** What is left without its time or condition: "mute" of "mute when I leave", "mute in an hour" and "tonight mute". Undefined without one. */
export function withoutLater(utterance: Utterance): Utterance | undefined {
  const { tokens, line } = utterance
  const head = laterHead.exec(line)
  if (head !== null) return sliceUtterance(utterance, head[0].split(' ').length - 1)
  const words = tokens.map((token) => token.word)
  const at = words.findLastIndex((word) => word === 'at' || word === 'in' || word === 'after')
  const read = words[at] === 'at' ? readClockTime : readDuration
  const time = at < 1 ? undefined : read(words, at + 1)
  const timed = time !== undefined && at + 1 + time.length === tokens.length
  const rest = timed ? sliceUtterance(utterance, 0, at) : utterance
  const tail = (timed ? undefined : conditionTail.exec(line)) ?? laterTail.exec(rest.line)
  if (tail === null || tail.index === 0) return timed ? rest : undefined
  return sliceUtterance(rest, 0, rest.line.slice(0, tail.index).split(' ').length - 1)
}
