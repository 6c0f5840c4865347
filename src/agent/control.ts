import { phrase } from './fast-path/phrase.ts'
import { fromTokens, type Utterance, withoutRepetition } from './fast-path/utterance.ts'

/** What steers SAM itself; needs no model and no tool, and works in every state. */
export type ControlWord =
  | 'control.stop'
  | 'control.cancel'
  | 'control.repeat'
  | 'control.sleep'
  | 'control.wake'
  | 'control.louder'
  | 'control.quieter'

const phrases: Record<ControlWord, string[]> = {
  'control.stop': [
    '[just] stop [(it|that|this|now|everything|right there|right now|already|at once)]',
    '[just] stop (it|that|this) (now|right now|already)',
    '[just] (stop|quit|cease|no|no more) (talking|speaking|it talking|reading|rambling|chatting)',
    'stop (what you are doing|whatever you are doing|all that)',
    'stop just stop',
    '(no|wait|stop) stop',
    'stop [the] (answer|reply|speech)',
    '[you need to|you should|you can] [be|keep] quiet',
    'quiet [down]',
    '[you need to] shut (up|it|your mouth)',
    '(shush|hush|shh|silence|halt|freeze|enough|basta|zip it|pipe down)',
    'be silent',
    'that is enough',
    'enough of (that|this)',
    'do not (respond|answer|reply|speak|talk) [to (me|that)]',
    'stop (responding|answering)',
    'hold your tongue',
    '(wait|hold on|hang on) [(a (second|moment|minute|sec)|one (second|moment|minute|sec))]',
    '(one|just a) (second|moment|minute|sec)',
  ],
  'control.cancel': [
    'cancel [(that|this|it|everything|that one|my (last )?request)]',
    'cancel (that|this|the|my) [last|previous] (request|command|order|action|one)',
    '[no|oh|actually|okay] never mind [(that|it|about (that|it))]',
    'nvm',
    'forget [about] (it|that|this|what i said)',
    'scratch that',
    'abort [mission|that|it]',
    '(ignore|disregard|drop) (that|it|what i (just )?said|my last (request|command))',
    'do not do (that|it|anything)',
    'no [no] do not [do (that|it)]',
    'leave it',
    'do not (bother|worry about it)',
    'i changed my mind',
    'i take (that|it) back',
    'not that',
    'wait no',
  ],
  'control.repeat': [
    '[i need you to] repeat [(that|it|this|yourself|please)] [again|one more time|once more]',
    'repeat (the|your|that|my) [last] (question|answer|sentence|reply|message|response) [again]',
    'repeat what you [just] (said|told me) [earlier|before|again|just now]',
    'say (that|it|this) [(one more time|once more|again)]',
    'say [that] again',
    'come again',
    'again',
    'what did you [just] say [again|just now]',
    'what would you say',
    "what'd you [just] say",
    'what were you [just] saying',
    'what was that [again]',
    '(pardon|pardon me|sorry what|huh|beg your pardon|i beg your pardon|say what)',
    '[(pardon|sorry)] i (did not|could not|do not) (hear|catch|get|understand) [(you|that|it|what you said)]',
    '[(pardon|sorry)] i (missed that|missed it)',
    '(one more time|once more)',
    'tell me (that )?again',
    'what did you tell me',
  ],
  'control.sleep': [
    '[you can] (go [back] to sleep|sleep now|sleep|take a nap|fall asleep) [now]',
    'stop listening [to me]',
    '(do not|no need to) listen [to me|anymore]',
    'that (will be|is) all [for now]',
    'that will do',
    'we are done [here|for now]',
    'you (can|may) (go|rest) [now]',
    'leave me alone',
    'dismissed',
  ],
  'control.wake': [
    'wake up',
    '(start listening|listen to me|listen up) [again]',
    'are you (there|awake|listening|asleep)',
    'can you hear me',
    'you there',
  ],
  'control.louder': [
    '[a (bit|little) [bit]|much|even] louder',
    '(speak|talk|say it) [a (bit|little) [bit]|much] (louder|up)',
    'speak up [a (bit|little)]',
    'i can not hear you [very well]',
  ],
  'control.quieter': [
    '[a (bit|little) [bit]|much|even] (quieter|softer)',
    '(speak|talk|say it) [a (bit|little) [bit]|much] (quieter|softer|more quietly|more softly|quietly|softly)',
    '[you are] [not so|too|less] loud',
    'lower your voice',
  ],
}

const expressions = Object.entries(phrases).flatMap(([word, templates]) =>
  templates.map((template) => ({ word: word as ControlWord, template: phrase(template) })),
)

/** Longer than this is never a word of control. */
const maximumWords = 10

/** The word of control that a request is, freed of courtesies: "okay, never mind". The whole must be it; "stop the music" is none. */
export function readControl(bare: Utterance): ControlWord | undefined {
  if (bare.tokens.length === 0 || bare.tokens.length > maximumWords) return undefined
  const once = withoutRepetition(bare.tokens)
  const line = fromTokens(bare.original, once).line
  return expressions.find(({ template }) => template.match(line) !== null)?.word
}
