import { startOfDay } from '../../core/local-time.ts'

function partOfDay(hour: number): string {
  if (hour < 5 || hour >= 22) return 'at night'
  if (hour < 12) return 'in the morning'
  return hour < 18 ? 'in the afternoon' : 'in the evening'
}

/** "4:20 in the afternoon", "9 o'clock in the morning", "noon", "midnight". */
export function spokenTime(moment: Date): string {
  const hour = moment.getHours()
  const minute = moment.getMinutes()
  if (minute === 0 && hour === 0) return 'midnight'
  if (minute === 0 && hour === 12) return 'noon'
  const shown = hour % 12 === 0 ? 12 : hour % 12
  const clock = minute === 0 ? `${shown} o'clock` : `${shown}:${String(minute).padStart(2, '0')}`
  return `${clock} ${partOfDay(hour)}`
}

/** "Saturday, November 22, 2025". */
export function spokenDate(moment: Date): string {
  return moment.toLocaleDateString('en-US', { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' })
}

/** Calendar days from one moment to another, whatever the hour and however long those days were. */
export function daysBetween(from: Date, to: Date): number {
  return Math.round((startOfDay(to).getTime() - startOfDay(from).getTime()) / 86_400_000)
}

/** "today", "tomorrow", "yesterday", "on Monday" within a week, else "on November 22". */
export function spokenDay(moment: Date, now: Date): string {
  const days = daysBetween(now, moment)
  if (days === 0) return 'today'
  if (days === 1) return 'tomorrow'
  if (days === -1) return 'yesterday'
  if (days > 1 && days < 7) return `on ${moment.toLocaleDateString('en-US', { weekday: 'long' })}`
  const year = moment.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const)
  return `on ${moment.toLocaleDateString('en-US', { month: 'long', day: 'numeric', ...year })}`
}
