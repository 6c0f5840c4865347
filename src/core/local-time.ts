const pad = (value: number) => String(value).padStart(2, '0')

/** ISO date of the local calendar: "2026-05-25". */
export function localDate(moment: Date): string {
  return `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`
}

/** ISO local time without a zone: "2026-05-25T07:00:00". */
export function localTime(moment: Date): string {
  return `${localDate(moment)}T${pad(moment.getHours())}:${pad(moment.getMinutes())}:${pad(moment.getSeconds())}`
}

/** Midnight before it, by the local calendar. */
export function startOfDay(moment: Date): Date {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate())
}
