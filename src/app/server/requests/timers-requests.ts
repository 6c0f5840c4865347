import { z } from 'zod'
import { briefingSections } from '../../../core/config.ts'

const label = z.string().trim().min(1).max(60)
const moment = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/)
const repeat = z.enum(['daily', 'weekdays', 'weekends', 'weekly'])

export const timersInputs = {
  'timers.list': z.strictObject({}),
  'timers.add': z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('timer'),
      durationSeconds: z.number().int().min(1).max(2_678_400),
      name: label.optional(),
    }),
    z.strictObject({ kind: z.literal('alarm'), at: moment, repeat: repeat.optional(), name: label.optional() }),
    z.strictObject({
      kind: z.literal('reminder'),
      at: moment,
      repeat: repeat.optional(),
      text: z.string().trim().min(1).max(200),
    }),
  ]),
  'timers.cancel': z.strictObject({ id: z.number().int().positive() }),
  /** Takes a cancellation back. */
  'timers.restore': z.strictObject({ id: z.number().int().positive() }),
  'timers.briefing': z.strictObject({}),
  'timers.set-briefing': z.strictObject({
    /** null: only when asked. Days count from 0, Sunday. */
    schedule: z
      .strictObject({
        weekdays: z.array(z.number().int().min(0).max(6)).min(1).max(7),
        hour: z.number().int().min(0).max(23),
        minute: z.number().int().min(0).max(59),
      })
      .nullable()
      .optional(),
    sections: z.array(z.enum(briefingSections)).max(briefingSections.length).optional(),
  }),
}

export type BriefingSection = (typeof briefingSections)[number]

export interface TimerLine {
  id: number
  kind: 'timer' | 'alarm' | 'reminder'
  name?: string
  ringsAtMs: number
  remainingMs: number
  /** Whole length of a timer. */
  durationMs?: number
  /** It repeats on these, 0 is Sunday. */
  weekdays?: readonly number[]
}

export interface BriefingTime {
  weekdays: number[]
  hour: number
  minute: number
}

export interface TimersResults {
  /** The soonest first; `attended`: somebody is there who rings. */
  'timers.list': { timers: TimerLine[]; attended: boolean }
  /** What SAM says of it. */
  'timers.add': { spoken: string }
  'timers.cancel': { id: number }
  'timers.restore': { id: number }
  'timers.briefing': {
    schedule: BriefingTime | null
    /** What is written in the settings and cannot be read as a time. */
    unclear?: string
    sections: BriefingSection[]
    allSections: BriefingSection[]
    nextAtMs?: number
  }
  'timers.set-briefing': { written: true }
}
