/** Written with a point that does not end a sentence, because a word always follows. */
const beforeWord = new Set(
  'mr mrs ms mx dr prof rev sr jr st gen col capt lt sgt gov sen rep hon pres supt vs approx dept est fig no vol ed eds pp ca cf e.g i.e al'.split(
    ' ',
  ),
)
/** May stand at the end of a sentence too: what follows decides. */
const eitherWay = new Set(
  'etc inc ltd co corp ave blvd rd mt ft a.m p.m jan feb mar apr jun jul aug sep sept oct nov dec'.split(' '),
)
/** Words that begin sentences far more often than names. */
const sentenceStarters = new Set(
  'a after also an and as at because but by do does for he her his how however i if in is it its my no now of on or our she since so that the their then there these they this those to we well what when where which who why with yes you your'.split(
    ' ',
  ),
)

export interface NextWord {
  text: string
  /** False while more letters may still follow. */
  complete: boolean
}

/**
 * Whether a run of marks at the end of `text` ends a sentence.
 * @param marks the marks with closing quotes and brackets, for example `?"`
 * @param next the word after it; undefined when there is none yet
 * @returns `unclear` when the next word is needed to tell
 */
export function endsSentence(text: string, marks: string, next: NextWord | undefined): 'yes' | 'no' | 'unclear' {
  const closesQuote = /["'”’)\]]/.test(marks)
  if (/[!?]/.test(marks)) return closesQuote ? unlessLowerCase(next) : 'yes'
  if (/…|\.\.\./.test(marks)) return unlessLowerCase(next)
  const word = /[^\s(["'“‘]*$/.exec(text.slice(0, text.length - marks.length))?.[0] ?? ''
  const lower = word.toLowerCase()
  // "1. Open the door": the number of a list item, not a sentence.
  if (/^\s*(?:\d{1,3}|[a-z])$/i.test(lastLine(text, marks))) return 'no'
  if (closesQuote) return unlessLowerCase(next)
  if (beforeWord.has(lower)) return lower === 'no' ? unlessNumber(next) : 'no'
  if (eitherWay.has(lower)) return startsSentence(next)
  // "J. R. R.", "U.S.": initials go on unless a word follows that hardly is a name.
  if (/^(?:\p{L}\.)*\p{Lu}$/u.test(word)) return word === 'I' ? 'yes' : startsSentence(next)
  return 'yes'
}

function lastLine(text: string, marks: string): string {
  return text.slice(text.lastIndexOf('\n') + 1, text.length - marks.length)
}

function unlessLowerCase(next: NextWord | undefined): 'yes' | 'no' | 'unclear' {
  if (next === undefined) return 'unclear'
  return /^\p{Ll}/u.test(next.text) ? 'no' : 'yes'
}

function unlessNumber(next: NextWord | undefined): 'yes' | 'no' | 'unclear' {
  if (next === undefined) return 'unclear'
  return /^\d/.test(next.text) ? 'no' : 'yes'
}

function startsSentence(next: NextWord | undefined): 'yes' | 'no' | 'unclear' {
  if (next === undefined) return 'unclear'
  if (!/^\p{Lu}/u.test(next.text)) return 'no'
  if (!next.complete) return 'unclear'
  return sentenceStarters.has(next.text.toLowerCase().replace(/[^\p{L}]+$/u, '')) ? 'yes' : 'no'
}
