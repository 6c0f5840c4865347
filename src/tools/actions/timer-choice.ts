import { z } from 'zod'
import { localTime } from '../../core/local-time.ts'
import type { StoredTimer } from '../../memory/ports.ts'

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
})
export type TimerChoice = z.infer<typeof choiceInput>

interface Waiting {
  timer: StoredTimer
  remainingMs: number
}

/** Those of the waiting ones that fit. A time of day fits on whichever day, unless one fits to the minute. */
export function chooseTimers(waiting: readonly Waiting[], choice: TimerChoice): Waiting[] {
  const { kind, durationSeconds, at, day, part } = choice
  const name = choice.name?.toLowerCase()
  const fitting = waiting.filter(({ timer }) => {
    const rings = ringTime(timer)
    return (
      (kind === undefined || timer.kind === kind) &&
      (name === undefined || timer.name?.toLowerCase() === name) &&
      (durationSeconds === undefined || timer.durationMs === Math.round(durationSeconds * 1000)) &&
      (day === undefined || rings.startsWith(day)) &&
      (part === undefined || isInPart(Number(rings.slice(11, 13)), part))
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

function ringTime(timer: StoredTimer): string {
  return timer.localTime ?? localTime(timer.deadline)
}

function isInPart(hour: number, part: string): boolean {
  if (part === 'morning') return hour >= 4 && hour < 12
  if (part === 'afternoon') return hour >= 12 && hour < 18
  if (part === 'evening') return hour >= 17 && hour < 23
  return hour >= 18 || hour < 6
}
