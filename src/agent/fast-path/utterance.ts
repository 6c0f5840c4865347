/** One word of a request after normalising, with the place it came from. */
export interface Token {
  /** Lower case, without punctuation; contractions opened ("what's" gives "what" and "is"). */
  word: string
  /** Where the original word starts and ends in `Utterance.original`. */
  start: number
  end: number
  /** A comma, full stop or the like stood behind this word. */
  breakAfter: boolean
}

/** A request as the grammars read it. */
export interface Utterance {
  /** What was said, in its own spelling, with quotes and spaces made plain. */
  original: string
  tokens: Token[]
  /** The words, each with a leading space (" open the terminal"), so that a phrase matches whole words only. */
  line: string
}

/** Longer than this is prose, not a spoken command; the rules do not look at it. */
export const maximumCommandWords = 60

const contractions = new Map(
  Object.entries({
    "what's": 'what is',
    whats: 'what is',
    "who's": 'who is',
    "where's": 'where is',
    "when's": 'when is',
    "how's": 'how is',
    "that's": 'that is',
    "it's": 'it is',
    "there's": 'there is',
    "time's": 'time is',
    "day's": 'day is',
    "let's": 'let us',
    lets: 'let us',
    "i'd": 'i would',
    "i'm": 'i am',
    "i've": 'i have',
    "i'll": 'i will',
    "you're": 'you are',
    "we're": 'we are',
    "they're": 'they are',
    "he's": 'he is',
    "she's": 'she is',
    "we've": 'we have',
    "we'd": 'we would',
    "you'd": 'you would',
    "don't": 'do not',
    dont: 'do not',
    "doesn't": 'does not',
    "didn't": 'did not',
    "won't": 'will not',
    "can't": 'can not',
    cannot: 'can not',
    "couldn't": 'could not',
    "wouldn't": 'would not',
    "shouldn't": 'should not',
    "isn't": 'is not',
    "wasn't": 'was not',
    "o'clock": 'oclock',
    nevermind: 'never mind',
    wanna: 'want to',
    gonna: 'going to',
    gimme: 'give me',
    lemme: 'let me',
    'a.m': 'am',
    'p.m': 'pm',
    'e-mail': 'email',
    'wi-fi': 'wifi',
    '&': 'and',
    '%': 'percent',
  }),
)

/** Sounds people make while they think, and what Whisper writes for them. */
const hesitations = new Set(['um', 'umm', 'uh', 'uhh', 'uhm', 'er', 'erm', 'hmm', 'hm', 'mm', 'ah', 'eh'])

const numberWithUnit = /^(\d+(?:[.:]\d+)?)(%|percent|am|pm|a\.m|p\.m|sec|secs|s|min|mins|m|hr|hrs|h)$/
/** "T.V.", "A.C": letters that are said one by one. */
const initials = /^(?:\p{L}\.){1,4}\p{L}$/u
const edges = /^[^\p{L}\p{N}%&+#]+|[^\p{L}\p{N}%&+#]+$/gu
const sentenceEnd = /[,.;:!?…]["')\]]*$/u
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is being removed
const invisible = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060\ufeff]+/g

/** Quotes and spaces made plain; the spelling stays. */
function cleanText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(invisible, ' ')
    .replace(/[\u2018\u2019\u02bc`´]/g, "'")
    .replace(/[\u201c\u201d\u201e«»]/g, '"')
    .replace(/\s+/g, ' ')
    .trim()
}

function wordsOf(raw: string): string[] {
  const lower = raw.toLowerCase()
  const whole = contractions.get(lower)
  if (whole !== undefined) return whole.split(' ')
  const unit = numberWithUnit.exec(lower)
  if (unit?.[1] !== undefined && unit[2] !== undefined) return [unit[1], contractions.get(unit[2]) ?? unit[2]]
  if (initials.test(lower)) return [lower.replaceAll('.', '')]
  if (lower.includes('-') && !lower.includes('/') && !lower.includes('.')) {
    return lower.split('-').flatMap((part) => (part === '' ? [] : wordsOf(part)))
  }
  return [lower]
}

/** What recognisers write for sounds that are no words: "(music)", "[BLANK_AUDIO]", "*sighs*". */
const caption = /^(?:\([^()]*\)|\[[^[\]]*\]|\*[^*]+\*|♪[^♪]*♪?)[.!?]?$/u

/** Cuts a request into words. Linear in the length of the text. */
export function readUtterance(text: string): Utterance {
  const cleaned = cleanText(text)
  const original = caption.test(cleaned) ? '' : cleaned
  const tokens: Token[] = []
  let position = 0
  for (const chunk of original.split(' ')) {
    const start = position
    position += chunk.length + 1
    const body = chunk.replace(edges, '')
    const breakAfter = sentenceEnd.test(chunk)
    if (body === '') {
      const last = tokens.at(-1)
      if (breakAfter && last !== undefined) last.breakAfter = true
      continue
    }
    const from = start + chunk.indexOf(body)
    const words = wordsOf(body)
    if (words.length === 1 && hesitations.has(words[0] ?? '')) continue
    for (const [index, word] of words.entries()) {
      tokens.push({ word, start: from, end: from + body.length, breakAfter: breakAfter && index === words.length - 1 })
    }
  }
  return fromTokens(original, tokens)
}

export function fromTokens(original: string, tokens: Token[]): Utterance {
  return { original, tokens, line: tokens.map((token) => ` ${token.word}`).join('') }
}

/** The same utterance from word `from` to before word `to`. */
export function sliceUtterance(utterance: Utterance, from: number, to = utterance.tokens.length): Utterance {
  return fromTokens(utterance.original, utterance.tokens.slice(from, to))
}

/**
 * What a captured run of words looked like when it was said: "i want it that way" gives back "I Want It That Way".
 * @param captured words of this utterance, as they stand in `line`
 */
export function surfaceOf(utterance: Utterance, captured: string): string {
  const words = captured.trim().split(' ')
  const { tokens } = utterance
  for (let at = 0; at + words.length <= tokens.length; at++) {
    if (!words.every((word, offset) => tokens[at + offset]?.word === word)) continue
    const first = tokens[at]
    const last = tokens[at + words.length - 1]
    if (first === undefined || last === undefined) continue
    const said = utterance.original.slice(first.start, last.end)
    // a quotation that ends inside began before
    return (said.match(/"/g) ?? []).length % 2 === 1 ? said.replaceAll('"', '') : said
  }
  return captured.trim()
}

/** "stop stop stop" as one "stop". */
export function withoutRepetition(tokens: readonly Token[]): Token[] {
  return tokens.filter((token, index) => index === 0 || tokens[index - 1]?.word !== token.word)
}
