import { SamError } from '../../core/errors.ts'

const unitMs: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/**
 * A moment in the past as people type it: `30m`, `2h`, `3d` ago, `today`, `yesterday` (from midnight, local), or an ISO date or
 * date and time (local unless it names a zone). Error `usage`.
 */
export function parseMoment(text: string, now: Date): Date {
  const ago = /^(\d+(?:\.\d+)?)\s*([smhdw])$/.exec(text.trim())
  if (ago !== null) return new Date(now.getTime() - Number(ago[1]) * (unitMs[ago[2] ?? ''] ?? 0))
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() - (text === 'yesterday' ? 1 : 0))
  if (text === 'today' || text === 'yesterday') return midnight
  // A bare date means the local day; JavaScript would read it as the day in Greenwich.
  const iso = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00` : text
  const moment = /^\d{4}-\d{2}-\d{2}T/.test(iso) ? new Date(iso) : new Date(Number.NaN)
  if (!Number.isNaN(moment.getTime())) return moment
  throw new SamError('usage', `"${text}" is not a moment SAM understands.`, {
    kind: 'usage',
    remedy: 'say it as 2h, 3d, today, yesterday, 2026-01-31 or 2026-01-31T09:30',
  })
}
