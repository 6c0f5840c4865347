import type { TimerLine } from '../../server/requests/timers-requests.ts'
import { timerWords } from '../strings/timers.ts'

/** "1:05:09", "4:59". */
export function clockTime(milliseconds: number): string {
  const whole = Math.max(0, Math.ceil(milliseconds / 1000))
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`
}

/** "Monday and Tuesday", "weekday". */
export function dayWords(weekdays: readonly number[]): string {
  const days = [...weekdays].sort()
  const known = timerWords.dayGroups[days.join(',')]
  if (known !== undefined) return known
  return days.map((day) => timerWords.dayNames[day] ?? '').join(', ')
}

/** "pasta", or what it is. */
export function timerTitle({ name, kind }: Pick<TimerLine, 'name' | 'kind'>): string {
  return name ?? timerWords.kinds[kind]
}

/** The moment as a field for date and time wants it, in local time. */
export function fieldTime(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`
}

/** Swaps an entry of a list with its neighbour; the list itself at its ends. */
export function moved<Item>(list: readonly Item[], index: number, by: -1 | 1): Item[] {
  const [item, other] = [list[index], list[index + by]]
  if (item === undefined || other === undefined) return [...list]
  return list.with(index, other).with(index + by, item)
}
