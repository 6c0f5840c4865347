import { plainLetters } from './plain-letters.ts'
import { isEnglish, type UnsafeReason, unsafeText } from './safety-text.ts'
import type { Story } from './story.ts'

/** Only what an archive itself calls fit for everybody, or for most. */
const fitRating = /^(?:general(?: audiences)?|teen(?: and up(?: audiences)?)?|g|pg|pg-13|k|k\+|t)$/
const minorsIn =
  /under ?age|\bchild|\bkids?\b|kid ?fic|\bminors?\b|pre ?teen|\bteen|\byoung|\byouth|school|\bboys?\b|\bgirls?\b|\bbab(?:y|ies)\b|toddler|adolescen|juvenile|shota|\bloli|age (?:regression|play|difference|gap)|\bstudents?\b|\bcamp\b|\bscouts?\b|infant|pedo|paedo|daddy|incest/
const explicitIn =
  /explicit|smut|porn|\bpwp\b|\bsex|sexual|nsfw|erotic|\bkinks?\b|kinky|bdsm|bondage|non ?con|dub ?con|\brape|\bmature|\badult|\blemons?\b|fetish|orgasm|\boral\b|\banal\b|masturbat|nudity|naked|bestiality|slave|hardcore|\bencounters\b|gangbang|exhibition/
/** What authors write who do not want their work learned from. */
const reserved =
  /\b(?:do not|don't|not|never|no)\b[^.\n]{0,60}\b(?:ai|machine learning|language models?|llms?|chatgpt|scrap(?:e|ed|ing)|repost(?:ed|ing)?)\b|\bno ?ai\b/i

export type StoryRefusal = UnsafeReason | 'rating' | 'reserved' | 'no-text'

/**
 * Why a story must not be learned from (product boundaries: explicit works and anything that involves minors are excluded by rating, tags, section
 * and text); undefined where nothing speaks against it. There is no way to configure it.
 */
export function judgeStory(story: Story): StoryRefusal | undefined {
  const { rating, warnings, tags, sections, language, title, summary, notes, text } = story
  if (text.trim().length < 400) return 'no-text'
  if (rating !== undefined && !fitRating.test(plainLetters(rating).trim())) return 'rating'
  const labels = plainLetters([...warnings, ...tags, ...sections].join('\n').replaceAll(/[-_]/g, ' '))
  if (minorsIn.test(labels)) return 'minors'
  if (explicitIn.test(labels)) return 'explicit'
  if (reserved.test(`${notes}\n${summary}`)) return 'reserved'
  if (language !== undefined && !/^en(?:glish)?(?:-\w+)?$/i.test(language.trim())) return 'language'
  if (!isEnglish(text)) return 'language'
  return unsafeText([title, summary, notes, text].join('\n'))
}
