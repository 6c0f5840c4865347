import type { FoundLine, SaidLine } from '../../server/requests/memory-requests.ts'
import { memoryWords } from '../strings/memory.ts'
import { formatDay } from './format.ts'
import { holdsWords } from './holds-words.ts'

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

/** What a search found, with a heading where what holds its words ends and what is only close in meaning begins. */
export type FoundItem = { key: string; heading: string } | { key: string; hit: FoundLine }

/** Those with all words first; otherwise in the order of the search, best first. */
export function foundItems(hits: readonly FoundLine[], query: string): FoundItem[] {
  const [exact, close] = [true, false].map((wanted) => hits.filter(({ text }) => holdsWords(query, text) === wanted))
  const items = (lines: readonly FoundLine[] = []) => lines.map((hit) => ({ key: foundKey(hit), hit }))
  if (exact?.length === 0 || close?.length === 0) return items(hits)
  return [
    { key: 'exact', heading: memoryWords.withWords },
    ...items(exact),
    { key: 'close', heading: memoryWords.close },
    ...items(close),
  ]
}

export function foundKey({ kind, row }: FoundLine): string {
  return `${kind} ${row}`
}
