import { startOfDay } from '../../core/local-time.ts'

/** Days with a name. Months count from 0. Easter: the anonymous Gregorian computus (Meeus, Astronomical Algorithms). */
function easter(year: number): Date {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114
  return new Date(year, Math.floor(f / 31) - 1, (f % 31) + 1)
}

function nthWeekday(year: number, month: number, weekday: number, nth: number): Date {
  if (nth < 0) {
    const last = new Date(year, month + 1, 0)
    return new Date(year, month, last.getDate() - ((last.getDay() - weekday + 7) % 7))
  }
  const first = new Date(year, month, 1)
  return new Date(year, month, 1 + ((weekday - first.getDay() + 7) % 7) + (nth - 1) * 7)
}

function shifted(date: Date, days: number): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days)
}

const holidays: [RegExp, (year: number) => Date][] = [
  [/^christmas eve$/, (year) => new Date(year, 11, 24)],
  [/^(?:christmas|christmas day|xmas)$/, (year) => new Date(year, 11, 25)],
  [/^boxing day$/, (year) => new Date(year, 11, 26)],
  [/^new years? eve$/, (year) => new Date(year, 11, 31)],
  [/^new years?(?: day)?$/, (year) => new Date(year, 0, 1)],
  [/^valentines?(?: day)?$/, (year) => new Date(year, 1, 14)],
  [/^(?:st|saint) patricks?(?: day)?$/, (year) => new Date(year, 2, 17)],
  [/^april fools?(?: day)?$/, (year) => new Date(year, 3, 1)],
  [/^(?:independence day|fourth of july|4th of july)$/, (year) => new Date(year, 6, 4)],
  [/^halloween$/, (year) => new Date(year, 9, 31)],
  [/^veterans? day$/, (year) => new Date(year, 10, 11)],
  [/^(?:martin luther king|mlk)(?: jr)? day$/, (year) => nthWeekday(year, 0, 1, 3)],
  [/^presidents? day$/, (year) => nthWeekday(year, 1, 1, 3)],
  [/^mothers? day$/, (year) => nthWeekday(year, 4, 0, 2)],
  [/^memorial day$/, (year) => nthWeekday(year, 4, 1, -1)],
  [/^fathers? day$/, (year) => nthWeekday(year, 5, 0, 3)],
  [/^labou?r day$/, (year) => nthWeekday(year, 8, 1, 1)],
  [/^columbus day$/, (year) => nthWeekday(year, 9, 1, 2)],
  [/^thanksgiving(?: day)?$/, (year) => nthWeekday(year, 10, 4, 4)],
  [/^black friday$/, (year) => shifted(nthWeekday(year, 10, 4, 4), 1)],
  [/^good friday$/, (year) => shifted(easter(year), -2)],
  [/^easter(?: sunday)?$/, easter],
  [/^easter monday$/, (year) => shifted(easter(year), 1)],
  [/^(?:mardi gras|shrove tuesday)$/, (year) => shifted(easter(year), -47)],
]

/** The next day of that name, today included; undefined for a name that is none of these. */
export function nextHoliday(name: string, now: Date, year?: number): Date | undefined {
  const plain = name.trim().replace(/'s?\b/g, (found) => (found === "'s" ? 's' : ''))
  const rule = holidays.find(([pattern]) => pattern.test(plain))?.[1]
  if (rule === undefined) return undefined
  if (year !== undefined) return rule(year)
  const today = startOfDay(now)
  const thisYear = rule(now.getFullYear())
  return thisYear >= today ? thisYear : rule(now.getFullYear() + 1)
}
