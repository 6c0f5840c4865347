import { z } from 'zod'
import { spokenDate, spokenTime } from '../spoken/clock-times.ts'
import { done, type Tool } from '../tool.ts'

const nothing = z.strictObject({})

/** "2025-11-22T16:20:05", local time without a zone. */
export function localIso(moment: Date): string {
  const pad = (value: number) => String(value).padStart(2, '0')
  const day = `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`
  return `${day}T${pad(moment.getHours())}:${pad(moment.getMinutes())}:${pad(moment.getSeconds())}`
}

/** time.now, time.date. */
export function createClockTools(): Tool[] {
  const now: Tool<Record<string, never>> = {
    name: 'time.now',
    tier: 'read',
    summary: 'Tells the time.',
    schema: nothing,
    timeoutMs: 1000,
    describe: () => 'Tell the time.',
    run: async (_, context) => done(`It's ${spokenTime(context.now)}.`, { output: { at: localIso(context.now) } }),
  }
  const date: Tool<Record<string, never>> = {
    name: 'time.date',
    tier: 'read',
    summary: 'Tells the date of today.',
    schema: nothing,
    timeoutMs: 1000,
    describe: () => 'Tell the date.',
    run: async (_, context) => done(`It's ${spokenDate(context.now)}.`, { output: { at: localIso(context.now) } }),
  }
  return [now, date]
}
