/** What an answer to a question of consent comes to. `unclear` asks again; silence in the end is a no. */
export type Consent = 'yes' | 'no' | 'unclear'

export interface SpokenAnswer {
  /** What was heard; empty when nothing was. */
  text: string
  /** The recogniser's, 0 to 1, where it gives one. */
  confidence?: number
  /** The question itself: its words may come back in a yes ("yes, quit Safari"). */
  prompt: string
  /** False when the answer began before the question started to sound: it was meant for something else. */
  afterQuestionStarted: boolean
}

const leastConfidence = 0.5
const longestYes = 6

/** Any of these anywhere is a no, or a hold: "okay, wait, don't". */
const negative = new Set(
  `no nope nah naw non never not dont cannot cant can't wont won't shouldnt wait hold stop halt cancel abort
  quit later negative nevermind forget leave undo refuse decline deny reject skip pause hang whoa nay without unless`.split(
    /\s+/,
  ),
)

/** A yes opens with one of these. */
const affirmative = new Set(
  'yes yeah yep yup yah yea aye ok okay okey sure certainly absolutely definitely affirmative correct confirm confirmed right alright fine please proceed approved agreed indeed'.split(
    ' ',
  ),
)
const affirmativePhrases = [
  'go ahead',
  'do it',
  'go for it',
  'of course',
  'sounds good',
  'all right',
  'make it so',
  'send it',
  'you may',
]

/** Sounds and courtesies that mean neither. */
const filler = new Set('um uh uhm er erm hmm mm oh ah well so sam hey jarvis alexa'.split(' '))

/** What may follow the yes word without changing its meaning. */
const courtesy = new Set(
  `please thanks thank you that thats this it do go ahead for now then just really very much sounds good great perfect course
  of is am i im me we should can may will want the a to its by all means continue carry on with sir mate let lets`.split(
    /\s+/,
  ),
)

function wordsOf(text: string): string[] {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
  return words.filter((word) => word !== '')
}

/** A recogniser may write "don t" for "don't". */
function isNegative(words: readonly string[]): boolean {
  return words.some((word, index) => {
    if (negative.has(word)) return true
    return words[index + 1] === 't' && negative.has(`${word}t`)
  })
}

/**
 * Reads a spoken answer. Cautious on purpose: one negative or hold word anywhere wins over everything; a yes must be short,
 * open with a yes word, and hold nothing but courtesies and words of the question; everything else is asked again.
 */
export function readConsent({ text, confidence = 1, prompt, afterQuestionStarted }: SpokenAnswer): Consent {
  const words = wordsOf(text)
  if (words.length === 0) return 'no'
  // A word of the question ("quit", "cancel") is no refusal by itself right after a yes: "yes, quit Safari".
  const asked = new Set(wordsOf(prompt))
  // Only where SAM asks for that very thing: the text of a mail in the question may hold any word.
  const [question] = wordsOf(prompt)
  const spokenWords = words.filter((word) => !filler.has(word))
  const [first] = spokenWords
  const opensWithYes = opening(spokenWords)
  const repeated = (word: string, index: number) =>
    index > 0 && opensWithYes && word === question && actionWords.has(word)
  if (isNegative(spokenWords.filter((word, index) => !repeated(word, index)))) return 'no'
  if (!afterQuestionStarted || confidence < leastConfidence) return 'unclear'
  if (first === undefined || !opensWithYes || spokenWords.length > longestYes) return 'unclear'
  const rest = spokenWords.filter((word) => !affirmative.has(word))
  return rest.every((word) => courtesy.has(word) || asked.has(word)) ? 'yes' : 'unclear'
}

/** Names of actions that are also words of refusal. */
const actionWords = new Set(['quit', 'cancel', 'stop', 'pause', 'undo', 'skip', 'leave'])

function opening(words: readonly string[]): boolean {
  const [first = ''] = words
  const sentence = words.join(' ')
  return (
    affirmative.has(first) ||
    affirmativePhrases.some((phrase) => sentence === phrase || sentence.startsWith(`${phrase} `))
  )
}
