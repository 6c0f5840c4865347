import { literalPattern } from '../../core/literal-pattern.ts'
import { assistantSpeaker, userSpeaker } from '../ports.ts'
import { tellingWords } from './telling-words.ts'
import { spanOf, type TimeSpan } from './time-words.ts'

/** A question of the past, taken apart. */
export interface Question {
  /** What it is about: words to look up. */
  words: string[]
  /** The question without the names of speakers: they are in the text of no turn of their own, and mislead its meaning. */
  about: string
  /** The one speaker it asks about. */
  speaker?: string
  /** The time it names. */
  span?: TimeSpan
}

const asksOfUser =
  /\b(?:did|have|had|was|am|do) i\b|\bi(?:'ve| have)? (?:said|told|asked|mentioned|wrote|had|was)\b|\bmy\b/i
const asksOfAssistant = /\b(?:did|have|had|would) (?:you|sam)\b|\byou (?:said|told|suggested|recommended)\b/i

/** @param speakers everybody who said something that is remembered */
export function readQuestion(text: string, speakers: readonly string[], now: Date): Question {
  const named = speakers.filter((name) => name.length > 1 && namePattern(name).test(text))
  const about = named.reduce((rest, name) => rest.replaceAll(namePattern(name, 'g'), ' '), text).replace(/\s+/g, ' ')
  const asked = named.length > 0 ? named : impliedSpeakers(text)
  const [speaker] = asked
  const span = spanOf(text, now)
  return {
    words: tellingWords(about),
    about: about.trim() === '' ? text : about.trim(),
    ...(speaker === undefined || asked.length > 1 ? {} : { speaker }),
    ...(span === undefined ? {} : { span }),
  }
}

function impliedSpeakers(text: string): string[] {
  if (asksOfAssistant.test(text)) return [assistantSpeaker]
  return asksOfUser.test(text) ? [userSpeaker] : []
}

function namePattern(name: string, flags = ''): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${literalPattern(name)}(?:['’]s)?(?![\\p{L}\\p{N}])`, `iu${flags}`)
}
