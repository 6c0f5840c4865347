import type { HeardMinute, ServiceLevels, TurnLevel } from '../../server/requests/service-requests.ts'
import { formatDuration } from './understood.ts'

export type Stage = 'endpointMs' | 'recognizeMs' | 'routeMs' | 'toolMs' | 'firstTokenMs' | 'firstAudioMs'
export const stages: readonly Stage[] = [
  'endpointMs',
  'recognizeMs',
  'routeMs',
  'toolMs',
  'firstTokenMs',
  'firstAudioMs',
]

const minuteMs = 60_000

/** The value below which so much of them lies; undefined without values. */
export function quantile(values: readonly number[], part: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)]
}

export interface StageLine {
  stage: Stage
  /** Of the turns in which it happened. */
  at: number[]
  values: number[]
  median: number | undefined
  slow: number | undefined
}

export function stageLines(turns: readonly TurnLevel[]): StageLine[] {
  return stages.map((stage) => {
    const happened = turns.filter((turn) => turn[stage] !== undefined)
    const values = happened.map((turn) => turn[stage] ?? 0)
    return {
      stage,
      at: happened.map(({ atMs }) => atMs),
      values,
      median: quantile(values, 0.5),
      slow: quantile(values, 0.95),
    }
  })
}

export interface FrameLines {
  at: number[]
  /** null where no microphone was open. */
  perSecond: (number | null)[]
  lost: (number | null)[]
}

/** Frames of each minute; the minutes in which the microphone was opened or closed count by how long it was heard. */
export function frameLines(minutes: readonly HeardMinute[]): FrameLines {
  const lines: FrameLines = { at: [], perSecond: [], lost: [] }
  let last: number | undefined
  for (const { atMs, frames, heardMs, lost } of minutes) {
    if (last !== undefined && atMs > last + minuteMs) {
      lines.at.push(last + minuteMs)
      lines.perSecond.push(null)
      lines.lost.push(null)
    }
    last = atMs
    const frameMs = heardMs / frames
    lines.at.push(atMs)
    // What was lost took its time as well.
    lines.perSecond.push((1000 * frames) / (heardMs + lost * frameMs))
    lines.lost.push(lost)
  }
  return lines
}

export interface WakeRate {
  hours: number
  /** undefined until there is enough listening to speak of an hour's rate. */
  perHour: number | undefined
}

const leastHours = 0.1

export function falseWakeRate({ minutes, wakes }: Pick<ServiceLevels, 'minutes' | 'wakes'>): WakeRate {
  const hours = minutes.reduce((sum, { heardMs }) => sum + heardMs, 0) / 3_600_000
  const count = wakes.filter(({ falseWake }) => falseWake).length
  return { hours, perHour: hours < leastHours ? undefined : count / hours }
}

const spokenFromMs = 120_000

/** "1.2 s", "340 ms", "1 h 5 min". */
export function formatMilliseconds(value: number): string {
  if (value >= spokenFromMs) return formatDuration(value / 1000)
  return value >= 1000 ? `${(value / 1000).toFixed(1)} s` : `${Math.round(value)} ms`
}
