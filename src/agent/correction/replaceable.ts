import type { Command } from '../../core/events.ts'
import { readUtterance, sliceUtterance, type Utterance } from '../fast-path/utterance.ts'
import type { SpokenCorrection } from './spoken-correction.ts'
import { cutsValue, valueIn } from './values.ts'

/** Why words may be what is corrected, the likeliest first. `command`: another command is meant. */
export const likenesses = ['alike', 'partly', 'name', 'thing', 'place', 'command'] as const

/** Words of a request that a correction may stand for: tokens `from` to before `to`. */
export interface Replaceable {
  from: number
  to: number
  likeness: (typeof likenesses)[number]
  /** How many words longer or shorter than what replaces them. */
  further: number
  /** The words put there. */
  meant: Utterance
}

const preposition = /^(?:for|at|to|in|on|by|about|from|with|until|of|into|around)$/
const article = /^(?:a|an|the|my|our|some)$/
/** Whoever says these tells something, to SAM or to somebody else, and names no thing. */
const talk =
  /^(?:i|you|we|he|she|they|it|that|this|is|are|was|were|am|be|do|does|did|not|can|could|will|would|should|have|has|had|please|thanks|thank|yes|no|okay|ok|later|now|never|really|stop|wait|why|what|who|how|when|where|because|if|just|so|let)$/
/** Slots that name one thing. */
const thing = /^(?:app|person|query|list|name|place|title|playlist|device|destination|url)$/
/** Words that replace others are hardly shorter or longer. */
const furthest = 3
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
  // "On Friday" stands for "tomorrow" and "at six", "in London" for what is "in" something.
  const bare = preposition.test(meant.tokens[0]?.word ?? '') ? [sliceUtterance(meant, 1)] : []
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
      // "Some jazz" stands for "some blues", not "jazz" alone.
      if (article.test(words[0] ?? '') && article.test(request.tokens[from - 1]?.word ?? '')) continue
      const part = valueIn(wordsOf(sliceUtterance(request, from, to)))
      if ((part === undefined) !== (value === undefined)) continue
      const likeness =
        value === undefined ? likenessOf(request, { from, to }, correction, named) : part === value ? 'alike' : 'thing'
      if (likeness !== undefined) found.push({ from, to, likeness, further: Math.abs(to - from - words.length), meant })
    }
  }
  return found
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
