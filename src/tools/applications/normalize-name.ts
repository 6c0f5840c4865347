/** Lower case, no accents or apostrophes, other signs as single spaces: "Rocket.Chat" and "rocket chat" become one. */
export function normalizeName(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}'’`]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+]+/gu, ' ')
    .trim()
}

const lead = /^(?:(?:the|my|a|an|that|this|our|up|app|application|program|called|named|please)\s+)+/
const tail = /(?:\s+(?:app|application|program|software|please|now|for me|on my mac|again))+$/

/** Takes away what people put around a name ("the Safari app, please"); never the whole of it. */
export function bareName(normalized: string): string {
  return normalized.replace(tail, '').replace(lead, '').trim() || normalized
}
