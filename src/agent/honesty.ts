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
  new RegExp(`^${courtesies}i(?:'ve| have)(?: just| now| already)? (?<verb>${acted})\\b`, 'i'),
  // "the message is sent" also explains how something works, "your message is sent" does not
  new RegExp(
    `^${courtesies}(?:your (?:${yours})|the (?:${things}))s? (?:is|are|has been|have been)(?: now)? (?<verb>set|sent|placed|booked|on|off|scheduled|added|confirmed|turned|playing|muted)\\b`,
    'i',
  ),
]

/** Only at the beginning is it about the request; later on it may be part of a story: "I opened the door". */
const openingClaims = [
  new RegExp(`^${courtesies}i(?: just| now| already)? (?<verb>${acted})\\b`, 'i'),
  new RegExp(
    `^${courtesies}(?:i(?:'m| am)(?: now)? )?(?<verb>${acting}) (?:the|your|a|an|it|up|on|off|now|you|this|that)\\b`,
    'i',
  ),
  // a name: "Opening Safari", but not "Opening hours"
  new RegExp(`^(?i:${courtesies}(?:i(?:'m| am)(?: now)? )?(?<verb>${acting})) \\p{Lu}`, 'u'),
  new RegExp(`^${courtesies}i(?:'ll| will) (?:now |just )?(?<verb>${act})\\b`, 'i'),
]

const onlyCourtesy = new RegExp(`^(?:(?:${courtesyWords})(?: thing)?[,.! ]*)+$`, 'i')

/** Said instead. */
export const cannotAct = "I can't do that yet. I can only talk about it."

/** Said instead where it was tried, and was refused or failed. */
export const wasNotDone = 'That was not done.'

/**
 * The verb with which a sentence of an answer claims to have acted ("sent"), undefined where it claims nothing.
 * @param opening nothing but courtesies came before it
 */
export function claimedDeed(sentence: string, opening = true): string | undefined {
  const start = sentence.trim().replaceAll('’', "'")
  for (const expression of [...claims, ...(opening ? openingClaims : [])]) {
    const verb = expression.exec(start)?.groups?.['verb']
    if (verb !== undefined) return verb.toLowerCase()
  }
  return undefined
}

/** Verbs that only certain tools make true; for any other one, something has to be done. */
const deeds: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:sen[dt]|sending|text(?:ed|ing)?|emailed|post(?:ed|ing)?)$/, /^(?:mail|messages)\./],
  [/^call(?:ed|ing)?$/, /^phone\./],
  [/^(?:order(?:ed|ing)?|bought|buy(?:ing)?|purchased|placed)$/, /^$/],
  [/^(?:book(?:ed|ing)?|reserved)$/, /^calendar\./],
  [/^(?:delet(?:ed?|ing)|remov(?:ed?|ing))$/, /trash|delete|remove|forget|cancel|complete|close|undo/],
]

/** A shortcut or a program may have done anything. */
export function runsPrograms(tool: string): boolean {
  return /^(?:shell|shortcuts)\./.test(tool)
}

/** True when one of the tools that were used did what the verb says; without a verb, when there was any. */
export function isTrueOf(verb: string | undefined, used: readonly { tool: string }[]): boolean {
  const needed = deeds.find(([verbs]) => verb !== undefined && verbs.test(verb))?.[1]
  return used.some(({ tool }) => needed === undefined || needed.test(tool) || runsPrograms(tool))
}

/** True for "Sure!", which says nothing yet. */
export function isCourtesy(sentence: string): boolean {
  return onlyCourtesy.test(sentence.trim())
}

/** True for "Done.", which is an answer only where something was. */
export function saysDone(courtesies: string): boolean {
  return /\b(?:done|all set)\b/i.test(courtesies)
}

const ignorance =
  /^(?:(?:i(?:'m| am) (?:sorry|afraid)|sorry|unfortunately|as an? [\w ]{2,30}|well|hmm?)[,.!]? )*(?:but )?i (?:(?:do not|don't|really don't) (?:really )?(?:know|have (?:any |enough |access to )?(?:information|data|knowledge|details))|am not (?:sure|certain|able|aware)|'m not (?:sure|certain|able|aware)|cannot (?:say|tell|answer|help)|can't (?:say|tell|answer|help)|have no (?:idea|information|way of knowing))\b|^(?:i'm|i am) (?:not (?:sure|certain|able|aware)|unable)\b/i

/** True for an answer that begins by saying it is none: "I'm sorry, but I don't know". */
export function admitsIgnorance(sentence: string): boolean {
  return ignorance.test(sentence.trim().replaceAll('’', "'"))
}
