/** What a model that cannot act says when it pretends to: "I've set a timer", "Opening Safari now". */
const pretends = [
  /^(?:(?:sure|okay|ok|done|certainly|of course|alright|great|yes|absolutely|got it|no problem)[,.! ]+)*(?:i(?:'ve| have)(?: just| now| already)?|i) (?:opened|closed|sent|set|turned|ordered|booked|scheduled|played|started|stopped|muted|paused|created|added|deleted|removed|called|texted|emailed|posted|bought|purchased|reserved|switched|changed|increased|decreased|saved|reminded|launched|updated|downloaded|installed)\b/i,
  /^(?:(?:sure|okay|ok|done|certainly|of course|alright|great|yes|absolutely|got it|no problem)[,.! ]+)*(?:i(?:'m| am)(?: now)? )?(?:opening|closing|sending|setting|turning|ordering|booking|scheduling|playing|starting|stopping|muting|pausing|adding|deleting|removing|calling|texting|posting|buying|launching|switching) (?:the|your|a|an|it|up|on|off|now|you|this|that|[A-Z])/,
  /^(?:(?:sure|okay|ok|certainly|of course)[,.! ]+)*i(?:'ll| will) (?:now |just )?(?:open|close|send|set|turn|order|book|schedule|play|start|stop|mute|pause|add|delete|remove|call|text|post|buy|launch|remind|switch)\b/i,
  /^(?:your|the) (?:timer|alarm|reminder|order|taxi|message|e-?mail|meeting|lights?|reservation|ticket)s? (?:is|are|has been|have been|was|were)(?: now)? (?:set|sent|placed|booked|on|off|scheduled|created|added|confirmed|turned)\b/i,
]

/** Said instead. */
export const cannotAct = "I can't do that yet. I can only talk about it."

/** True when the first sentence of an answer claims to have acted. The models in this slice have no tools. */
export function claimsToHaveActed(sentence: string): boolean {
  const start = sentence.trim()
  return pretends.some((expression) => expression.test(start))
}
