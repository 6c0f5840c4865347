import type { Slots } from '../../core/events.ts'
import type { Captures, SlotReading } from './grammar.ts'
import { surfaceOf, type Utterance } from './utterance.ts'

/** SAM plays on this computer only. */
const elsewhere =
  / (?:on|in|to) (?:the|my|our)? ?(?:tv|television|living room|kitchen|bedroom|bathroom|office|garage|phone|car|stereo|roku|chromecast|xbox|playstation|speaker group|first floor|second floor)(?: |$)/

/** What "play" is followed by when nothing in particular is meant. */
const anything = new Set([
  'music',
  'some music',
  'me some music',
  'me music',
  'my music',
  'the music',
  'tunes',
  'some tunes',
  'a song',
  'some songs',
  'songs',
  'something',
  'anything',
  'it',
  'this',
  'that',
  'audio',
  'the audio',
  'media',
  'again',
  'back',
  'on',
  'now',
  'the song',
  'the track',
  'my song',
  'my songs',
  'some beats',
  'some',
  'more',
  'more music',
  // what is left when the thing itself is the last word: "continue my audiobook"
  'my',
  'the',
  'this',
  'that',
  'reading',
  'with my',
  'playback in',
])

/** Not things to listen to, whatever follows "play". */
const notForListening =
  /^ (?:(?:a |the |my |some )?(?:game|games|trick|tricks|prank|role|roles|part|along|dead|dumb|it (?:by|safe|cool|straight|close)|nice|fair|hide and seek|with)\b|.* with (?:me|us)$|.* against (?:me|you)$)|\b(?:timers?|alarms?|reminders?|voice ?mails?|messages?|emails?)$|^ (?:is|was|are|were) (?:a|an|not|fun|important|good|great|bad|over)\b|^ (?:tennis|football|soccer|basketball|baseball|volleyball|golf|hockey|cricket|rugby|badminton|ping pong|table tennis|cards|outside)(?: (?:with|tomorrow|tonight|today|later|on|at)\b|$)|^ (?:my )?(?:list|lists) /

/** "on spotify", "for me", and what Whisper leaves behind a title. */
export function playQuery(captures: Captures, utterance: Utterance): { slots: Slots; note?: string } | undefined {
  const words = captures['query']?.trim() ?? ''
  if (words === '' || notForListening.test(` ${words}`) || elsewhere.test(` ${words}`)) return undefined
  const plain = words.replace(/^me (?=.)/, '').replace(/ (?:now|next|again|for me|right now)$/, '')
  if (anything.has(plain) || anything.has(words)) return { slots: {} }
  const noted = /^(?:shuffle|random)/.test(plain) ? { note: 'I cannot shuffle yet.' } : {}
  const query = surfaceOf(utterance, plain).replace(
    /^(?:me |some |any |a little (?:bit of )?|something (?:by|from) )(?=\S)/i,
    '',
  )
  return { slots: { query }, ...noted }
}

export function shuffled(captures: Captures, utterance: Utterance): SlotReading | undefined {
  if (/ (?:cards?|deck|pack|papers?|rows?|class|list|names|questions|order|slides)$/.test(captures['query'] ?? ''))
    return undefined
  const read = playQuery(captures, utterance)
  return read === undefined ? undefined : { ...read, note: 'I cannot shuffle yet.' }
}

/** "how about playing some jazz", but not "playing games helps me unwind", which tells of it. */
export function playedQuery(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const words = captures['query'] ?? ''
  return words.trim().split(' ').length > 8 || telling.test(words) ? undefined : playQuery(captures, utterance)
}

const telling =
  / (?:is|are|was|were|helps?|helped|makes?|made|lets?|gives?|gave|keeps?|can|will|has|have|(?:and|or) \w+ing)(?: |$)/

/** The player stands at the end: "blue in green on spotify". */
export function onPlayer(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const app = / spotify(?: app)?$/.test(utterance.line) ? 'Spotify' : 'Music'
  const read = playQuery(captures, utterance)
  return read === undefined ? undefined : { ...read, slots: { ...read.slots, app } }
}

/** "start chapter seven of the hobbit". */
export function chapter(captures: Captures, utterance: Utterance): SlotReading | undefined {
  if (!/^ (?:the )?(?:first |last |next )?(?:chapter|part|book|episode|season)\b/.test(captures['query'] ?? ''))
    return undefined
  return { query: surfaceOf(utterance, `${captures['query']} of ${captures['rest']?.trim()}`) }
}

/** "turn on top country hits" keeps its last word: it says what kind of thing is meant. */
export function streamed(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const kind = utterance.tokens.at(-1)?.word ?? ''
  const words = captures['query'] ?? ''
  if (/ (?:and|volume|the alarm|timer)\b/.test(words)) return undefined
  return playQuery({ query: `${words} ${kind}` }, utterance)
}

export function tuned(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const words = captures['query']
  if (words === undefined || / volume| sound| lights?\b| temperature/.test(words)) return undefined
  return playQuery(captures, utterance)
}

/** "let us hear it" is encouragement, and news are not music. */
export function heard(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const words = captures['query'] ?? ''
  if (
    /^ (?:it|that|you|about|from|what|how|why|the news|news|the weather|a joke|jokes?|your|more about|my (?:messages?|emails?))\b/.test(
      words,
    )
  )
    return undefined
  if (/\bjokes?\b| news$|\bfacts?\b|\bfunny\b|\bstory\b/.test(words)) return undefined
  return playQuery(captures, utterance)
}

const worn =
  /^ (?:(?:the|a|an|my|some|all|your) )?(?:[\w' ]+ )?(?:lights?|lamps?|heating|heater|kettle|coffee|fans?|tv|television|alarm|timer|heat|ac|air conditioning|oven|tie|shirt|coat|jacket|shoes?|list|calendar|hold|screen|display|vacuum|plug|socket|bluetooth|wifi|subtitles|mode)$/
/** Told to somebody in the room: with "your", hardly anything but music is SAM's. */
const ofSomebody =
  /^ (?:me|your (?!(?:\w+ )?(?:favou?rites?|best|music|songs?|tunes?|playlists?|mix|radio)\b).*|(?:a|an|my|some|the) (?:\w+ )?(?:clothes|pants|trousers|jeans|socks?|boots|gloves?|hat|scarf|jumper|sweater|hoodie|dress|skirt|pyjamas|pajamas|glasses|teeth))$/
const onSomething = /\bon (?:my|the|a|your)\b|\bto (?:my|the)\b|\bin (?:my|the)\b/

/** "put on some jazz", but not the kettle, a coat, somebody's glasses or an item on a list. */
export function putOn(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const words = captures['query'] ?? ''
  if (
    worn.test(words) ||
    ofSomebody.test(words) ||
    onSomething.test(words) ||
    /\b(?:alarm|timer|reminder)\b/.test(words)
  )
    return undefined
  return playQuery(captures, utterance)
}
