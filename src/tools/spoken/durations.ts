function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`
}

/** "1 hour and 5 minutes", "3 minutes and 20 seconds", "45 seconds": the two largest units, seconds only below an hour. */
export function spokenDuration(durationMs: number): string {
  const total = Math.max(0, Math.round(durationMs / 1000))
  const days = Math.floor(total / 86_400)
  const hours = Math.floor((total % 86_400) / 3600)
  const minutes = Math.floor((total % 3600) / 60)
  const seconds = total % 60
  const parts = [
    ...(days > 0 ? [count(days, 'day')] : []),
    ...(hours > 0 ? [count(hours, 'hour')] : []),
    ...(minutes > 0 ? [count(minutes, 'minute')] : []),
    ...(seconds > 0 && days === 0 && hours === 0 ? [count(seconds, 'second')] : []),
  ]
  return parts.slice(0, 2).join(' and ') || count(0, 'second')
}
