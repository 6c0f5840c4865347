import { sliceUtterance, type Utterance } from './utterance.ts'

/** Names people call an assistant, with what the recogniser makes of "jarvis". */
const names =
  'jarvis|charvis|jarvus|jervis|javis|jarvie|gervis|jarves|sam|siri|alexa|olly|ollie|cortana|mycroft|computer|assistant'

/** The wake phrase may be left in: "hey jarvis", "ok google", a bare "olly". */
const wakePhrase = new RegExp(
  `^(?: (?:hey|hay|hi|hello|ok|okay|yo|a|oh|so))*(?: (?:${names}))(?= |$)|^ (?:hey|ok|okay|hi) (?:google|travis|service|there)(?= |$)`,
)
/** "Google" alone is mostly the search engine; before these words it is the assistant. */
const googleAsName = /^ google(?= (?:shuffle|set|turn|pause|skip|mute|open|start|stop)(?: |$))/

const openers = [
  '(?:please|pls|kindly|just|now|so|well|alright|right|okay|ok|and|then|also|hey|hi|oh|yes|yeah|sure|quickly|actually|maybe|perhaps|basically)',
  'all right',
  'go ahead(?: and)?',
  '(?:can|could|would|will) you(?: (?:please|kindly|just|maybe|possibly|go ahead and|help me(?: to)?|be able to|quickly|also|mind))*',
  '(?:can|could|may|might) (?:i|we)(?: (?:please|just|get you to|ask you to|have you))*',
  'would it be possible(?: for you)? to',
  'is it possible(?: for you)? to',
  'are you able to',
  'do you (?:think|mind if) you (?:can|could)',
  'do me a favou?r and',
  'i (?:would|will) (?:like|love|prefer|appreciate it)(?: it)?(?: if)? (?:for )?you(?: (?:could|can|would|to|please))*',
  'i (?:want|need|wish|would like|would love) (?:for )?you to',
  'i (?:want|need|wish|would like|would love|would want|am trying|am going|have) to(?: (?:please|just))*',
  'i would like you to',
  'let us(?: (?:please|just))*',
  'you (?:can|could|should|need to|have to|may|must)',
  'time to',
  'make sure (?:to|you|that you)',
  'try (?:to|and)',
  'why do not (?:you|we)',
  'why not',
  'how about(?: you| we|(?= \\w+ing))',
  'help me(?: to)?',
  'i (?:was|am) (?:wondering|hoping) if you (?:can|could|would)',
  'first(?: of all)?(?= (?:open|close|quit|play|pause|stop|mute|unmute|set|turn|start|search|find|go|skip)(?: |$))',
  'if (?:you (?:can|could|would|do not mind)|possible)',
  'excuse me',
  'be so kind (?:as )?to',
  'if you please',
  'one more thing',
  'never mind that',
]
const opener = new RegExp(`^ (?:${openers.join('|')})(?= )`)

const closers = [
  // "reply saying thanks" says it to somebody else
  '(?<! (?:saying|say|says|with|write|wrote) )(?:please|pls|thanks|thank you|cheers|now|right now|immediately|quickly|asap|okay|ok|already|instead|then|too|as well|anyway)',
  'thank you (?:so|very) much',
  'at once',
  'right away',
  'straight away',
  'for (?:me|us)',
  '(?:will|would|can|could) you(?: please)?',
  'if you (?:can|could|would|please|do not mind|will)',
  'if possible',
  'if (?:that is|it is) (?:okay|ok|alright|possible)',
  // of a timer it is the length
  '(?<! (?:timer|alarm|countdown) )for a (?:second|sec|moment|minute)',
  '(?:olly|ollie|alexa|siri|jarvis|cortana)',
  '(?:hey|ok|okay) (?:google|jarvis|sam)',
  'on (?:this|my|the) (?:mac|macbook|imac|computer|laptop|machine|desktop computer|pc)',
]
const closer = new RegExp(`(?: (?:${closers.join('|')}))$`)

const wordCount = (phrase: string) => phrase.split(' ').length - 1

function dropStart(utterance: Utterance, match: RegExpExecArray): Utterance {
  return sliceUtterance(utterance, wordCount(match[0]))
}

/** Takes off the wake phrase, wherever courtesy put it. */
export function withoutWakePhrase(utterance: Utterance): Utterance {
  const match = wakePhrase.exec(utterance.line) ?? googleAsName.exec(utterance.line)
  return match === null ? utterance : dropStart(utterance, match)
}

/**
 * Takes off what surrounds a request without changing it: the wake phrase, "could you please", "for me, thanks".
 * A request that is nothing else stays whole.
 */
export function bareRequest(utterance: Utterance): Utterance {
  let bare = withoutWakePhrase(utterance)
  for (let round = 0; round < 8; round++) {
    const match = opener.exec(bare.line)
    if (match === null) break
    const rest = withoutWakePhrase(dropStart(bare, match))
    if (rest.tokens.length === 0) break
    bare = rest
  }
  for (let round = 0; round < 4; round++) {
    const match = closer.exec(bare.line)
    const rest = match === null ? undefined : sliceUtterance(bare, 0, bare.tokens.length - wordCount(match[0]))
    if (rest === undefined || rest.tokens.length === 0) break
    bare = rest
  }
  const kept = bare.tokens.filter((token) => token.word !== 'please')
  if (kept.length > 0 && kept.length < bare.tokens.length) {
    return { ...bare, tokens: kept, line: kept.map((token) => ` ${token.word}`).join('') }
  }
  return bare
}
