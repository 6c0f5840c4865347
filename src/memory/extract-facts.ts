/** One thing said of one attribute of somebody or something. */
export interface Statement {
  subject: string
  attribute: string
  /** As it was said. */
  value: string
  /** It holds no longer: "I'm not allergic to nuts any more". */
  ended?: true
  /** Several values hold at once: allergies, languages. */
  several?: true
}

const end = String.raw`(?=$|[,.;:!?]|\s+(?:and|but|because|since|so|now|currently|again|anymore|any more|these days|last|this|next|in \d{4}|on the|with my|when|while|until|though)\b)`
const value = `([^,.;:!?]{1,60}?)${end}`
const kin =
  'sister|brother|mother|mum|mom|father|dad|wife|husband|partner|girlfriend|boyfriend|fiancee?|son|daughter|boss|manager|doctor|dentist|dog|cat|horse|neighbour|neighbor|friend|best friend|aunt|uncle|cousin|grandmother|grandfather|grandma|grandpa|teacher|therapist'
const own =
  'birthday|address|phone number|email(?: address)?|shoe size|blood type|locker(?: number)?|car|bike|bicycle|height|job|hobby|hometown|nationality|mother tongue|parking space|seat|diet'

interface Rule {
  pattern: RegExp
  read(...groups: string[]): Statement
}
const rule = (source: string, read: Rule['read']): Rule => ({ pattern: new RegExp(source, 'iu'), read })
const ofUser =
  (attribute: string, more: Partial<Statement> = {}) =>
  (found: string): Statement => ({
    subject: 'user',
    attribute,
    value: found,
    ...more,
  })

const i = `^(?:(?:so|well|also|and|actually|oh|yes|remember|please remember|by the way|you know)[, ]+)*(?:that )?`
const am = "(?:i am|i'm|i’m)"
const always = '(?:really |still |always |now |actually |absolutely )?'

const rules: readonly Rule[] = [
  rule(`${i}(?:please )?call me ${value}`, ofUser('name')),
  rule(`${i}my name is ${value}`, ofUser('name')),
  rule(`${i}(?:i|i've|i have|we) (?:just |recently )?moved to ${value}`, ofUser('home')),
  rule(`${i}i (?:now |currently )?live in ${value}`, ofUser('home')),
  rule(`${i}${am} (?:now )?living in ${value}`, ofUser('home')),
  rule(`${i}i (?:don't|do not|no longer) live in ${value}`, ofUser('home', { ended: true })),
  rule(`${i}i (?:now |currently )?work (?:at|for) ${value}`, ofUser('employer')),
  rule(`${i}i (?:don't|do not|no longer) work (?:at|for) ${value}`, ofUser('employer', { ended: true })),
  rule(`${i}i (?:now |currently )?work as (?:an? )?${value}`, ofUser('job')),
  rule(`${i}${am} (?:also )?allergic to ${value}`, ofUser('allergy', { several: true })),
  rule(`${i}${am} (?:not|no longer) allergic to ${value}`, ofUser('allergy', { several: true, ended: true })),
  rule(`${i}${am} (?:now )?(?:an? )?(vegetarian|vegan|pescatarian)\\b`, ofUser('diet')),
  rule(`${i}${am} (?:not|no longer) (?:an? )?(vegetarian|vegan|pescatarian)\\b`, ofUser('diet', { ended: true })),
  rule(`${i}i was born (?:on|in) ${value}`, ofUser('born')),
  rule(`${i}i speak ${value}`, ofUser('language', { several: true })),
  rule(`${i}my favou?rite ([a-z]+(?: [a-z]+)?) (?:is|are) ${value}`, (attribute, found) => ({
    subject: 'user',
    attribute: `favourite ${attribute.toLowerCase()}`,
    value: found,
  })),
  rule(`${i}my (${own}) is (?:on |in |at )?(?:now )?${value}`, (attribute, found) => ({
    subject: 'user',
    attribute: attribute.toLowerCase(),
    value: found,
  })),
  rule(`${i}my (${kin})(?:'s|’s) name is ${value}`, (who, found) => ({
    subject: who.toLowerCase(),
    attribute: 'name',
    value: found,
  })),
  rule(`${i}my (${kin}) is (?:called|named) ${value}`, (who, found) => ({
    subject: who.toLowerCase(),
    attribute: 'name',
    value: found,
  })),
  rule(`${i}my (${kin}) (?:moved to|lives in|now lives in|has moved to) ${value}`, (who, found) => ({
    subject: who.toLowerCase(),
    attribute: 'home',
    value: found,
  })),
  rule(
    `${i}i ${always}(like|love|enjoy|prefer|hate|dislike|can't stand|don't like|do not like) ${value}`,
    (verb, what) => ({
      subject: 'user',
      attribute: `opinion of ${what.toLowerCase()}`,
      value: /^(?:like|love|enjoy|prefer)$/i.test(verb) ? 'likes it' : 'dislikes it',
    }),
  ),
]

/** What is asked, supposed, quoted or wished says nothing of how things are. */
const noStatement =
  /\?\s*$|["“”]|\b(?:if|would|wouldn't|could|should|maybe|perhaps|suppose|imagine|pretend|wish|said|says|told|used to|almost|story|character|translate)\b/i
const empty = /^(?:it|that|this|them|you|to|how|when|what|not|the fact)\b/i
const longestSentence = 200

/** What somebody says of themselves and theirs, by rules that rather miss something than make something up. */
export function extractFacts(text: string): Statement[] {
  return text
    .split(/(?<=[.!?])\s+|\n+/)
    .filter((sentence) => sentence.length <= longestSentence && !noStatement.test(sentence))
    .flatMap((sentence) => statementOf(sentence.trim()) ?? [])
}

function statementOf(sentence: string): Statement | undefined {
  for (const { pattern, read } of rules) {
    const groups = pattern.exec(sentence)
    if (groups === null) continue
    const found = groups.slice(1).map((group) => group.trim())
    return empty.test(found.at(-1) ?? '') ? undefined : read(...found)
  }
  return undefined
}
