import { type Captures, pattern, type SlotReading } from './grammar.ts'
import { surfaceOf, type Utterance } from './utterance.ts'

const song = '(this|that|the|the current|the playing) [current] (song|track|one|tune|music|piece|record)'
const favorites = '(favorites|favourites|favorite songs|favourite songs|likes|liked songs|loved songs|library)'
const as = '(as|to) [(a|my)] (favorite|favourite|liked|loved|like|love)'
const marked = (enabled: boolean) => ({ slots: () => (enabled ? {} : { enabled }) })

/** "my running playlist": its name, which is no "the" and no "new". */
function onList(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const words = (captures['list'] ?? '')
    .replace(/^ (?:my|the|our)(?= )/, '')
    .replace(/ (?:playlist|play list|mix)$/, '')
  if (/^ (?:my|the|our|an?|new|this|that|current|list|shopping|to do|any|some)$/.test(words) || / list$/.test(words))
    return undefined
  // "add this to my playlist"
  if (/^(?: (?:playlist|play list))?$/.test(words)) return { slots: {}, missing: 'list' }
  return { list: surfaceOf(utterance, words) }
}

/** Favourites and playlists of what is playing. */
export const collectionPatterns = [
  pattern('media.favorite', `(like|love|favorite|favourite|heart|star) ${song}`, marked(true)),
  pattern(
    'media.favorite',
    `(add|save|put) (${song}|this|it) (to|in|into|among) [(my|the)] ${favorites}`,
    marked(true),
  ),
  pattern('media.favorite', `(mark|save|tag|set) (${song}|this|it) ${as}`, marked(true)),
  pattern('media.favorite', `(unlike|unlove|unfavorite|unfavourite|unheart|unstar) (${song}|this|it)`, marked(false)),
  pattern(
    'media.favorite',
    `(remove|take|delete) (${song}|this|it) (from|out of|off) [(my|the)] ${favorites}`,
    marked(false),
  ),
  pattern(
    'media.add-to-playlist',
    `(add|save|put|include) (${song}|this|it|what is playing) (to|on|onto|in|into) [(my|the|our)] {list} (playlist|play list)`,
    { slots: onList, confidence: 0.95 },
  ),
  pattern(
    'media.add-to-playlist',
    `(add|save|put|include) (${song}|this|it|what is playing) (to|on|onto|in|into) [(my|the|our)] (playlist|play list) [(called|named)] {list}`,
    { slots: onList, confidence: 0.95 },
  ),
  pattern('media.add-to-playlist', `(add|save|put) ${song} (to|on|onto|in|into) [(my|the|our)] {list}`, {
    slots: onList,
    confidence: 0.93,
  }),
]
