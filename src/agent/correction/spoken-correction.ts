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
    /^ (?:sorry|oops|whoops|pardon|wait|hold on|hang on|oh|better|my (?:mistake|bad|fault)|(?:please )?(?:make|change) (?:it|that|this)(?: (?:to|into))?|let us (?:say|make it|make that)|it should (?:be|have been))(?= )/,
  ],
]
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
  if (said.tokens.length > mostWords) return undefined
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
  while (strip(leads, (count) => sliceUtterance(rest, count)));
  while (strip(ends, (count) => sliceUtterance(rest, 0, rest.tokens.length - count)));
  const moved = timeLead.exec(rest.line)?.[0].split(' ').length ?? 1
  if (moved > 1) {
    rest = sliceUtterance(rest, moved - 1)
    if (valueIn(rest.tokens.map(({ word }) => word)) === undefined) return undefined
  }
  if (rest.tokens.length === 0) return undefined
  return contrastIn(rest) ?? (sureness === undefined ? undefined : { meant: rest, sureness })
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
