import { localDate } from '../../core/local-time.ts'
import { readDay } from './calendar-days.ts'
import { readDuration } from './durations.ts'
import type { Grammar, Reading, Scene } from './grammar.ts'
import { nextHoliday } from './holidays.ts'
import { lexicon, tagAll, tagsOf } from './lexicon.ts'
import { readTimeElsewhere } from './time-elsewhere.ts'
import { surfaceOf, type Utterance } from './utterance.ts'

const timeWords = lexicon({
  time: 'time|hour|hours|oclock|clock time|clock',
  ask: 'what|tell|know|say|read|show|give|check|have|got|current|now|need|want|see|see what|which',
  glue: 'is|it|the|me|us|i|you|do|does|please|right|at|moment|present|a|of|day|like|would|exactly|exact|currently|local|let|can|could|here|today|my|an|so|are|we|be|to|by|for|on|correct|just|hey|clock|about|any|idea|actual|late|much|s|find|out',
})

const dateWords = lexicon({
  date: "date|day|month|year|week|weekday|calendar date|day of the week|day of the month|today|todays|today's|weekdays",
  ask: 'what|which|tell|know|say|show|give|check|when|current|have|is it|need|want|how|who',
  weekday: 'monday|tuesday|wednesday|thursday|friday|saturday|sunday',
  glue: 'is|it|the|me|us|i|you|do|does|please|of|in|on|for|today|now|right|at|moment|a|an|would|will|be|was|are|we|to|let|can|could|like|just|fall|falls|fall on|land|lands|this|that|coming|next|year|come|comes|happen|happens|number|full|exact|exactly|actual|currently|by|according|any|idea|s|out|find|here|calendar|read|my|during|from|start|begin|celebrated|observed|going to be|going|later|time group|so|name',
})

/** Words that make a place impossible: "what time is it in my calendar". */
const notPlaces =
  /(?:^| )(?:my|your|the morning|the evening|the afternoon|minutes?|hours?|seconds?|calendar|meeting|event|train|bus|flight|store|movie|game|show|alarm|timer|order|appointment|when|if)(?: |$)/

const placeTail = /^(?<head>.*\b(?:time|hour|oclock)\b.*?) (?:in|at|over in) (?:the )?(?<place>\S+(?: \S+){0,4})$/
const zoneBefore =
  /^(?<head>.*?\b(?:the|current|is|what) )(?<place>(?:eastern|central|mountain|pacific|greenwich|gmt|utc|est|pst|cst|mst|edt|pdt|cet|london|new york|tokyo|paris|berlin|sydney|hawaii|alaska) )(?<tail>(?:standard )?time.*)$/

function asksTime(words: string[]): boolean {
  if (words.length > 14) return false
  const spans = tagAll(words, timeWords)
  if (spans === undefined) return false
  const tags = tagsOf(spans)
  const line = words.join(' ')
  if (!tags.has('time')) return false
  // "set the time", "for a time", "this time", "time to go" are something else
  if (/^(?:show me the clock|clock|hours?|time to|a time|day time)$/.test(line)) return false
  return tags.has('ask') || /^(?:the )?(?:current |local )?time(?: is it| for)?$/.test(line)
}

function readTime(utterance: Utterance): Reading | undefined {
  const line = utterance.line.trim()
  if (!/\b(?:time|hour|oclock)\b/.test(line) || /\b(?:timer|difference|zone|zones|convert|times)\b/.test(line)) {
    return zoneQuestion(utterance, line)
  }
  const plain = line.replace(/ (?:right now|now|currently|at the moment|today)$/, '')
  if (asksTime(plain.split(' '))) return { intent: 'time.now', slots: {}, confidence: 0.96 }
  const zone = zoneBefore.exec(plain)?.groups
  if (zone !== undefined && asksTime(`${zone['head']}${zone['tail']}`.split(' ')))
    return inPlace(utterance, zone['place'] ?? '')
  const tail = placeTail.exec(plain.replace(/\b(?:right now|currently|now) (?=in|at)/, ''))?.groups
  const place = tail?.['place'] ?? ''
  if (tail === undefined || notPlaces.test(place) || !asksTime((tail['head'] ?? '').split(' '))) return undefined
  return inPlace(utterance, place)
}

/** "what is the time for the eastern time zone", "time zone of paris": the time there answers it. */
function zoneQuestion(utterance: Utterance, line: string): Reading | undefined {
  const zone =
    /^(?:what|tell me|give me|let me know|show me)(?: is| me)?(?: the)?(?: current)? time(?: is it)?(?: now| right now)? (?:in|for|at) (?:the )?(?<place>\w+(?: \w+)? time ?zone)$/.exec(
      line,
    )
  return zone?.groups === undefined ? undefined : inPlace(utterance, zone.groups['place'] ?? '')
}

function inPlace(utterance: Utterance, place: string): Reading {
  const plain = place.trim().replace(/ (?:right now|now|currently|today|exactly)$/, '')
  return { intent: 'time.now', slots: { place: surfaceOf(utterance, plain) }, confidence: 0.93 }
}

const holidayNames =
  /\b(?:christmas(?: eve| day)?|xmas|boxing day|new years?(?:'s)?(?: eve| day)?|valentine'?s?(?: day)?|(?:st|saint) patrick'?s?(?: day)?|april fools?'?(?: day)?|independence day|(?:fourth|4th) of july|halloween|veterans? day|(?:martin luther king|mlk)(?: jr)? day|presidents?'? day|mother'?s'? day|memorial day|father'?s'? day|labou?r day|columbus day|thanksgiving(?: day)?|black friday|good friday|easter(?: sunday| monday)?|mardi gras|shrove tuesday)\b/

/** A day named in the question, taken out of it. */
function takeDay(words: string[], scene: Scene): { words: string[]; day?: Date } {
  const { now } = scene.context
  const line = words.join(' ')
  const named = holidayNames.exec(line)
  if (named !== null) {
    const year = / (?:next year)/.test(line) ? now.getFullYear() + 1 : undefined
    const day = nextHoliday(named[0].replaceAll("'", ''), now, year)
    const rest = `${line.slice(0, named.index)}${line.slice(named.index + named[0].length)}`.trim().split(/ +/)
    if (day !== undefined) return { words: rest, day }
  }
  for (let at = 0; at < words.length; at++) {
    if (words[at] === 'today') continue
    const ahead = readDuration(words, at)
    const from = words.slice(at + (ahead?.length ?? 0), at + (ahead?.length ?? 0) + 2).join(' ')
    if (
      ahead !== undefined &&
      ahead.seconds >= 86_400 &&
      (/^from (?:today|now)$/.test(from) || words[at - 1] === 'in')
    ) {
      const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + Math.round(ahead.seconds / 86_400))
      const length = ahead.length + (from.startsWith('from') ? 2 : 0)
      return { words: [...words.slice(0, at), ...words.slice(at + length)], day }
    }
    // "is twelfth": the article is easily lost
    const bare =
      at === words.length - 1 && at > 0
        ? readDay([...words.slice(0, at), 'the', ...words.slice(at)], at, now)
        : undefined
    const found = readDay(words, at, now) ?? (bare === undefined ? undefined : { ...bare, length: bare.length - 1 })
    if (found === undefined) continue
    return { words: [...words.slice(0, at), ...words.slice(at + found.length)], day: found.day }
  }
  return { words }
}

function readDate(utterance: Utterance, scene: Scene): Reading | undefined {
  const all = utterance.tokens.map((token) => token.word)
  const line = all.join(' ')
  const about = /\b(?:date|\w*day|todays|today's|month|year|week|calendar)\b/.test(line) || holidayNames.test(line)
  if (!about || all.length > 16 || /^do i have|\bmy calendar\b/.test(line)) return undefined
  const until = /^how (?:many days|long|many weeks|many months|much time)\b/.test(line)
  // "is it monday" asks for today, not for the next monday
  const checked = /^is (?:it|today) (?:a )?(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: today)?$/.test(line)
  const { words, day } = checked ? { words: ['what', 'day', 'is', 'it'], day: undefined } : takeDay(all, scene)
  if (until) return readUntil(words, day)
  const spans = tagAll(
    words.filter((word) => word !== ''),
    dateWords,
  )
  if (spans === undefined) return undefined
  const tags = tagsOf(spans)
  const at = day === undefined ? {} : { at: localDate(day) }
  if (day !== undefined) {
    // "tomorrow" alone asks nothing
    const asks =
      tags.has('date') || /^(?:when|what) /.test(line) || /^is .*(?:mon|tues|wednes|thurs|fri|satur|sun)day/.test(line)
    return asks && (tags.has('ask') || /^(?:is|day|date|tomorrow's date)\b/.test(line))
      ? { intent: 'time.date', slots: at, confidence: 0.9 }
      : undefined
  }
  if (tags.has('weekday') && !/^is (?:it|today)\b/.test(line)) return undefined
  if (
    /^(?:how is|how|who|how was|is it|what a|how are|i have|have|day|year|month|week|today|the day|for today|this week|next week|next year|this year)\b(?!.*\bdate\b)/.test(
      line,
    ) &&
    !/^is (?:it|today) \w+day|^today is (?:what|which)/.test(line)
  ) {
    return undefined
  }
  if (
    /\b(?:next|coming) (?:week|month|year|day)\b|\bmy (?:week|day|month|year)\b|^is (?:it|this|that) (?:a|the|in|on|my)/.test(
      line,
    )
  )
    return undefined
  if (
    !tags.has('ask') &&
    !/^(?:the )?(?:current |today's |todays |today )?date(?: today)?$|^today is (?:what|which)/.test(line)
  ) {
    return /^is (?:it|today) /.test(line) ? { intent: 'time.date', slots: {}, confidence: 0.9 } : undefined
  }
  return tags.has('date') ? { intent: 'time.date', slots: {}, confidence: 0.95 } : undefined
}

const untilWords = lexicon({
  ask: 'how many|how long|how much time',
  unit: 'days|weeks|months|day|week|month|hours|time',
  glue: 'until|till|to|before|is|are|left|there|it|for|the|do|we|have|i|remain|remaining|away|next|this|year|of|be|will|more|go|to go|from now|away from|must i wait|comes',
})

function readUntil(words: string[], day: Date | undefined): Reading | undefined {
  if (
    day === undefined ||
    tagAll(
      words.filter((word) => word !== ''),
      untilWords,
    ) === undefined
  )
    return undefined
  return { intent: 'time.date', slots: { at: localDate(day) }, confidence: 0.85 }
}

/** "what time is it in tokyo", "what day is the twenty second". */
export const clockGrammar: Grammar = {
  name: 'clock',
  read(utterance, scene) {
    if (utterance.tokens.length > 20) return undefined
    return readTimeElsewhere(utterance) ?? readTime(utterance) ?? readDate(utterance, scene)
  },
}
