const words = new Set(
  (
    'hm oh ooh uh er um erm right yeah yep yup yes ok okay sure alright cool great nice wow good fine really ' +
    'exactly indeed true i see got it go on interesting amazing perfect totally definitely absolutely'
  ).split(' '),
)
/** What is left of "mhm" however it is spelled: "mm-hmm", "M-H-M.", "uh-huh", "aha", "MMO". */
const hum = /^(?:[mhu]+|a?h+a+h?|m+o)$/
/** The longest of them: "okay, I see". */
const mostWords = 3

/** Listeners' phrases whose words mean something in others. */
const phrases = new Set([
  "that's it",
  'that is it',
  "that's right",
  'that is right',
  'of course',
  'makes sense',
  'fair enough',
])

/** What Whisper writes for a cough, a breath or a sigh; nobody who means it waits for an answer. */
const invented = new Set([
  'thank you',
  'thanks',
  'thank you very much',
  'you',
  'bye',
  'bye bye',
  'amen',
  'so',
  'ugh',
  'ahem',
])

/** Single words that want SAM silent, or to go elsewhere. */
const interrupting = new Set(
  (
    'no nope stop wait halt enough quiet silence hush shush shh pause cancel quit skip next back again repeat never ' +
    'what why who where when how which pardon sorry excuse hello hey louder quieter slower faster mute sam jarvis ' +
    'wrong incorrect actually but question help please'
  ).split(' '),
)

/** What a listener says without wanting the turn: "mhm", "right", "yeah", "okay, I see". */
export function isBackchannel(text: string): boolean {
  const said = wordsOf(text)
  if (phrases.has(said.join(' '))) return true
  return said.length <= mostWords && said.every((word) => words.has(word) || hum.test(word))
}

/** Whether words over SAM's voice are a listener's, or what a recogniser makes of a cough. */
export function isNothing(text: string): boolean {
  const said = wordsOf(text)
  return said.length === 0 || isBackchannel(text) || invented.has(said.join(' '))
}

/** Words of so short a sound of which the recogniser is less sure were hardly said. */
const shortMs = 800
const leastConfidence = 0.55

/**
 * Whether words over SAM's voice want the turn. A single word that is neither a request nor one that wants SAM silent does
 * not: it is mostly a "mhm" misheard. Nor does a short sound of whose words the recogniser is not sure ("in Emma").
 * @param isRequest whether the words alone are a request that SAM understands
 * @param heard how long their sound is, and how sure the recogniser is, 0 to 1, where it tells
 */
export function wantsTurn(text: string, isRequest: boolean, heard: { lengthMs: number; confidence?: number }): boolean {
  if (isNothing(text)) return false
  const said = wordsOf(text)
  if (isRequest || (said.length === 1 && interrupting.has(said[0] ?? ''))) return true
  const { lengthMs, confidence = 1 } = heard
  return said.length > 1 && (lengthMs >= shortMs || confidence >= leastConfidence)
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[^\p{L}\p{N}' -]/gu, ' ')
    .split(/[\s-]+/)
    .filter((word) => word !== '')
}
