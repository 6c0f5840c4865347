/** Numbers and times as people read them. */

const locale = 'en'

export function formatCount(count: number): string {
  return count.toLocaleString(locale)
}

/** "1 file", "2,000 files". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

export function formatBytes(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB']
  let [value, unit] = [bytes, 0]
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = unit > 0 && value < 10 ? 1 : 0
  return `${value.toFixed(digits)} ${units[unit]}`
}

/** "Today", "Yesterday", "Saturday, 1 November", with the year where it is another one. */
export function formatDay(epochMs: number, nowMs: number): string {
  const [date, now] = [new Date(epochMs), new Date(nowMs)]
  const days = Math.round((startOfDay(now) - startOfDay(date)) / 86_400_000)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  const year = date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const }
  return date.toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long', ...year })
}

/** "1 Nov 2025". */
export function formatDate(epochMs: number): string {
  return new Date(epochMs).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
}

/** "1 Nov". */
export function formatShortDate(epochMs: number): string {
  return new Date(epochMs).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })
}

/** "09:05" or "9:05 AM", as this computer writes it. */
export function formatTime(epochMs: number): string {
  return new Date(epochMs).toLocaleTimeString([], { hour: 'numeric', minute: '2-digit' })
}

/** "Today, 09:05"; `within` a sentence "today, 09:05". */
export function formatMoment(epochMs: number, nowMs: number, within = false): string {
  const day = formatDay(epochMs, nowMs)
  return `${within ? day.replace(/^(Today|Yesterday)/, (word) => word.toLowerCase()) : day}, ${formatTime(epochMs)}`
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}

/** "about 5 minutes left"; undefined until there is something to go by. */
export function formatTimeLeft(done: number, total: number, elapsedMs: number): string | undefined {
  if (done <= 0 || total <= 0 || elapsedMs < 2000) return undefined
  const seconds = Math.max(0, (elapsedMs / 1000) * (total / done - 1))
  if (seconds < 10) return 'a few seconds left'
  if (seconds < 90) return `about ${Math.round(seconds / 10) * 10} seconds left`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `about ${minutes} minutes left` : `about ${Math.round(minutes / 60)} hours left`
}
