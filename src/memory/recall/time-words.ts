/** From this moment on, before that one. */
export interface TimeSpan {
  since: Date
  until: Date
}

const months = 'january february march april may june july august september october november december'.split(' ')
const smallNumbers = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ')

const named = new RegExp(
  `(?:\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of)? )?\\b(${months.join('|')})\\b(?: (\\d{1,2})(?:st|nd|rd|th)?\\b(?!\\d))?,?(?: (\\d{4}))?`,
)
const ago = new RegExp(`\\b(a|an|\\d{1,3}|${smallNumbers.join('|')}) (day|week|month|year)s? ago\\b`)

/**
 * The time that a question of the past names: "yesterday", "last week", "in May 2023", "on 7 March", "three months ago", "in 2019".
 * A month alone is the latest that has begun. Undefined when it names none.
 */
export function spanOf(question: string, now: Date): TimeSpan | undefined {
  const text = question.toLowerCase()
  const day = (year: number, month: number, date: number) => new Date(year, month, date)
  const [year, month, date] = [now.getFullYear(), now.getMonth(), now.getDate()]
  const days = (from: number, to: number) => ({
    since: day(year, month, date + from),
    until: day(year, month, date + to),
  })
  if (/\b(?:today|this (?:morning|afternoon|evening)|tonight)\b/.test(text)) return days(0, 1)
  if (/\byesterday\b|\blast night\b/.test(text)) return days(-1, 0)
  const monday = -((now.getDay() + 6) % 7)
  if (/\bthis week\b/.test(text)) return days(monday, monday + 7)
  if (/\blast week\b/.test(text)) return days(monday - 7, monday)
  if (/\bthis month\b/.test(text)) return { since: day(year, month, 1), until: day(year, month + 1, 1) }
  if (/\blast month\b/.test(text)) return { since: day(year, month - 1, 1), until: day(year, month, 1) }
  if (/\bthis year\b/.test(text)) return { since: day(year, 0, 1), until: day(year + 1, 0, 1) }
  if (/\blast year\b/.test(text)) return { since: day(year - 1, 0, 1), until: day(year, 0, 1) }
  return spanAgo(text, days) ?? namedSpan(text, now) ?? yearSpan(text)
}

/** "Three weeks ago" is said of about that time. */
function spanAgo(text: string, days: (from: number, to: number) => TimeSpan): TimeSpan | undefined {
  const [, amount = '', unit = ''] = ago.exec(text) ?? []
  if (unit === '') return undefined
  const count = /^an?$/.test(amount) ? 1 : Math.max(smallNumbers.indexOf(amount), Number(amount) || 0)
  const lengthDays = { day: 1, week: 7, month: 30, year: 365 }[unit] ?? 1
  const slack = Math.max(1, Math.ceil(lengthDays / 2))
  return lengthDays === 1 ? days(-count, -count + 1) : days(-count * lengthDays - slack, -count * lengthDays + slack)
}

function namedSpan(text: string, now: Date): TimeSpan | undefined {
  const [whole, before, name = '', after, year] = named.exec(text) ?? []
  // "May" and "march" are words of their own, too.
  if (
    whole === undefined ||
    (/^(?:may|march)$/.test(whole.trim()) && !/\b(?:in|since|last|of) (?:may|march)\b/.test(text))
  )
    return undefined
  const month = months.indexOf(name)
  const date = Number(before ?? after ?? 0)
  const has = (candidate: number) => new Date(candidate, month, Math.max(1, date)) <= now
  const at = year === undefined ? now.getFullYear() - (has(now.getFullYear()) ? 0 : 1) : Number(year)
  return date === 0
    ? { since: new Date(at, month, 1), until: new Date(at, month + 1, 1) }
    : { since: new Date(at, month, date), until: new Date(at, month, date + 1) }
}

function yearSpan(text: string): TimeSpan | undefined {
  const year = Number(/\b(?:in|of|since|during) (19\d{2}|20\d{2})\b/.exec(text)?.[1] ?? 0)
  return year === 0 ? undefined : { since: new Date(year, 0, 1), until: new Date(year + 1, 0, 1) }
}
