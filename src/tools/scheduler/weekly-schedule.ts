import { SamError } from '../../core/errors.ts'

/** A time of day on some days of every week, local time. */
export interface WeeklySchedule {
  /** 0 is Sunday. */
  weekdays: readonly number[]
  hour: number
  minute: number
}

const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const groups: Record<string, number[]> = {
  weekday: [1, 2, 3, 4, 5],
  'week day': [1, 2, 3, 4, 5],
  'work day': [1, 2, 3, 4, 5],
  workday: [1, 2, 3, 4, 5],
  weekend: [0, 6],
  day: [0, 1, 2, 3, 4, 5, 6],
  daily: [0, 1, 2, 3, 4, 5, 6],
  everyday: [0, 1, 2, 3, 4, 5, 6],
  morning: [0, 1, 2, 3, 4, 5, 6],
}

const time =
  /\b(?:at )?(noon|midnight|(\d{1,2})(?::(\d{2}))?\s*(o'clock|a\.?m\.?|p\.?m\.?)?)(?: in the (morning|afternoon|evening))?$/

/**
 * Reads "weekdays at 7:30", "every day at 8 am", "mondays, wednesdays and fridays at 6:45 pm", "saturday at noon".
 * @throws SamError `schedule-unclear`
 */
export function parseWeeklySchedule(words: string): WeeklySchedule {
  const text = words.trim().toLowerCase().replace(/[.!]$/, '')
  const unclear = new SamError('schedule-unclear', `"${words}" is not a time I understand.`, {
    kind: 'usage',
    remedy: 'Say it like "weekdays at 7:30" or "every day at 8 am".',
  })
  const found = time.exec(text)
  if (found === null) throw unclear
  const clock = readClock(found)
  const weekdays = readWeekdays(text.slice(0, found.index))
  if (clock === undefined || weekdays === undefined) throw unclear
  return { weekdays, ...clock }
}

function readClock(found: RegExpExecArray): { hour: number; minute: number } | undefined {
  const [, whole = '', hourWord = '', minuteWord = '0', half = '', part = ''] = found
  if (whole === 'noon') return { hour: 12, minute: 0 }
  if (whole === 'midnight') return { hour: 0, minute: 0 }
  const minute = Number(minuteWord)
  let hour = Number(hourWord)
  const afternoon = half.startsWith('p') || part === 'afternoon' || part === 'evening'
  const morning = half.startsWith('a') || part === 'morning'
  if ((afternoon || morning) && (hour < 1 || hour > 12)) return undefined
  if (afternoon && hour < 12) hour += 12
  if (morning && hour === 12) hour = 0
  return hour < 24 && minute < 60 ? { hour, minute } : undefined
}

/** Reads "weekdays", "daily", "monday", "mondays and wednesdays", "monday to friday"; undefined for anything else. */
export function readWeekdays(text: string): number[] | undefined {
  const words = text
    .replace(/\b(?:every|each|on|the|and|all)\b|,/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (words === '') return groups['day']
  const days = new Set<number>()
  const [first, last] = words.split(/ (?:to|through|until|-) /)
  const from = dayOf(first ?? '')
  const to = dayOf(last ?? '')
  if (last !== undefined) {
    if (from === undefined || to === undefined) return undefined
    for (let day = from; day !== to; day = (day + 1) % 7) days.add(day)
    return [...days.add(to)].sort()
  }
  const group = groups[words] ?? groups[words.replace(/s$/, '')]
  if (group !== undefined) return group
  for (const word of words.split(' ')) {
    const day = dayOf(word)
    if (day === undefined) return undefined
    days.add(day)
  }
  return [...days].sort()
}

function dayOf(word: string): number | undefined {
  const name = word.trim().replace(/s$/, '')
  const index = names.findIndex((full) => full === name || (name.length >= 3 && full.startsWith(name)))
  return index < 0 ? undefined : index
}

/** The moment of the schedule on the calendar day of `now`; undefined when that day is none of its days. */
export function momentOnDayOf({ weekdays, hour, minute }: WeeklySchedule, now: Date): Date | undefined {
  if (!weekdays.includes(now.getDay())) return undefined
  return new Date(now.getFullYear(), now.getMonth(), now.getDate(), hour, minute)
}
