import { type Captures, type Grammar, pattern, readPatterns, type SlotReading } from '../grammar.ts'
import { surfaceOf, type Utterance } from '../utterance.ts'

const nothing = /^ (?:it|this|that|something|down|one|a note|for me|please|my|the)$/

function text(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const words = captures['text']
  if (words === undefined || nothing.test(words)) return { slots: {}, missing: 'text' }
  return { text: surfaceOf(utterance, words.replace(/^ (?:that|to self|saying|which says) (?=.)/, ' ')) }
}

function search(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const words = captures['query']
  if (words === undefined) return {}
  if (/^ (?:it|this|that|down|from (?:the|my) (?:meeting|class|lecture))$/.test(words)) return undefined
  return { query: surfaceOf(utterance, words) }
}

function append(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const name = captures['title']
  const read = text(captures, utterance)
  if (read === undefined) return undefined
  const detail = 'missing' in read && typeof read['slots'] === 'object' ? read : { slots: read }
  const title =
    name === undefined || /^ (?:the|my|a|that|this|last|latest)$/.test(name)
      ? {}
      : { title: surfaceOf(utterance, name) }
  return { ...detail, slots: { ...(detail.slots as Record<string, string>), ...title } }
}

const open = { open: true, confidence: 0.93 }

const patterns = [
  pattern('notes.append', '(add|append|put|write) {text} (to|in|into|at the end of|onto) [(my|the)] {title} note', {
    ...open,
    slots: append,
  }),
  pattern(
    'notes.append',
    '(add|append|put|write) {text} (to|in|into|at the end of) (my|the|that|this|my last|the last) [last|latest] note [(called|named|titled|about) {title}]',
    { ...open, slots: append },
  ),
  pattern('notes.append', '(add|append) to [(my|the|that)] [{title}] note {text}', { ...open, slots: append }),
  pattern(
    'notes.create',
    '(make|take|create|write|write down|start|add|leave|jot down|save|new|open) [me] [(a|an|another|the|quick|new|one)] [(new|quick|short|little)] (note|notes|memo) [(that|saying|that says|which says|to self|about|of|to|for|with the text|with|called|titled|named)] {text}',
    { ...open, slots: text },
  ),
  pattern(
    'notes.create',
    '(make|take|create|write|start|add|leave|new|open) [me] [(a|another|the)] [(new|quick|short)] (note|memo)',
    { confidence: 0.93, slots: text },
  ),
  pattern('notes.create', '(note|note down|jot down|jot|write down|take down) [(that|this|the following)] {text}', {
    open: true,
    confidence: 0.85,
    slots: text,
  }),
  pattern('notes.create', '(write|note|take|jot) (this|that|it) down [(in|to) (my|the|a) notes]', {
    confidence: 0.8,
    slots: text,
  }),
  pattern('notes.create', '(note to self|memo to self) [that] {text}', { ...open, slots: text }),
  pattern('notes.create', '(put|save|write|add) {text} (in|to|into) (my|the) notes', { ...open, slots: text }),
  pattern(
    'notes.search',
    '(search|look through|look in|check|go through|look up in) [(my|the|all my|all)] notes (for|about) {query}',
    { ...open, slots: search },
  ),
  pattern(
    'notes.search',
    '(find|show|show me|open|read|read me|get|pull up|look for|search for|bring up|what is in|list) [(my|the|that|a|all my|all)] (note|notes) [(about|on|called|named|titled|for|from|with|regarding|that say|that says|containing)] {query}',
    { ...open, slots: search },
  ),
  pattern('notes.search', '(find|search|look for|look up|show me|get) {query} in [my|the] notes', {
    ...open,
    slots: search,
  }),
  pattern(
    'notes.search',
    '(find|show|show me|open|read|read me|get|pull up|what is in|list) [my|the] {query} (note|notes)',
    { ...open, confidence: 0.85, slots: search },
  ),
  pattern('notes.search', 'what [do|did] (my notes say|i write|i note) [down] about {query}', {
    ...open,
    slots: search,
  }),
  pattern('notes.search', '(show|show me|list|read|read me|what are) [all] my [recent|latest|last] notes', {
    confidence: 0.9,
    slots: search,
  }),
  pattern('notes.search', 'do i have [any|a] notes (about|on) {query}', { ...open, slots: search }),
]

/** Writing notes down and finding them again. */
export const notesGrammar: Grammar = {
  name: 'notes',
  read(utterance, scene) {
    if (!/ (?:notes?|memo|jot|write|take)(?= )| (?:note|notes|memo)$/.test(utterance.line)) return undefined
    if (
      / (?:apps?|application|musical|banknote|release notes|sticky|quarter|patch notes)(?= |$)/.test(utterance.line) ||
      / (?:calendar|event)(?= |$)/.test(utterance.line)
    )
      return undefined
    return readPatterns(patterns, utterance, scene)
  },
}
