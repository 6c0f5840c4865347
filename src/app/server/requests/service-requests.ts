import { z } from 'zod'
import type { TurnTimings } from '../../../core/events.ts'

export const serviceInputs = {
  'service.levels': z.strictObject({}),
  /** What `sam bench acoustic` has measured on this machine. */
  'service.acoustic': z.strictObject({}),
  /** "I didn't say anything", or that taken back. */
  'service.label-wake': z.strictObject({ id: z.number().int().positive(), falseWake: z.boolean() }),
}

/** The stages of one turn, and when it ended. */
export type TurnLevel = TurnTimings & { atMs: number }

/** Pieces of sound that came in one minute. */
export interface HeardMinute {
  /** Where the minute begins. */
  atMs: number
  frames: number
  heardMs: number
  /** Pieces that did not arrive. */
  lost: number
}

export interface WakeLine {
  id: number
  atMs: number
  phrase: string
  /** 0 to 1. */
  score: number
  /** Words came after it. */
  words: boolean
  /** The user said that nobody called. */
  falseWake: boolean
  /** The recording that was kept of it, to learn from. */
  clip?: string | undefined
}

/** Hearing, the voice or all of SAM died, and was started again. */
export interface Outage {
  atMs: number
  /** Until everything that was in use served again. */
  durationMs: number
}

export interface ServiceLevels {
  /** Since when it was measured, over restarts. */
  sinceMs: number
  /** The oldest first. */
  turns: TurnLevel[]
  minutes: HeardMinute[]
  outages: Outage[]
  /** The newest first. */
  wakes: WakeLine[]
}

/** The oldest first; a figure is null where a run did not give it. */
export interface AcousticRuns {
  runs: { atMs: number; figures: Record<string, number | null> }[]
}

export interface ServiceResults {
  'service.levels': ServiceLevels
  'service.acoustic': AcousticRuns
  'service.label-wake': { id: number }
}
