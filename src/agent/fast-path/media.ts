import { type Grammar, pattern, readPatterns } from './grammar.ts'
import { collectionPatterns } from './media-collections.ts'
import { chapter, heard, onPlayer, playedQuery, playQuery, putOn, shuffled, streamed, tuned } from './media-query.ts'
import { readNowPlaying } from './now-playing.ts'

const item = '(song|track|one|tune|music|episode|podcast|item|video|chapter|album|station|piece|record)'
const playing =
  '(music|song|track|playback|audio|audiobook|audio book|book|podcast|radio|album|playlist|video|movie|film|tune|player|media|it|that|this)'
const service = '(spotify|apple music|itunes|music app)'

const open = { open: true, confidence: 0.9 }

const music = '(music|songs|song|tracks|track|playlist|album|queue|tunes|tune)'
const enabled = (on: boolean) => ({ slots: () => ({ enabled: on }) })
const repeating = (kind: string) => ({ slots: () => ({ kind }) })

const patterns = [
  ...collectionPatterns,
  // order and repetition
  pattern('media.shuffle', '(turn|switch|put) on [the] (shuffle|shuffling|random play) [mode]', enabled(true)),
  pattern('media.shuffle', '(turn|switch|put) [the] (shuffle|shuffling|random play) [mode] on', enabled(true)),
  pattern('media.shuffle', '(enable|activate|start) [the] (shuffle|shuffling|random play) [mode]', enabled(true)),
  pattern('media.shuffle', `shuffle [(the|my|this|these|those|all)] [(the|my)] [current] ${music}`, enabled(true)),
  pattern('media.shuffle', 'shuffle [(mode|on|it|that|them|everything|mode on)]', enabled(true)),
  pattern('media.shuffle', '(mix|mix up) (the|my|this) (music|songs|tracks|playlist|queue)', enabled(true)),
  pattern('media.shuffle', '(turn|switch) off [the] (shuffle|shuffling|random play) [mode]', enabled(false)),
  pattern('media.shuffle', '(turn|switch) [the] (shuffle|shuffling|random play) [mode] off', enabled(false)),
  pattern(
    'media.shuffle',
    '(disable|deactivate|stop|end|quit) [the] (shuffle|shuffling|random play) [mode]',
    enabled(false),
  ),
  pattern('media.shuffle', '(do not shuffle|no shuffle|shuffle off|no more shuffling)', enabled(false)),
  pattern(
    'media.repeat',
    `(loop|keep playing|keep repeating) [(the|this|that)] [(current|same)] (song|track|tune|one|it)`,
    repeating('one'),
  ),
  pattern(
    'media.repeat',
    `(put|play|set|keep) (the|this|that) [current] (song|track|tune|one) (on|in) [a] (repeat|loop)`,
    repeating('one'),
  ),
  pattern('media.repeat', '(put|play|set|keep) (it|this|that) (on|in) [a] (repeat|loop)', repeating('one')),
  pattern('media.repeat', `(loop|repeat) [(the|my|this|that)] [whole|entire] (playlist|album|queue)`, repeating('all')),
  pattern('media.repeat', '(turn|switch|put) on [the] (repeat|loop|looping) [mode]', repeating('all')),
  pattern('media.repeat', '(turn|switch|put) [the] (repeat|loop|looping) [mode] on', repeating('all')),
  pattern('media.repeat', '(enable|activate) [the] (repeat|loop|looping) [mode]', repeating('all')),
  pattern('media.repeat', '(repeat|loop) (mode|on|mode on|all|everything)', repeating('all')),
  pattern('media.repeat', '(turn|switch) off [the] (repeat|loop|looping) [mode]', repeating('off')),
  pattern('media.repeat', '(turn|switch) [the] (repeat|loop|looping) [mode] off', repeating('off')),
  pattern(
    'media.repeat',
    `(disable|deactivate|stop|end) [the] (repeat|repeating|loop|looping) [mode] [(the|this|that)] [(song|track|playlist|it)]`,
    repeating('off'),
  ),
  pattern('media.repeat', '(repeat off|loop off|no repeat|no more repeating)', repeating('off')),
  pattern('media.play', '(play|start|resume|put on) [(the|my|that)] (music|song|playback|tunes) again', {
    slots: () => ({}),
  }),
  pattern(
    'media.search',
    '(search|look through|look in|check|browse) (my|the) (music|music library|library|songs|itunes|itunes library) for {query}',
    { open: true },
  ),
  // next
  pattern(
    'media.next',
    `[(play|go|skip|move|proceed|jump|advance|switch|change|hit|press|skip ahead|go on|go ahead|forward)] [(to|on to|onto)] [(the|my)] next [upcoming] [${item}] [in (the|my|this) (podcast|playlist|queue|album|list)]`,
    { confidence: 0.93 },
  ),
  pattern('media.next', `[(play|go|skip|move|proceed|jump)] [to] [the] (following|upcoming) ${item}`),
  pattern(
    'media.next',
    `(skip|forward) [(this|that|the|it|a|an|one|ahead|forward|current)] [(one|a|an)] [current] [${item}] [ahead] [in (the|my|this) (podcast|playlist|queue|album|list)]`,
  ),
  pattern('media.next', `(go|skip|jump|fast forward|forward|move) (forward|ahead|on) [one|a] [${item}]`),
  pattern(
    'media.next',
    `i do not (like|want|want to hear) (this|that|the) [current] ${item} [can you|could you|just] [(skip|next|change)] [it|one]`,
    { confidence: 0.7 },
  ),
  pattern('media.next', `[play] [something] (different|another) (song|track|tune|one)`),
  pattern('media.next', `(change|switch) (the|this) (song|track|tune)`),
  pattern('media.next', '(change|switch|swap) (songs|tracks|tunes)'),
  pattern('media.next', '(play|put on) something else'),
  // previous
  pattern(
    'media.previous',
    `[(play|go|skip|move|jump|return|switch|change|hit|press|go back|skip back|jump back|put on|back|rewind)] [(to|on to)] [the|my] (previous|last|prior|preceding|earlier) (song|track|one|tune|episode|item|video|chapter) [again]`,
  ),
  pattern('media.previous', `previous [${item}]`),
  pattern('media.previous', `(go|skip|jump|move|step) (back|backwards) [one|a] [${item}]`),
  pattern('media.previous', `(back|rewind) (one|a) ${item}`),
  pattern(
    'media.previous',
    `(replay|restart|start over|rewind) [(the|this|that)] [(last|current|following|previous)] [${item}] [button] [from the (beginning|start|top)]`,
  ),
  pattern(
    'media.previous',
    `(play|start) [(the|this|that)] [same] [last] ${item} (again|over|from the (beginning|start)|one more time|once more)`,
  ),
  pattern('media.previous', 'play (it|that|this) (again|one more time|once more|from the (beginning|start))'),
  pattern('media.previous', 'play [(it|this|that)] from the (beginning|start|top)'),
  pattern('media.previous', 'repeat (the|this|that) [(last|current|same)] (song|track|tune|episode) [again]'),
  pattern('media.previous', 'repeat [(the|this|that)] (song|track) [again]'),
  pattern('media.previous', 'go back', { confidence: 0.7 }),
  // pause
  pattern(
    'media.pause',
    `(pause|hold) [(the|this|that|my)] [(current|playing)] [${playing}] [playback] [(for now|for a (bit|while|second|moment|minute))] [on ${service}]`,
  ),
  pattern(
    'media.pause',
    `(stop|end|halt|kill|cut|quit) [playing] [(the|this|that|my|all)] [current] (music|song|track|playback|audio|audiobook|audio book|podcast|radio|album|playlist|player|media|tune|video|movie|film) [playback|player]`,
  ),
  pattern('media.pause', 'stop playing [(music|songs|the (song|music|track)|that|this|it)]'),
  pattern(
    'media.pause',
    `(turn|switch|shut) (off|down) [(the|this|that|my)] (music|song|track|playback|podcast|radio|album|playlist|media|tune|audiobook)`,
  ),
  pattern('media.pause', `(turn|switch|shut) [(the|this|that|my)] (music|song|track|podcast|radio|tune|audiobook) off`),
  pattern('media.pause', `(music|song|radio|playback) (off|pause)`),
  pattern('media.pause', `no more (music|songs)`),
  pattern('media.pause', '(fade out [(the|my|this)] (music|song)|fade [(the|my|this)] (music|song) out)'),
  pattern('media.pause', 'pause (spotify|apple music|itunes|youtube|netflix|vlc|podcasts|quicktime)'),
  // resume, and play nothing in particular
  pattern(
    'media.play',
    `(resume|unpause|un pause|continue) [(the|this|that|my)] [(playing|playback of|paused)] [(the|this|that|my)] [current] [${playing}] [playing|playback] [again|where (i|we) left off] [on ${service}]`,
    { slots: () => ({}) },
  ),
  pattern('media.play', `(turn|switch|put|start|bring) (on|up) [(the|my|some|a)] (music|song|tunes|playback|player)`, {
    slots: () => ({}),
  }),
  pattern('media.play', `(turn|switch|put) [(the|my|some)] (music|tunes) [back] on`, { slots: () => ({}) }),
  pattern(
    'media.play',
    `(start|begin|hit|press|run|drop|tune in|load|tune in to) [(the|my|some|playing)] [some] (music|songs|beats|playback|tunes|play)`,
    { slots: () => ({}) },
  ),
  pattern('media.play', '(play|music on|playback on|start playing|keep playing|play back)', { slots: () => ({}) }),
  pattern('media.play', '[i want|i need|give me|let me hear|can i have] [some] (music|tunes)', {
    slots: () => ({}),
    confidence: 0.75,
  }),
  // radio
  pattern(
    'media.play',
    '(turn|switch|put|start|play|begin|bring|get|showcase) [(on|up|me)] [(the|some|my|a)] radio [on] [station|channel]',
    { slots: () => ({ query: 'radio' }) },
  ),
  pattern('media.play', 'open [(the|my|a)] [fm|am] radio', { slots: () => ({ query: 'radio' }) }),
  pattern(
    'media.play',
    '(turn on|switch to|change to|turn to|turn it to|put on|go to|tune to|turn) [(the|my)] [favorite|favourite] [radio|fm|music] (channel|station|frequency) [{query}]',
    {
      open: true,
      slots: (captures, utterance) =>
        captures['query'] === undefined ? { query: 'radio' } : tuned(captures, utterance),
    },
  ),
  pattern('media.play', 'radio [on]', { slots: () => ({ query: 'radio' }), confidence: 0.8 }),
  pattern(
    'media.play',
    '(tune|tune in|turn|switch|change) [it|the radio|radio] [in|on] [to|into] [the] [radio] [station|channel|frequency] {query} (fm|am|radio|radio station|station|radio channel|show|podcast)',
    { ...open, slots: tuned },
  ),
  pattern('media.play', '(tune|tune in) [to|into] {query}', { ...open, slots: playQuery }),
  // something in particular
  pattern(
    'media.play',
    `(play|start playing|begin playing|resume playing|continue playing|start play|next play|plays|playing|replay|go on and play|play me) [back] {query} (on|from|in|using|with|through|via) [my|the] ${service} [app]`,
    { ...open, slots: onPlayer },
  ),
  pattern('media.play', `(on|in|use|using|from|go to) ${service} [to] play {query}`, { ...open, slots: playQuery }),
  pattern(
    'media.play',
    '(play|start playing|begin playing|resume playing|continue playing|start play|next play|play me) {query}',
    { ...open, confidence: 0.92, slots: playQuery },
  ),
  pattern('media.play', '(plays|playing|listening to) {query}', { ...open, confidence: 0.92, slots: playedQuery }),
  pattern('media.play', '(after this|after this song|after this one|next) [song] play [me] {query}', {
    ...open,
    slots: playQuery,
  }),
  pattern('media.play', 'listen [to] {query}', { ...open, slots: playQuery }),
  pattern(
    'media.play',
    '(i|we) (like|love|feel like|am in the mood) [to] (listen to|listening to|hear|hearing|for) {query}',
    { ...open, confidence: 0.7, slots: playQuery },
  ),
  pattern('media.play', '(hear|let me hear|let us hear|let us listen to|let me listen to) [me] {query}', {
    ...open,
    confidence: 0.85,
    slots: heard,
  }),
  pattern('media.play', 'put [me] on {query}', { ...open, confidence: 0.85, slots: putOn }),
  pattern('media.play', '(stick|throw|chuck|bang|pop|whack|slap) [me] on [(a bit of|some)] {query}', {
    ...open,
    confidence: 0.85,
    slots: putOn,
  }),
  pattern('media.play', 'put {query} on', { ...open, confidence: 0.8, slots: putOn }),
  pattern(
    'media.play',
    '[find|find me|search|look for|get] [a|the|my|some] {query} and (play|queue) [(it|them|that)]',
    { ...open, confidence: 0.7, slots: playQuery },
  ),
  pattern('media.play', '(shuffle and play|shuffle play|shuffle) [all] {query}', { ...open, slots: shuffled }),
  pattern(
    'media.play',
    '(start|begin|continue|resume|open|run|go on|carry on|keep) [with] [(reading|listening to|playing|the reading of)] [(my|the|this|that)] {query} (audiobook|audio book|podcast|playlist|book|radio station|radio channel|radio)',
    { ...open, confidence: 0.85, slots: playQuery },
  ),
  pattern(
    'media.play',
    '(start|begin|continue|resume|open|run) [with] [(my|the|this|that|a)] (audiobook|audio book|podcast|playlist|radio station|radio channel) [{query}]',
    {
      ...open,
      confidence: 0.85,
      slots: (captures, utterance) => (captures['query'] === undefined ? {} : playQuery(captures, utterance)),
    },
  ),
  pattern(
    'media.play',
    '(open|continue|resume|start) {query} (where|from where) (i|we) [last] (left|paused|stopped) [off|it|last]',
    { ...open, confidence: 0.8, slots: playQuery },
  ),
  pattern('media.play', '(start|begin) {query} of [the] [book|audiobook] {rest}', {
    ...open,
    confidence: 0.7,
    slots: chapter,
  }),
  pattern(
    'media.play',
    '(turn on|run|start|stream|queue|queue up|bring up|pull up) [(some|my|the|a)] {query} (music|songs|song|playlist|album|hits|radio|fm|podcast|audiobook|audio book|mix|tunes|tracks|soundtrack)',
    { ...open, confidence: 0.8, slots: streamed },
  ),
  pattern('media.play', '(start|begin|continue|resume) reading {query}', {
    ...open,
    confidence: 0.75,
    slots: playQuery,
  }),
  pattern('media.play', 'resume {query}', {
    ...open,
    confidence: 0.75,
    slots: (captures, utterance) =>
      / (?:uploads?|downloads?|backup|meeting|call|recording|timer|navigation|sync|print|job|workout|game|work|session)$/.test(
        captures['query'] ?? '',
      )
        ? undefined
        : playQuery(captures, utterance),
  }),
  pattern('media.play', '(audiobook|audio book) [play] {query}', { ...open, confidence: 0.75, slots: playQuery }),
]

/** Music and other things that play. */
export const mediaGrammar: Grammar = {
  name: 'media',
  read(utterance, scene) {
    const line = utterance.line
    return readPatterns(patterns, utterance, scene) ?? readNowPlaying(line.trim().split(' '))
  },
}
