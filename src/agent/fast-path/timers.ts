import type { Slots } from '../../core/events.ts'
import { localDate, localTime } from '../../core/local-time.ts'
import type { Grammar, Reading } from './grammar.ts'
import { lexicon, tagAll, tagSome, tagsOf } from './lexicon.ts'
import { leftoverName, type TimerParts, takeDuration, takeMoment, takeName } from './timer-parts.ts'
import type { Utterance } from './utterance.ts'

type Kind = 'timer' | 'alarm'

const vocabulary = lexicon({
  timer: 'timer|timers|countdown|count down|egg timer',
  alarm:
    'alarm|alarms|alarm clock|alarm clocks|wake up call|wake up alarm|wakeup alarm|wakeup call|wake up calls|wakeup alarms|wake up alarms',
  set: 'set|set up|start|starts|make|create|begin|put on|put|give|need|want|run|get|schedule|another|arrange|turn on|enable|activate|switch on|time|add a|add an|have a|have an|setup|starting|prepare',
  cancel:
    'cancel|delete|remove|stop|clear|turn off|get rid of|kill|end|dismiss|disable|drop|erase|switch off|off|silence|unset|deactivate|scrap|shut off|discard|wipe|shut up|cut off|cancelled|canceled|removed|deleted|turned off|stopped',
  ask: 'how long|how much time|how much longer|how many minutes|how much|left|remaining|remain|remains|list|what|which|show|status|when|how many|is there|are there|do i have|have i|did i|report|tell|read|check|any|next|going off|goes off|go off|upcoming|active|running|still|until|provide|display|know|about|view|see|does|will|do you have|have you|pending|details',
  change:
    'extend|increase|decrease|pause|resume|unpause|snooze|change|restart|reset|reduce|lengthen|shorten|edit|move|update|push|modify|subtract|repeat|add|reschedule|postpone|delay',
  all: 'all|every|all of|all the|each|everything|both',
  glue: 'the|a|an|my|for|to|of|on|at|in|i|me|you|is|are|it|that|with|from|now|right now|up|one|first|clock|by|there|be|should|would|like|currently|been|has|have|have been|it has been|time|times|so|if|can|could|or|and|this|those|these|set for|hours|between|your|also|just|out|happens|let|timing|timings|setting|settings|some|had|after|before|different|wake|get|today|wake up|exactly|later|new|please|use|using|our|we|only|sounding|ringing|goes|go|do|hear|ring|tone|sound|repeating|recurring',
})

/** "wake me up", "alert me": the alarm or the timer is not named. */
const wakeWords =
  /^ (?:wake (?:me|us)(?: up)?|get (?:me|us) up|make sure (?:that )?(?:i|we) (?:am|are|get|wake) (?:up|awake)|wake up|be (?:up|awake)|be woken(?: up)?|get up)(?= |$)/
const alertWords =
  /^ (?:alert|ping|buzz|notify|beep|nudge|warn|remind|ring) (?:me|us)(?= )|^ (?:let me know|tell me|beep|give me a (?:shout|nudge|ring|buzz|beep))(?= )|^ put(?= .* on the clock$)|^(?= \S+(?: \S+){1,6} on the clock$)|^ (?:time(?: me)?|count(?: down)?|start counting(?: down)?)(?= (?:for |from |down from |to )?(?:\d|[a-z]+))/
const remainder = lexicon({
  glue: 'in|at|after|when|it is|it has|been|for|from|now|is|are|have|passed|up|over|to|me|have passed|tomorrow|by|the|on|once|has|it|elapsed|gone|starting|time|an|a|alarm|with|please|again|every|that|clock',
})

const questionStart =
  /^ (?:what|which|when|how|is|are|do|did|have (?:i|you|we)|any|list|show|tell|report|read|check|status|does|will|let|provide|display|at what|view|see|give me (?:the|a|my) (?:list|status|details|times?)|am|was)(?= )/

function target(kind: Kind, parts: TimerParts, all: boolean): Slots {
  const { moment } = parts
  return {
    kind,
    ...(all ? { all: true } : {}),
    ...(parts.name === undefined ? {} : { name: parts.name }),
    ...(parts.durationSeconds === undefined ? {} : { durationSeconds: parts.durationSeconds }),
    ...(moment?.hasTime ? { at: localTime(moment.date) } : {}),
    ...(moment !== undefined && !moment.hasTime && moment.dayNamed && moment.repeat === undefined
      ? { day: localDate(moment.date) }
      : {}),
    ...(moment !== undefined && !moment.hasTime && moment.part !== undefined ? { part: moment.part } : {}),
    ...(moment?.repeat === undefined ? {} : { repeat: moment.repeat }),
  }
}

function setTimer(parts: TimerParts, now: Date, confidence: number): Reading {
  const name: Slots = parts.name === undefined ? {} : { name: parts.name }
  const { moment } = parts
  const until = moment?.hasTime ? Math.round((moment.date.getTime() - now.getTime()) / 1000) : undefined
  const durationSeconds = parts.durationSeconds ?? until
  if (durationSeconds === undefined || durationSeconds <= 0) {
    return { intent: 'time.timer', slots: name, confidence: Math.min(confidence, 0.85), missing: 'durationSeconds' }
  }
  return { intent: 'time.timer', slots: { durationSeconds, ...name }, confidence }
}

function setAlarm(parts: TimerParts, now: Date, confidence: number): Reading {
  const name: Slots = parts.name === undefined ? {} : { name: parts.name }
  const { moment, durationSeconds } = parts
  if (moment === undefined && durationSeconds !== undefined) {
    return {
      intent: 'time.alarm',
      slots: { at: localTime(new Date(now.getTime() + durationSeconds * 1000)), ...name },
      confidence,
    }
  }
  // a day without an hour is half an alarm
  if (moment === undefined || !moment.hasTime) {
    const day: Slots = moment?.dayNamed ? { day: localDate(moment.date) } : {}
    return {
      intent: 'time.alarm',
      slots: { ...name, ...day, ...repeating(moment) },
      confidence: Math.min(confidence, 0.85),
      missing: 'at',
    }
  }
  return { intent: 'time.alarm', slots: { at: localTime(moment.date), ...name, ...repeating(moment) }, confidence }
}

/** "a repeating alarm" without its days is one for every day. */
function repeating(moment: TimerParts['moment']): Slots {
  const repeat = moment?.repeat === 'any' ? 'daily' : moment?.repeat
  return repeat === undefined ? {} : { repeat }
}

/** What a recogniser makes of it: "set a time for five minutes", "said a timer", "a timer for too minutes". */
function mended(words: string[]): string[] {
  return ` ${words.join(' ')}`
    .replace(/^ (?:said|sit|sat|sets)(?= (?:(?:a|an|the|my) )?(?:\S+ ){0,3}(?:timer|alarm)(?: |$))/, ' set')
    .replace(
      /^( (?:set|start|make|create|begin) (?:a|the|an)) (?:time|timing|tire|tyre|tie her)(?= (?:for|of) )/,
      '$1 timer',
    )
    .replace(/(?<= (?:for|timer|of|in)) (?:too|to)(?= (?:minute|hour|second|min|sec)s?(?: |$))/, ' two')
    .replace(/ (?:from )?monday (?:to|through|till|until) friday(?= |$)/, ' every weekday')
    .replace(/(?<= (?:for|timer|of|in)) (?:for|fore)(?= (?:minute|hour|second|min|sec)s?(?: |$))/, ' four')
    .trim()
    .split(' ')
}

function partsOf(kind: Kind, words: string[], utterance: Utterance, now: Date): TimerParts {
  const named = takeName(words, utterance, now)
  const timed = takeDuration(named.words, kind === 'timer')
  const relative = kind === 'alarm' && timed.durationSeconds !== undefined
  const moment = relative
    ? { words: timed.words }
    : takeMoment(timed.words, now, /\b(?:wake|awake|(?:be|get) up)\b/.test(words.join(' ')))
  return { ...timed, ...moment, ...(named.name === undefined ? {} : { name: named.name }) }
}

function readNamed(kind: Kind, words: string[], utterance: Utterance, now: Date): Reading | undefined {
  const parts = partsOf(kind, words, utterance, now)
  const { spans, unknown } = tagSome(parts.words, vocabulary)
  if (unknown.length > 0) {
    const name = parts.name === undefined ? leftoverName(parts.words, unknown, utterance) : undefined
    if (name === undefined) return undefined
    parts.name = name
  }
  const tags = tagsOf(spans)
  const line = ` ${words.join(' ')}`
  if (tags.has('change') && !/ add (?:a|an|another) (?:\w+ )*(?:timer|alarm)/.test(line)) return undefined
  const asking = questionStart.test(line)
  if (tags.has('cancel') && !asking) {
    // "take five minutes off the timer" changes it
    if (parts.durationSeconds !== undefined && / (?:from|off) (?:the |my )?(?:\w+ )*timer/.test(line)) return undefined
    const plural = / (?:timers|alarms)(?: |$)/.test(line)
    return { intent: 'time.cancel', slots: target(kind, parts, tags.has('all') || plural), confidence: 0.93 }
  }
  if (asking || (tags.has('ask') && !tags.has('set') && parts.durationSeconds === undefined)) {
    return { intent: 'time.list', slots: target(kind, parts, false), confidence: 0.9 }
  }
  if (tags.has('ask') && !tags.has('set') && /status|left|remaining/.test(line)) {
    return { intent: 'time.list', slots: target(kind, parts, false), confidence: 0.9 }
  }
  const given = parts.durationSeconds ?? parts.moment
  if (!tags.has('set') && given === undefined && (words.length > 2 || parts.name !== undefined)) return undefined
  const confidence = tags.has('set') ? 0.97 : given === undefined ? 0.7 : 0.93
  return kind === 'timer' ? setTimer(parts, now, confidence) : setAlarm(parts, now, confidence)
}

/** "wake me up at ten", "alert me in three hours", "let me know when it has been five minutes". */
function readUnnamed(utterance: Utterance, now: Date): Reading | undefined {
  // "every weekday at seven wake me up": the time stands in front
  const line = utterance.line.replace(/^( (?:every|tomorrow|at|on|in)(?= ).*)( wake (?:me|us)(?: up)?)$/, '$2$1')
  const wake = wakeWords.exec(line)
  const alert = wake === null ? alertWords.exec(line) : null
  const lead = wake ?? alert
  if (lead === null) return undefined
  const words = line.slice(lead[0].length).trim().split(' ')
  const timed = takeDuration(words, false)
  const moment = timed.durationSeconds === undefined ? takeMoment(words, now, true) : { words: timed.words }
  const parts: TimerParts = { ...timed, ...moment }
  if (parts.words.some((word) => word !== '') && tagAll(parts.words, remainder) === undefined) return undefined
  if (wake !== null) {
    if (parts.moment === undefined && parts.durationSeconds === undefined) return undefined
    return setAlarm(parts, now, 0.93)
  }
  return parts.durationSeconds === undefined ? undefined : setTimer(parts, now, 0.9)
}

/** Only of a timer one asks so without saying what. */
const timeLeft =
  /^ (?:how (?:much (?:time|longer)|long|many minutes)(?: (?:is|do i have))?(?: left| remaining| to go)?) $(?<!^ how (?:long|much time|many minutes) )/

const snooze =
  /^ (?:snooze(?: (?:it|that|this|(?:(?:the|my) )?(?:alarm|timer|reminder)))?|(?:remind|wake|ring|alert|buzz|nudge|tell)(?: me)?(?: up)? again)((?: \S+)*)$/
const moreMinutes =
  /^(?: (?:just|only|give me|i need|i want|let me sleep|let me have))*((?= another \S+ minutes| \S+(?: \S+)? more minutes| \S+ minutes more)(?: \S+)+)$/

/** "snooze", "ring again in five minutes", "ten more minutes". */
function readSnooze(line: string): Reading | undefined {
  const said = (snooze.exec(line) ?? moreMinutes.exec(line))?.[1]
  if (said === undefined) return undefined
  const words = said
    .split(' ')
    .filter((word) => !/^(?:|more|another|for|in|after|about|later|then|again|up)$/.test(word))
  const few = words.join(' ') === 'few minutes' || words.join(' ') === 'a few minutes'
  const { words: rest, durationSeconds } = takeDuration(few ? ['five', 'minutes'] : words, false)
  if (rest.length > 0) return undefined
  const slots: Slots = durationSeconds === undefined ? {} : { durationSeconds }
  return { intent: 'time.snooze', slots, confidence: 0.94 }
}

/** Timers and alarms: set, cancel, ask, let ring again. */
export const timersGrammar: Grammar = {
  name: 'timers',
  read(utterance, scene) {
    const { now } = scene.context
    const words = mended(utterance.tokens.map((token) => token.word))
    // Counting numbers aloud is no timer.
    if (words.length > 24 || /^count (?:down )?(?:from|to) \S+(?: (?!minute|second|hour)\S+)?$/.test(words.join(' ')))
      return undefined
    const line = ` ${words.join(' ')} `
    const again = readSnooze(line.trimEnd())
    if (again !== undefined) return again
    if (timeLeft.test(line)) return { intent: 'time.list', slots: { kind: 'timer' }, confidence: 0.85 }
    if (/ (?:timers?|countdown|count down) /.test(line))
      return readNamed('timer', words, utterance, now) ?? readUnnamed(utterance, now)
    if (/ (?:alarms?|wake ?up calls?) /.test(line)) return readNamed('alarm', words, utterance, now)
    return readUnnamed(utterance, now)
  },
}
