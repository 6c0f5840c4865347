import type { Span } from '../personal-port.ts'

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']
const understood = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'WKST'])
/** Days that are tried at most: fifty years. */
const mostDays = 18_300

interface Rule {
  frequency: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'
  interval: number
  count: number
  until: number
  /** Weekday from 0, Sunday; `nth` of the month, negative from its end, 0 for every one. */
  byDay: { weekday: number; nth: number }[]
  byMonthDay: number[]
  byMonth: number[]
  weekStart: number
}

/**
 * When an event of a series begins within the span, in local time: at the hour of its first time whatever the clocks do.
 * Follows the common part of RFC 5545 (3.3.10); undefined for a rule beyond it.
 */
export function occurrences(text: string, first: Date, span: Span): Date[] | undefined {
  const rule = parseRule(text)
  if (rule === undefined) return undefined
  const found: Date[] = []
  let times = 0
  for (let offset = 0; offset < mostDays; offset += 1) {
    const day = new Date(first.getFullYear(), first.getMonth(), first.getDate() + offset)
    const begin = new Date(day)
    begin.setHours(first.getHours(), first.getMinutes(), first.getSeconds())
    if (begin.getTime() > rule.until || times >= rule.count || begin >= span.before) return found
    if (!fits(rule, day, first)) continue
    times += 1
    if (begin >= span.from) found.push(begin)
  }
  return undefined
}

function parseRule(text: string): Rule | undefined {
  const parts = new Map(
    text
      .replace(/^RRULE:/, '')
      .split(';')
      .filter((part) => part !== '')
      .map((part): [string, string] => {
        const [name = '', value = ''] = part.split('=')
        return [name, value]
      }),
  )
  const frequency = parts.get('FREQ')
  if (frequency !== 'DAILY' && frequency !== 'WEEKLY' && frequency !== 'MONTHLY' && frequency !== 'YEARLY')
    return undefined
  if ([...parts.keys()].some((name) => !understood.has(name))) return undefined
  const list = (name: string) => (parts.get(name) ?? '').split(',').filter((item) => item !== '')
  const byDay = list('BYDAY').map((item) => {
    const [, nth = '', name = ''] = /^([+-]?\d*)([A-Z]{2})$/.exec(item) ?? []
    return { weekday: weekdays.indexOf(name), nth: nth === '' ? 0 : Number(nth) }
  })
  const byMonth = list('BYMONTH').map(Number)
  const rule: Rule = {
    frequency,
    interval: Number(parts.get('INTERVAL') ?? 1),
    count: Number(parts.get('COUNT') ?? Number.POSITIVE_INFINITY),
    until: parts.has('UNTIL') ? untilOf(parts.get('UNTIL') ?? '') : Number.POSITIVE_INFINITY,
    byDay,
    byMonthDay: list('BYMONTHDAY').map(Number),
    byMonth,
    weekStart: Math.max(0, weekdays.indexOf(parts.get('WKST') ?? 'MO')),
  }
  const numbers = [
    rule.interval,
    rule.count,
    rule.until,
    ...rule.byMonthDay,
    ...byMonth,
    ...byDay.map(({ nth }) => nth),
  ]
  if (numbers.some(Number.isNaN) || rule.interval < 1 || byDay.some(({ weekday }) => weekday < 0)) return undefined
  // The first Monday of a year, unlike that of a month, is rare enough to be left out.
  return frequency === 'YEARLY' && byDay.length > 0 && byMonth.length === 0 ? undefined : rule
}

/** `20251231T225959Z`, or a day, which counts whole. */
function untilOf(text: string): number {
  const [, year, month, date, hour = '23', minute = '59', second = '59', zone] =
    /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z)?)?$/.exec(text) ?? []
  const parts = [Number(year), Number(month) - 1, Number(date), Number(hour), Number(minute), Number(second)] as const
  return zone === undefined ? new Date(...parts).getTime() : Date.UTC(...parts)
}

function fits(rule: Rule, day: Date, first: Date): boolean {
  if (periodsBetween(rule, first, day) % rule.interval !== 0) return false
  if (rule.byMonth.length > 0 && !rule.byMonth.includes(day.getMonth() + 1)) return false
  const length = new Date(day.getFullYear(), day.getMonth() + 1, 0).getDate()
  const date = day.getDate()
  if (rule.byMonthDay.length > 0 && !rule.byMonthDay.some((one) => one === date || one === date - length - 1))
    return false
  if (rule.byDay.length > 0) {
    return rule.byDay.some(({ weekday, nth }) => {
      if (weekday !== day.getDay()) return false
      return nth === 0 || nth === Math.ceil(date / 7) || nth === -Math.ceil((length - date + 1) / 7)
    })
  }
  if (rule.byMonthDay.length > 0 || rule.frequency === 'DAILY') return true
  if (rule.frequency === 'WEEKLY') return day.getDay() === first.getDay()
  if (rule.frequency === 'YEARLY' && rule.byMonth.length === 0 && day.getMonth() !== first.getMonth()) return false
  return date === first.getDate()
}

/** Whole days, weeks, months or years from the one to the other. */
function periodsBetween({ frequency, weekStart }: Rule, first: Date, day: Date): number {
  const years = day.getFullYear() - first.getFullYear()
  if (frequency === 'YEARLY') return years
  if (frequency === 'MONTHLY') return years * 12 + day.getMonth() - first.getMonth()
  const dayNumber = (moment: Date) => Date.UTC(moment.getFullYear(), moment.getMonth(), moment.getDate()) / 86_400_000
  if (frequency === 'DAILY') return dayNumber(day) - dayNumber(first)
  const weekOf = (moment: Date) => dayNumber(moment) - ((moment.getDay() - weekStart + 7) % 7)
  return (weekOf(day) - weekOf(first)) / 7
}
