const length = '(?:a|one) (?:second|sec|moment|minute)'
// Recognisers hear "wait a moment" in more than one way.
const mishearing = '(?:way|weight) (?:a|to|for|to a|for a) moment'
const hold = `(?:(?:hold on|hang on|wait|bear with me|let me think)(?:,? (?:just |for )?${length})?|just a minute|(?:just )?(?:a|one) (?:second|sec|moment)|${mishearing})`
const before = String.raw`(?:^|[\s,.;!?…-]+)(?:(?:oh|no|um|uh) )?`
const atEnd = new RegExp(String.raw`${before}${hold}(?:,? (?:please|sam))?[\s.,!?…-]*$`, 'i')
/** Said in the middle, a "hold on to" or "wait for" is part of the request. */
const within = new RegExp(
  String.raw`${before}${hold}(?:,? (?:please|sam))?(?=[\s.,!?…-]|$)(?! (?:to|for|until|till|in|on)\b)[.,!?…-]*`,
  'gi',
)

/** The user asks for time at the end of what was said: "remind me to, hold on". */
export function endsWithHold(text: string): boolean {
  return atEnd.test(text.trim())
}

/** The request without the words that only asked for time; the text as it is when nothing else was said. */
export function withoutHolds(text: string): string {
  const rest = text.replace(within, ' ').replace(/\s+/g, ' ').trim()
  return /[\p{L}\p{N}]/u.test(rest) ? rest : text.trim()
}
