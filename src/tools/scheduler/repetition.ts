import { SamError } from '../../core/errors.ts'
import { localDate, localTime } from '../../core/local-time.ts'
import { spokenList } from '../spoken/lists.ts'
import { readWeekdays } from './weekly-schedule.ts'

const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/**
 * The first time after a moment that falls on one of these weekdays, as local wall time: worked out from the calendar, so
 * that seven o'clock stays seven o'clock when the clocks change.
 * @param timeOfDay `07:30:00`
 * @param weekdays at least one; 0 is Sunday
 */
export function nextTime(timeOfDay: string, weekdays: readonly number[], after: Date): string {
  for (let ahead = 0; ; ahead += 1) {
    const day = new Date(after.getFullYear(), after.getMonth(), after.getDate() + ahead)
    const local = `${localDate(day)}T${timeOfDay}`
    if (weekdays.includes(day.getDay()) && new Date(local) > after) return local
  }
}

/**
 * The weekdays of "daily", "weekdays", "monday and thursday", or of "weekly", which takes that of the first time.
 * Errors: `repeat-unclear`.
 */
export function weekdaysOf(repeat: string, first: Date): number[] {
  const words = repeat.trim().toLowerCase()
  const days = /^(?:every |each )?week(?:ly)?$/.test(words) ? [first.getDay()] : readWeekdays(words)
  if (days !== undefined) return days
  throw new SamError('repeat-unclear', `I can repeat things on days of the week only, not ${repeat}.`)
}

/** When it rings first, and on which days of the week where it repeats: from `from` on, the first day that is one of them. */
export function firstTime(from: Date, repeat: string | undefined): { first: Date; weekdays?: number[] } {
  if (repeat === undefined) return { first: from }
  const weekdays = weekdaysOf(repeat, from)
  const justBefore = new Date(from.getTime() - 1)
  return { first: new Date(nextTime(localTime(from).slice(11), weekdays, justBefore)), weekdays }
}

/** "day", "weekday", "weekend", "Monday", "Monday and Thursday": completes "every". */
export function spokenWeekdays(weekdays: readonly number[]): string {
  const days = [...new Set(weekdays)].sort().join('')
  if (days === '0123456') return 'day'
  if (days === '12345') return 'weekday'
  if (days === '06') return 'Saturday and Sunday'
  // A week begins on Monday in speech, whatever its number.
  const inOrder = [...days].map(Number).sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7))
  return spokenList(inOrder.map((day) => dayNames[day] ?? ''))
}
