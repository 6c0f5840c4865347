const unsaidMs = 15 * 60_000
const longestMs = 7 * 86_400_000

/**
 * How long a host wants to be left alone (RFC 9110, 10.2.3: seconds or a date); a quarter of an hour where it does not say, a week at
 * most.
 */
export function retryAfterMs(header: string | null, nowMs: number): number {
  const text = header?.trim() ?? ''
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs
  return Number.isFinite(ms) ? Math.min(longestMs, Math.max(1000, ms)) : unsaidMs
}
