import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { localTime } from '../../core/local-time.ts'
import type { StoredTimer } from '../../memory/ports.ts'
import { weekdaysOf } from '../scheduler/repetition.ts'
import type { Scheduler } from '../scheduler/scheduler.ts'
import { done, type ToolOutcome } from '../tool.ts'

/** What it is for: "pasta". */
export const timerLabel = z.string().trim().min(1).max(60).optional().describe('What it is for, for example pasta')

/** Which of the timers and alarms is meant; every part that is given must fit. */
export const choiceInput = z.strictObject({
  kind: z.enum(['timer', 'alarm']).optional(),
  name: timerLabel,
  durationSeconds: z.number().positive().optional().describe('Its whole length'),
  at: z.string().max(40).optional().describe('When it rings, local time as 2025-11-22T07:30'),
  day: z.iso.date().optional().describe('The day it rings'),
  part: z.string().max(20).optional().describe('morning, afternoon, evening or night'),
  repeat: z
    .string()
    .max(60)
    .optional()
    .describe('On which days it repeats, for example weekdays; any for every repeating one'),
})
export type TimerChoice = z.infer<typeof choiceInput>

export const timerReceipt = z.object({ ids: z.array(z.number().int()) })

/** Takes the setting of a timer back. Errors: `timer-gone`. */
export function undoSetting(scheduler: Scheduler) {
  return async (receipt: unknown): Promise<ToolOutcome> => {
    const { ids } = timerReceipt.parse(receipt)
    if (!ids.some((id) => scheduler.cancel(id)))
      throw new SamError('timer-gone', 'It has already rung, or was cancelled.')
    return done('I cancelled it.')
  }
}

interface Waiting {
  timer: StoredTimer
  remainingMs: number
}

/** Those of the waiting ones that fit. A time of day fits on whichever day, unless one fits to the minute. */
export function chooseTimers(waiting: readonly Waiting[], choice: TimerChoice): Waiting[] {
  const { kind, durationSeconds, at, day, part, repeat } = choice
  const name = choice.name?.toLowerCase()
  const fitting = waiting.filter(({ timer }) => {
    const rings = ringTime(timer)
    return (
      (kind === undefined ? timer.kind !== 'reminder' : timer.kind === kind) &&
      (name === undefined || timer.name?.toLowerCase() === name) &&
      (durationSeconds === undefined || timer.durationMs === Math.round(durationSeconds * 1000)) &&
      (day === undefined || rings.startsWith(day) || ringsEvery(timer, new Date(`${day}T00:00`).getDay())) &&
      (part === undefined || isInPart(Number(rings.slice(11, 13)), part)) &&
      (repeat === undefined || repeats(timer, repeat))
    )
  })
  if (at === undefined) return fitting
  const exactly = fitting.filter(({ timer }) => ringTime(timer).startsWith(at.slice(0, 16)))
  return exactly.length > 0
    ? exactly
    : fitting.filter(({ timer }) => ringTime(timer).slice(11, 16) === at.slice(11, 16))
}

/** "There is no timer called pasta.", "No such alarm is set." */
export function noneChosen({ kind, name, ...rest }: TimerChoice): string {
  if (name !== undefined) return `There is no ${kind ?? 'timer'} called ${name}.`
  const particular = Object.values(rest).some((value) => value !== undefined)
  return `No ${particular ? 'such ' : ''}${kind ?? 'timer or alarm'} is set.`
}

function ringsEvery({ weekdays }: StoredTimer, weekday: number): boolean {
  return weekdays?.includes(weekday) === true
}

function repeats({ weekdays, deadline }: StoredTimer, repeat: string): boolean {
  if (weekdays === undefined) return false
  return repeat === 'any' || String(weekdays) === String(weekdaysOf(repeat, deadline))
}

function ringTime(timer: StoredTimer): string {
  return timer.localTime ?? localTime(timer.deadline)
}

function isInPart(hour: number, part: string): boolean {
  if (part === 'morning') return hour >= 4 && hour < 12
  if (part === 'afternoon') return hour >= 12 && hour < 18
  if (part === 'evening') return hour >= 17 && hour < 23
  return hour >= 18 || hour < 6
}
