import { readUtterance, sliceUtterance, type Utterance } from '../fast-path/utterance.ts'
import { valueIn } from './values.ts'

/** Words that say that what was said before was wrong, and what was meant. */
export interface SpokenCorrection {
  meant: Utterance
  /** What was wrong, where it is said: "Hanna, not Anna". */
  wrong?: string
  /**
   * How sure it is that they correct something: "I mean Hanna" does, "no, Hanna" mostly, and "sorry" and "wait" are said to others and for
   * other reasons as well.
   */
  sureness: Sureness
}

export type Sureness = 'hardly' | 'mostly' | 'surely'

const surenesses: readonly Sureness[] = ['hardly', 'mostly', 'surely']
/** What corrections begin with. */
const leads: readonly (readonly [Sureness, RegExp])[] = [
  ['surely', /^ (?:i (?:mean|meant|said|wanted|meant to say|wanted to say)|(?:or )?rather|correction)(?= )/],
  [
    'mostly',
    /^ (?:no|nope|nah|actually|not that(?: one)?|(?:the )?wrong one|that (?:is|was) (?:wrong|not right))(?= )/,
  ],
  [
    'hardly',
    /^ (?:sorry|oops|whoops|pardon|better|my (?:mistake|bad|fault)|(?:please )?(?:make|change) (?:it|that|this)(?: (?:to|into))?|let us (?:say|make it|make that)|it should (?:be|have been))(?= )/,
  ],
]
/** These hold up the talk, and are mostly said to others: of themselves they correct a number or a time at most ("wait, fifteen"). */
const pauses = /^ (?:oh|(?<held>wait|hold on|hang on))(?= )/
/** More, beside what was said: "actually, set another timer for five minutes". */
const addition =
  /^ (?:and|also|plus|then|next)(?= )| (?:also|another|one more|a second (?:timer|alarm|reminder))(?= |$)| (?:too|as well)$/
/** "In a minute", "hold on a second", "sorry, one moment". */
const asksToWait =
  /^(?: (?:sorry|pardon|oh|wait|hold on|hang on))* (?:a|one) (?:second|sec|moment|minute|bit|while)$|^(?: (?:no|nope|sorry|oh|wait|actually))* (?:(?:just|in) )+(?:a|one) (?:second|sec|moment|minute|bit|while)$/
/** These correct a number or a time; whoever moves or sets something else has a new request. */
const timeLead = /^ (?:please )?(?:set|move|put|push) (?:it|that|this)(?: back)?(?: (?:to|for|at|on))?(?= )/
const ends: readonly (readonly [Sureness, RegExp])[] = [
  ['surely', / (?:instead|rather|i mean|i meant)$/],
  ['hardly', / (?:please|sorry)$/],
]
/** "Hanna, not Anna", "not ten but fifteen". */
const contrasts = [
  /^ (?<meant>.+?) (?:and |but )?(?:not|rather than|instead of) (?<wrong>.+)$/,
  /^ not (?<wrong>.+?) but (?<meant>.+)$/,
]
/** More words are a story. */
const mostWords = 12

/** Undefined where words do not begin or end as a correction does; what they are worth depends on what was said before. */
export function readCorrection(words: string): SpokenCorrection | undefined {
  const said = readUtterance(words)
  if (said.tokens.length > mostWords || asksToWait.test(said.line)) return undefined
  let rest = said
  let sureness: Sureness | undefined
  const strip = (patterns: typeof leads, without: (count: number) => Utterance): boolean => {
    const found = patterns.find(([, pattern]) => pattern.test(rest.line))
    if (found === undefined) return false
    const [how, pattern] = found
    // "Please" corrects nothing.
    if (patterns === leads || how === 'surely') sureness = surer(sureness, how)
    rest = without((pattern.exec(rest.line)?.[0] ?? '').split(' ').length - 1)
    return true
  }
  const stripPause = (): boolean => {
    const found = pauses.exec(rest.line)
    if (found === null) return false
    const count = found[0].split(' ').length - 1
    const isBroken = rest.tokens[count - 1]?.breakAfter === true
    rest = sliceUtterance(rest, count)
    if (found.groups?.['held'] !== undefined && isBroken && isValue(rest)) sureness = surer(sureness, 'hardly')
    return true
  }
  while (strip(leads, (count) => sliceUtterance(rest, count)) || stripPause());
  while (strip(ends, (count) => sliceUtterance(rest, 0, rest.tokens.length - count)));
  const moved = timeLead.exec(rest.line)?.[0].split(' ').length ?? 1
  if (moved > 1) {
    rest = sliceUtterance(rest, moved - 1)
    if (!isValue(rest)) return undefined
  }
  if (rest.tokens.length === 0 || addition.test(rest.line)) return undefined
  return contrastIn(rest) ?? (sureness === undefined ? undefined : { meant: rest, sureness })
}

function isValue({ tokens }: Utterance): boolean {
  return valueIn(tokens.map(({ word }) => word)) !== undefined
}

function surer(one: Sureness | undefined, other: Sureness): Sureness {
  return one === undefined || surenesses.indexOf(other) > surenesses.indexOf(one) ? other : one
}

function contrastIn(said: Utterance): SpokenCorrection | undefined {
  const comma = said.tokens.findIndex(({ breakAfter }) => breakAfter)
  if (/^ not /.test(said.line) && comma > 0 && comma + 1 < said.tokens.length) {
    const wrong = sliceUtterance(said, 1, comma + 1).line.trim()
    return { meant: sliceUtterance(said, comma + 1), wrong, sureness: 'surely' }
  }
  for (const contrast of contrasts) {
    const { meant, wrong } = contrast.exec(said.line)?.groups ?? {}
    if (meant === undefined || wrong === undefined) continue
    const count = meant.split(' ').length
    const from = said.line.startsWith(` ${meant} `) ? 0 : said.tokens.length - count
    return { meant: sliceUtterance(said, from, from + count), wrong, sureness: 'surely' }
  }
  return undefined
}
