/** A kind of private words and where they stand in a text. */
export interface PrivateKind {
  /** Name in the placeholder: `[EMAIL_1]`. */
  name: string
  /** Finds them; the group `private`, where there is one, is what is hidden, otherwise the whole match; `core` is hidden by itself too. */
  pattern: RegExp
  /** Decides about what has the right shape. */
  accepts?(words: string): boolean
}

/** Seven to fifteen digits (E.164), and neither a date nor a decimal number. */
function isPhoneNumber(words: string): boolean {
  const digits = words.replace(/\D/g, '').length
  return digits >= 7 && digits <= 15 && !/^\d{4}-\d{2}-\d{2}/.test(words) && !/^\d+\.\d+$/.test(words)
}

const relations =
  'colleague|co-?worker|friend|boss|manager|assistant|client|customer|partner|wife|husband|girlfriend|boyfriend|fianc[eé]e?|mother|mom|mum|father|dad|sister|brother|son|daughter|cousin|aunt|uncle|niece|nephew|grandmother|grandfather|grandma|grandpa|neighbou?r|roommate|flatmate|landlord|tenant|doctor|dentist|therapist|lawyer|accountant|teacher|professor|student|patient|employee|ex'
const capitalised = "\\p{Lu}[\\p{L}'’-]+(?: (?:de|da|di|van|von|der|den|la|le|bin|al) )?(?: ?\\p{Lu}[\\p{L}'’.-]*){0,3}"
/** A recogniser writes names small; then only what a comma closes counts as one. */
const small = "\\p{Ll}[\\p{L}'’-]+(?: \\p{Ll}[\\p{L}'’-]+)?(?=,)"

/** In this order: what is hidden by one kind is no longer seen by the next. */
export const privateKinds: readonly PrivateKind[] = [
  { name: 'KEY', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g },
  {
    name: 'KEY',
    pattern: /\b(?:sk-|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|npm_|hf_|AKIA|AIza|eyJ)[\w.-]{8,}/g,
  },
  {
    name: 'SECRET',
    // Up to the blank, or the end of a text in JSON; without the marks that may end a sentence it is known elsewhere too.
    pattern:
      /\b(?:password|passphrase|passcode|pin|secret|api key|token)\s*(?:is|:|=)\s*(?<private>(?<core>\S+?)[.,;!?)\]}'"]*?)(?=\s|$|"[,:}\]])/giu,
  },
  { name: 'EMAIL', pattern: /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/gu },
  { name: 'ADDRESS', pattern: /\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/g },
  { name: 'ACCOUNT', pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/g },
  { name: 'NUMBER', pattern: /\b\d(?:[ -]?\d){12,18}\b/g },
  {
    name: 'PHONE',
    pattern: /(?<![\w.])\+?\(?\d{1,4}\)?(?:[ ./-]?\(?\d{2,4}\)?){2,5}(?![\w.]\d)/g,
    accepts: isPhoneNumber,
  },
  {
    name: 'PATH',
    pattern:
      /(?<![\p{L}\p{N}:/])(?:~|\/(?:Users|home|Volumes|private|var|etc|opt|tmp))(?:\/[^\s,;:'"]+)+|\b[A-Z]:\\[^\s,;'"]+/gu,
  },
  {
    name: 'ADDRESS',
    pattern:
      /\b\d{1,5}[a-z]? (?:[\p{L}.'-]+ ){1,4}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|way|square|court|place|terrace)\b\.?/giu,
  },
  {
    name: 'PERSON',
    pattern: new RegExp(
      `\\b(?:my|our|his|her|their) (?:${relations})s? (?:is |called |named )?(?<private>${capitalised}|${small})`,
      'gu',
    ),
  },
  {
    name: 'PERSON',
    pattern: new RegExp(
      `\\b(?:[Mm]y name is|I am called|[Ss]igned by|(?:Mr|Mrs|Ms|Miss|Dr|Prof)\\.?) (?<private>${capitalised})`,
      'gu',
    ),
  },
]
