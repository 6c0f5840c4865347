import type { Slots } from '../../../core/events.ts'
import { strings } from '../strings/talk.ts'

/** "1 h 5 min", "90 s" as people write durations. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds)
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  const rest = whole % 60
  const parts = [hours > 0 ? `${hours} h` : '', minutes > 0 ? `${minutes} min` : '', rest > 0 ? `${rest} s` : '']
  return parts.filter(Boolean).join(' ') || '0 s'
}

function slotText(name: string, value: string | number | boolean): string {
  if (name === 'level') return `${value} %`
  if (name === 'delta') return `${Number(value) > 0 ? '+' : '−'}${Math.abs(Number(value))} %`
  if (name === 'durationSeconds') return formatDuration(Number(value))
  if (name === 'at') {
    const date = new Date(String(value))
    return Number.isNaN(date.getTime())
      ? String(value)
      : date.toLocaleString('en', { hour: 'numeric', minute: '2-digit' })
  }
  if (typeof value === 'boolean') return value ? strings.yes : strings.no
  // Files and folders are known by their last name.
  if (/^(\/|~\/)./.test(String(value))) return String(value).split('/').findLast(Boolean) ?? String(value)
  return String(value)
}

/** What a command means, in the words of a chip: "Volume 30 %", "Open Safari". */
export function describeCommand(intent: string, slots: Slots): string {
  const known: string | undefined = strings.intents[intent]
  const name = known ?? intent.replace(/^[^.]*\./, '').replaceAll('-', ' ')
  const values = Object.entries(slots).map(([key, value]) => `${key === 'to' ? 'to ' : ''}${slotText(key, value)}`)
  const label = [name, ...values].join(' ').trim()
  return label.charAt(0).toUpperCase() + label.slice(1)
}

/** The input of a tool call as slots, as far as it is flat. */
export function slotsOf(input: unknown): Slots {
  if (typeof input !== 'object' || input === null) return {}
  const flat = Object.entries(input).filter((entry): entry is [string, string | number | boolean] =>
    ['string', 'number', 'boolean'].includes(typeof entry[1]),
  )
  return Object.fromEntries(flat)
}
