import type { FoundLine, SaidLine } from '../../server/requests/memory-requests.ts'
import { memoryWords } from '../strings/memory.ts'
import { formatDay } from './format.ts'

/** A line of the timeline, or the day above it. */
export type TimelineItem = { key: string; day: string } | { key: string; line: SaidLine }

/** Puts each day above its lines, newest first as they come. */
export function withDays(lines: readonly SaidLine[], nowMs: number): TimelineItem[] {
  let before: string | undefined
  return lines.flatMap((line) => {
    const day = line.atMs === undefined ? memoryWords.undated : formatDay(line.atMs, nowMs)
    const item = { key: `line ${line.row}`, line }
    if (day === before) return [item]
    before = day
    return [{ key: `day ${line.row}`, day }, item]
  })
}

/** "You", or who else spoke. */
export function speakerName({ speaker, source }: Pick<SaidLine, 'speaker' | 'source'>): string {
  if (speaker === 'user') return memoryWords.you
  return source === 'live' ? 'SAM' : sourceName(source)
}

export function sourceName(source: string): string {
  return memoryWords.sources[source] ?? source
}

export function foundKey({ kind, row }: FoundLine): string {
  return `${kind} ${row}`
}
