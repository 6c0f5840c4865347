import type { Command } from '../../core/events.ts'
import { readUtterance, sliceUtterance, type Utterance } from '../fast-path/utterance.ts'
import type { SpokenCorrection } from './spoken-correction.ts'
import { cutsValue, dayAndTime, valueIn } from './values.ts'

/** Why words may be what is corrected, the likeliest first. `several`: a part of them, nobody knows which. `command`: another command is meant. */
export const likenesses = ['alike', 'partly', 'name', 'thing', 'several', 'place', 'command'] as const

/** Words of a request that a correction may stand for: tokens `from` to before `to`. */
export interface Replaceable {
  from: number
  to: number
  likeness: (typeof likenesses)[number]
  /** How many words longer or shorter than what replaces them. */
  further: number
  /** The words put there. */
  meant: Utterance
  /** They name a day beside the time of day that was said. */
  addsDay?: true
}

/** What follows is a time of day. */
const clockTime = /^(?:at|by)$/
const durationUnit = /^(?:second|minute|hour|day|week)s?$/
const preposition = /^(?:for|at|to|in|on|by|about|from|with|until|of|into|around)$/
const article = /^(?:a|an|the|my|our|some)$/
/** Whoever says these tells something, to SAM or to somebody else, and names no thing. */
const talk =
  /^(?:i|you|we|he|she|they|it|that|this|is|are|was|were|am|be|do|does|did|not|can|could|will|would|should|have|has|had|please|thanks|thank|yes|no|okay|ok|later|now|never|really|stop|wait|why|what|who|how|when|where|because|if|just|so|let|give|maybe|perhaps|certainly|definitely|probably|surely)$/
/** Slots that name one thing. */
const thing = /^(?:app|person|query|list|name|place|title|playlist|device|destination|url)$/
/** Words that replace others are hardly shorter or longer. */
const furthest = 3
/** One thing stands for one thing, not for several or for a whole description. */
const furthestOfThing = 2
const mostWordsOfThing = 3

/** What the commands of a request name. */
interface Named {
  things: ReadonlySet<string>
  /** Where a verb stands: at the beginning, and where what somebody is reminded of begins. */
  verbsAt: readonly number[]
}

/** Every part of a request that the correction may stand for, and why. */
export function replaceableIn(
  request: Utterance,
  correction: SpokenCorrection,
  commands: readonly Command[],
): Replaceable[] {
  const { meant, wrong } = correction
  const named = namedIn(request, commands)
  // "On Friday" stands for "tomorrow" and "at six"; "in May" for no "Krakow".
  const inner = sliceUtterance(meant, 1)
  const standsAlone = preposition.test(meant.tokens[0]?.word ?? '') && valueIn(wordsOf(inner)) !== undefined
  // "At five" is no number.
  const isTime = clockTime.test(meant.tokens[0]?.word ?? '') && valueIn(wordsOf(inner)) === 'number'
  const bare = standsAlone && !isTime ? [inner] : []
  const found = [meant, ...bare].flatMap((words) => partsFor(request, { ...correction, meant: words }, named))
  return wrong === undefined
    ? found
    : found.filter(({ from, to }) => sliceUtterance(request, from, to).line.trim() === wrong)
}

function partsFor(request: Utterance, correction: SpokenCorrection, named: Named): Replaceable[] {
  const { meant } = correction
  const words = wordsOf(meant)
  const value = valueIn(words)
  const found: Replaceable[] = []
  if (words.length === 0 || (value === undefined && words.some((word) => talk.test(word)))) return found
  for (let from = 0; from < request.tokens.length; from++) {
    for (let to = from + 1; to <= Math.min(request.tokens.length, from + words.length + furthest); to++) {
      if (cutsValue(request.tokens, from) || cutsValue(request.tokens, to)) continue
      // "For at five" says nobody.
      if (preposition.test(words[0] ?? '') && preposition.test(request.tokens[from - 1]?.word ?? '')) continue
      // "Some jazz" stands for "some blues", not "jazz" alone.
      if (article.test(words[0] ?? '') && article.test(request.tokens[from - 1]?.word ?? '')) continue
      const part = sliceUtterance(request, from, to)
      const partly = valueIn(wordsOf(part))
      if ((partly === undefined) !== (value === undefined)) continue
      // No time of day stands for the ten of "ten minutes".
      if (clockTime.test(words[0] ?? '') && durationUnit.test(request.tokens[to]?.word ?? '')) continue
      const likeness =
        value === undefined
          ? likenessOf(request, { from, to }, correction, named)
          : partly === value
            ? 'alike'
            : 'thing'
      if (likeness === undefined) continue
      const as = { from, to, likeness, further: Math.abs(to - from - words.length) }
      const together = value === undefined ? undefined : dayAndTime(wordsOf(part), words)
      if (together === undefined) found.push({ ...as, meant })
      else if (together === 'day first') found.push({ ...as, meant: inOrder(part, '', meant) })
      else
        for (const half of ['', 'a.m.', 'p.m.']) found.push({ ...as, meant: inOrder(part, half, meant), addsDay: true })
    }
  }
  return found
}

function inOrder(first: Utterance, between: string, second: Utterance): Utterance {
  return readUtterance(`${writtenAs(first)} ${between} ${writtenAs(second)}`)
}

/** "Oat milk" is like "milk", a name like a name; one thing may stand for another one where the words are surely a correction. */
function likenessOf(
  request: Utterance,
  { from, to }: Pick<Replaceable, 'from' | 'to'>,
  { meant, sureness }: SpokenCorrection,
  { things, verbsAt }: Named,
): Replaceable['likeness'] | undefined {
  const part = sliceUtterance(request, from, to)
  const words = wordsOf(meant)
  const has = (at: number) => part.tokens.at(at)?.word === words.at(at)
  const sharesWord = [0, -1].some(
    (at) => has(at) && !article.test(words.at(at) ?? '') && valueIn(words.slice(at)) === undefined,
  )
  const hasVerb = verbsAt.some((at) => at >= from && at < to)
  if (has(0) && has(-1) && words.length > 1 && sharesWord) return 'alike'
  if (hasVerb) return undefined
  if (sharesWord && words.length <= to - from + 2) return 'partly'
  if (isName(meant) && isName(part)) return 'name'
  const bare = words.filter((word) => !article.test(word)).length
  if (sureness === 'hardly' || words.length > mostWordsOfThing) return undefined
  if (!things.has(withoutArticle(part).line.trim())) return 'command'
  if (sureness === 'mostly' && bare > 1 && !isName(meant)) return undefined
  const several = wordsOf(withoutArticle(part))
  if (several.length - bare > furthestOfThing || (several.includes('and') && !words.includes('and'))) return 'several'
  const ahead = request.tokens.slice(0, from).findLast(({ word }) => !article.test(word))
  return preposition.test(ahead?.word ?? '') ? 'place' : 'thing'
}

function namedIn(request: Utterance, commands: readonly Command[]): Named {
  const things = new Set<string>()
  const verbsAt = [0]
  for (const { intent, slots } of commands) {
    for (const [name, value] of Object.entries(slots)) {
      if (typeof value !== 'string') continue
      const { line } = readUtterance(value.replace(/^https?:\/\//, ''))
      if (thing.test(name) || (intent.startsWith('lists.') && name === 'text')) things.add(line.trim())
      if (intent !== 'reminders.create' || name !== 'text') continue
      const at = request.line.indexOf(line)
      if (at >= 0) verbsAt.push(request.line.slice(0, at).split(' ').length - 1)
    }
  }
  return { things, verbsAt }
}

/** Words in the spelling in which they were said. */
export function writtenAs({ original, tokens }: Utterance): string {
  return original.slice(tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0)
}

/** Written as a name is. */
export function isName({ original, tokens }: Utterance): boolean {
  return tokens.length > 0 && tokens.every(({ start, word }) => word !== 'i' && /^\p{Lu}/u.test(original.slice(start)))
}

function withoutArticle(part: Utterance): Utterance {
  return article.test(part.tokens[0]?.word ?? '') ? sliceUtterance(part, 1) : part
}

function wordsOf({ tokens }: Utterance): string[] {
  return tokens.map(({ word }) => word)
}
