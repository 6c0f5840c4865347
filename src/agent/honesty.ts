const courtesyWords = 'sure|okay|ok|done|certainly|of course|alright|great|yes|absolutely|got it|no problem|all set'
const courtesies = `(?:(?:${courtesyWords})(?: thing)?[,.! ]+)*`
const acted =
  'opened|closed|sent|set|turned|ordered|booked|scheduled|played|started|stopped|muted|paused|created|added|deleted|removed|called|texted|emailed|posted|bought|purchased|reserved|switched|changed|increased|decreased|saved|reminded|launched|updated|downloaded|installed'
const acting =
  'opening|closing|sending|setting|turning|ordering|booking|scheduling|playing|starting|stopping|muting|pausing|adding|deleting|removing|calling|texting|posting|buying|launching|switching'
const act =
  'open|close|send|set|turn|order|book|schedule|play|start|stop|mute|pause|add|delete|remove|call|text|post|buy|launch|remind|remember|note|switch'
const things = 'timer|alarm|reminder|order|taxi|lights?|reservation|appointment|volume|music'
const yours = `${things}|message|e-?mail|text|meeting|ticket|song|call|request`

/** Said as if it were done: "I've set a timer", "Your message has been sent". False wherever it stands in an answer. */
const claims = [
  new RegExp(`^${courtesies}i(?:'ve| have)(?: just| now| already)? (?:${acted})\\b`, 'i'),
  // "the message is sent" also explains how something works, "your message is sent" does not
  new RegExp(
    `^${courtesies}(?:your (?:${yours})|the (?:${things}))s? (?:is|are|has been|have been)(?: now)? (?:set|sent|placed|booked|on|off|scheduled|added|confirmed|turned|playing|muted)\\b`,
    'i',
  ),
]

/** Only at the beginning is it about the request; later on it may be part of a story: "I opened the door". */
const openingClaims = [
  new RegExp(`^${courtesies}i (?:${acted})\\b`, 'i'),
  new RegExp(
    `^${courtesies}(?:i(?:'m| am)(?: now)? )?(?:${acting}) (?:the|your|a|an|it|up|on|off|now|you|this|that)\\b`,
    'i',
  ),
  // a name: "Opening Safari", but not "Opening hours"
  new RegExp(`^(?i:${courtesies}(?:i(?:'m| am)(?: now)? )?(?:${acting})) \\p{Lu}`, 'u'),
  new RegExp(`^${courtesies}i(?:'ll| will) (?:now |just )?(?:${act})\\b`, 'i'),
]

const onlyCourtesy = new RegExp(`^(?:(?:${courtesyWords})(?: thing)?[,.! ]*)+$`, 'i')

/** Said instead. */
export const cannotAct = "I can't do that yet. I can only talk about it."

/**
 * True when a sentence of an answer claims to have acted. The models in this slice have no tools.
 * @param opening nothing but courtesies came before it
 */
export function claimsToHaveActed(sentence: string, opening = true): boolean {
  const start = sentence.trim().replaceAll('’', "'")
  return [...claims, ...(opening ? openingClaims : [])].some((expression) => expression.test(start))
}

/** True for "Sure!", which says nothing yet. */
export function isCourtesy(sentence: string): boolean {
  return onlyCourtesy.test(sentence.trim())
}
