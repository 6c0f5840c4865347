import type { Slots } from '../../core/events.ts'
import { readDuration } from './durations.ts'
import type { Grammar, Reading } from './grammar.ts'
import { lexicon, type Span, tagAll, tagSome, tagsOf } from './lexicon.ts'
import type { Utterance } from './utterance.ts'

/** How far one step of "louder" goes, in points of 100. */
const stepPoints = 10
const smallStepPoints = 5
const largeStepPoints = 25

const fixedLevels: Record<string, number> = {
  maximum: 100,
  minimum: 0,
  high: 80,
  middle: 50,
  low: 20,
}

const volumeWords = lexicon(
  {
    noun: 'volume|sound|audio|speaker|speakers|loudness|volume level|sound level|audio level|volume setting|sound volume|audio volume|speaker volume|sounds|tone',
    // may be meant, but only together with "turn ... up" or "louder"
    thing: 'music|song|track|tune|podcast|video|movie|it|this|that|voice|radio|playback|things|everything',
    up: 'up|raise|raising|increase|increasing|boost|crank|higher|bump|amplify|pump|upper|raised|rise',
    louder:
      'louder|more loud|more volume|more sound|speak up|speak louder|talk louder|not loud enough|too quiet|too low|too soft|can not hear',
    down: 'down|lower|lowering|decrease|decreasing|reduce|reducing|drop|diminish|slow|minimize|cut',
    quieter:
      'quieter|softer|quieten|quieten down|quiet down|less volume|less sound|more quiet|less loud|not so loud|not as loud|too loud|soften|more quietly|more softly|way too loud|so loud|a lot quieter',
    maximum:
      'max|maximum|full|fullest|loudest|highest|all the way up|full blast|as loud as possible|as loud as it goes|as high as it goes|maxed out|the top|to the top|all the way to the top',
    minimum: 'min|minimum|lowest|quietest|all the way down|as low as possible|as quiet as possible|softest|the bottom',
    high: 'high|loud',
    low: 'low|quiet|soft',
    middle: 'half|halfway|half way|medium|middle|mid|the middle|moderate|midway|a half|normal',
    quarter: 'a quarter|quarter|one quarter|one fourth',
    threeQuarters: 'three quarters|three fourths',
    third: 'a third|one third',
    twoThirds: 'two thirds',
    small:
      'a bit|a little|a little bit|slightly|a touch|a tad|a notch|one notch|somewhat|a smidge|one step|a step|some|just a bit|a wee bit|tiny bit|a tiny bit|little',
    large: 'a lot|much|way|significantly|lots|a great deal|considerably|a whole lot|far|two notches|a few notches',
    to: 'to|at|on|equal to|equals',
    by: 'by',
    percent: 'percent|percentage|points|per cent',
    outOfTen: 'out of ten|out of 10',
    set: 'set|turn|put|make|change|adjust|bring|knock|nudge|dial|ease|ramp|keep|move|have|get|give|need|want|pump|take|tune|leave|fix|stays|stay|go|going|speak|talk|switch',
    glue: "the|my|your|of|is|be|for|please|all|with|from|so|more|just|i|you|me|level|setting|settings|number|system|output|overall|master|mac|macbook|computer|laptop|internal|here|in|a|an|and|too|enough|if|possible|even|now|current|currently|very|well|sure|that the|hear|mac's|computer's|back|still|its|hearing|volume's|am|are|right|level of|percent of|what|it is|bit",
  },
  true,
)

const muteWords = lexicon({
  mute: 'mute|muted|silence|mute mode|muting|shush|hush|silent',
  unmute:
    'unmute|unmuted|unmuting|un mute|off mute|turn off mute|mute off|turn mute off|cancel mute|end mute|disable mute|stop muting|turn off the mute',
  noun: 'volume|sound|audio|speaker|speakers|sounds|music|song|track|everything|media|video|podcast|radio|it|this|that|playback|mac|macbook|computer|laptop|responses|all|system|yourself|settings|output|tv show|movie|noise|noises|voice',
  on: 'on|back on|back',
  off: 'off|kill|disable|cut|no|shut off|deactivate',
  turn: 'turn|switch|set|put|make|take|bring|go|touch|press|hit|click|push|activate|enable|restore|toggle|shut|be|get|give|need|want|have',
  later:
    'until said otherwise|until i say otherwise|until i say so|until i tell you|until further notice|until later|until i say|for a while|for now|for the next|for|temporarily|for a bit',
  glue: "the|my|your|to|from|of|here|in|a|an|all the|please|button|now|i|you|me|with|any|fully|completely|entirely|sam's|mac's|computer's|mode",
})

function clampLevel(value: number): number {
  return Math.max(0, Math.min(100, Math.round(value)))
}

function readLevel(tags: Set<string>, spans: Span[]): number | undefined {
  if (tags.has('maximum')) return fixedLevels['maximum']
  if (tags.has('minimum')) return fixedLevels['minimum']
  if (tags.has('threeQuarters')) return 75
  if (tags.has('twoThirds')) return 67
  if (tags.has('quarter')) return 25
  if (tags.has('third')) return 33
  const number = spans.find((span) => span.tag === 'number')?.value
  if (number !== undefined) return clampLevel(tags.has('outOfTen') ? number * 10 : number)
  if (tags.has('middle')) return fixedLevels['middle']
  return undefined
}

function readVolume(words: string[]): Reading | undefined {
  const spans = tagAll(words, volumeWords)
  if (spans === undefined) return undefined
  const tags = tagsOf(spans)
  const strong = tags.has('noun')
  const up = tags.has('up') || tags.has('louder')
  const down = tags.has('down') || tags.has('quieter')
  const clear = tags.has('louder') || tags.has('quieter')
  const direction = up === down ? 0 : up ? 1 : -1
  // without the word "volume" it takes "louder", or "turn ... up": "it", "the music" and "number five" are not enough
  const turned =
    words.some((word) => /^(?:turn|crank|pump)$/.test(word)) &&
    ['up', 'down', 'maximum', 'minimum'].some((tag) => tags.has(tag))
  if (!strong && !clear && !(turned && tags.has('thing')) && !(turned && words.length === 2)) return undefined
  const slots = readSetting(tags, spans, direction, strong)
  if (slots === undefined) return undefined
  const confidence = strong || clear ? 0.95 : words.length === 2 ? 0.7 : 0.85
  return { intent: 'sound.volume', slots, confidence, ...(Object.keys(slots).length === 0 ? { missing: 'level' } : {}) }
}

function readSetting(tags: Set<string>, spans: Span[], direction: number, strong: boolean): Slots | undefined {
  const numbers = spans.filter((span) => span.tag === 'number')
  if (numbers.length > 1) return undefined
  const level = readLevel(tags, spans)
  const absolute = tags.has('to') && !tags.has('by')
  if (level !== undefined) {
    const byAmount =
      numbers.length === 1 && direction !== 0 && !absolute && !tags.has('maximum') && !tags.has('minimum')
    if (byAmount) return { delta: direction * level }
    // "by half" of a loudness that is not known here: half of the middle
    const byPart = numbers.length === 0 && direction !== 0 && tags.has('by')
    return byPart ? { delta: Math.round((direction * level) / 2) } : { level }
  }
  if (direction !== 0) {
    const size = tags.has('small') ? smallStepPoints : tags.has('large') ? largeStepPoints : stepPoints
    return { delta: direction * size }
  }
  if (strong && tags.has('high')) return { level: fixedLevels['high'] ?? 0 }
  if (strong && tags.has('low')) return { level: fixedLevels['low'] ?? 0 }
  // "the volume" with nothing to do is no request; "set the volume" is half of one
  return strong && spans.some((span) => span.tag === 'set') && spans.length <= 4 && !tags.has('up') && !tags.has('down')
    ? {}
    : undefined
}

/** Takes "for the next hour" off, which SAM cannot time yet. */
function withoutDuration(words: string[]): { words: string[]; timed: boolean } {
  for (let at = 1; at < words.length; at++) {
    const next = words[at] === 'next' ? at + 1 : at
    const named = next > at && /^(?:hour|minute)$/.test(words[next] ?? '')
    if (named || readDuration(words, next) !== undefined) return { words: words.slice(0, at), timed: true }
  }
  return { words, timed: false }
}

/** "The sound cut off" complains, "cut the sound off" wants it. */
export function tellsOfNoSound({ line }: Utterance): boolean {
  return /^(?: (?:the|my))? (?:volume|sound|audio|music)(?: (?:just|has|is|was|keeps))? cut(?:s|ting)? (?:off|out)(?= |$)/.test(
    line,
  )
}

function readMute(all: string[]): Reading | undefined {
  const { words, timed } = withoutDuration(all)
  const spans = tagAll(words, muteWords)
  if (spans === undefined) return undefined
  const tags = tagsOf(spans)
  const sounding = words.some((word) => /^(?:volume|sound|sounds|audio|speakers?)$/.test(word))
  const note = timed || tags.has('later') ? { note: 'Say "unmute" when you want sound again.' } : {}
  if (tags.has('unmute') || (tags.has('mute') && tags.has('off') && !words.includes('no'))) {
    return { intent: 'sound.mute', slots: { muted: false }, confidence: 0.95 }
  }
  if (tags.has('mute')) {
    // "silent" and "silence" are also moods and titles: they need a verb, or have to be one
    const silenced = tags.has('turn') || /^(?:silence|shush|hush)$/.test(words[0] ?? '')
    if (!words.some((word) => /^mut/.test(word)) && (!silenced || words.length < 2)) return undefined
    return { intent: 'sound.mute', slots: { muted: true }, confidence: 0.95, ...note }
  }
  if (!sounding || spans.length > 6) return undefined
  if (tags.has('off')) return { intent: 'sound.mute', slots: { muted: true }, confidence: 0.93, ...note }
  if (tags.has('on') && !tags.has('later')) return { intent: 'sound.mute', slots: { muted: false }, confidence: 0.85 }
  return undefined
}

/** The same of words that are known to be about loudness, whatever else stands between them: "give me some more oomph, volume up". */
export function readSoundLoosely(utterance: Utterance): Reading | undefined {
  if (tellsOfNoSound(utterance)) return undefined
  const words = utterance.tokens.map(({ word }) => word)
  const known = (domain: typeof muteWords) => {
    const { unknown } = tagSome(words, domain)
    return words.filter((_, at) => !unknown.includes(at))
  }
  return readMute(known(muteWords)) ?? readVolume(known(volumeWords))
}

/** Volume and mute, whatever the order of the words. */
export const soundGrammar: Grammar = {
  name: 'sound',
  read(utterance) {
    const words = utterance.tokens.map((token) => token.word)
    if (words.length > 16 || tellsOfNoSound(utterance)) return undefined
    return readMute(words) ?? readVolume(words)
  },
}
