import type { Reading } from './grammar.ts'
import { lexicon, tagAll, tagsOf } from './lexicon.ts'

/** Questions about what sounds at the moment, in any order of words. */
const nowPlayingWords = lexicon({
  question:
    'what|which|who|name|title|identify|artist|singer|band|group|information|info|details|detail|musician|composer',
  thing: 'song|track|music|tune|album|piece|musical|podcast|radio station|songs|melody',
  now: 'playing|this|that|currently|right now|at the moment|now|is on|singing|sings|sung|performing|performs|plays|listening to|on',
  glue: "is|the|of|i|you|do|we|are|it|a|an|me|to|need|want|would|like|tell|know|find|find out|please|can|give|for|called|named|by|in|lead|out|check|us|speaker|speakers|that is|am|here|show|get|current|hey|just|hearing|hear|background|does|say|anyone|at|radio|'s|what's|who's|from|off",
})

/** Reads a question about the song that sounds now. */
export function readNowPlaying(words: string[]): Reading | undefined {
  if (words.length > 16) return undefined
  if (/^who is (?:this|that|it) by$/.test(words.join(' ')))
    return { intent: 'media.now-playing', slots: {}, confidence: 0.9 }
  const spans = tagAll(words, nowPlayingWords)
  if (spans === undefined) return undefined
  const tags = tagsOf(spans)
  const asks = tags.has('question')
  const playingNow =
    words.includes('playing') || words.includes('sings') || words.includes('sung') || words.includes('singing')
  const subject = /(?:artist|singer|band|song|track)(?:'?s)? name|name of the (?:artist|singer|band|song|track)/.test(
    words.join(' '),
  )
  if (asks && subject && words.length <= 8) return { intent: 'media.now-playing', slots: {}, confidence: 0.8 }
  if (!asks || (!tags.has('thing') && !playingNow && !/\b(?:artist|singer|band)\b/.test(words.join(' '))))
    return undefined
  if (!tags.has('now') && !(tags.has('thing') && words.length >= 4)) return undefined
  if (/^(?:play|put|start|turn|i like)/.test(words.join(' '))) return undefined
  return { intent: 'media.now-playing', slots: {}, confidence: 0.9 }
}
