import type { AuditLine } from '../../server/requests/history-requests.ts'
import { historyWords } from '../strings/history.ts'
import { formatBytes, formatDay } from './format.ts'
import { holdsWords } from './holds-words.ts'
import { describeCommand, slotsOf } from './understood.ts'

export type AuditFilter = keyof typeof historyWords.filters
export type AuditItem = { key: string; day: string } | { key: string; line: AuditLine }

/** What a line says, in words. */
export function auditTitle(line: AuditLine): string {
  if (line.type === 'action') return line.summary || describeCommand(line.tool, slotsOf(line.input))
  const { purpose } = line
  return purpose.charAt(0).toUpperCase() + purpose.slice(1)
}

/** How it ended. */
export function auditOutcome(line: AuditLine): string {
  const refused = historyWords.decisions[line.decision]
  if (line.type === 'egress') {
    const { bytes, destination } = line
    return refused === undefined ? historyWords.left(formatBytes(bytes), destination) : historyWords.kept(destination)
  }
  if (line.undone) return historyWords.undone
  return refused ?? historyWords.results[line.result] ?? historyWords.failed(line.result.replaceAll('-', ' '))
}

/** Who decided that it may be done, or not; undefined where nobody had to. */
export function auditDecider({ by, decision }: Pick<AuditLine, 'by' | 'decision'>): string | undefined {
  const { deciders, decided } = historyWords
  if (by === 'policy') return undefined
  // Of what was refused the outcome says who.
  if (decision === 'denied' && (by === 'voice' || by === 'text' || by === 'panel')) return undefined
  return deciders[by] ?? deciders[by.replace(/ \d+$/, '')] ?? decided(by)
}

export function hasFailed(line: AuditLine): boolean {
  return line.decision !== 'allowed' || (line.type === 'action' && line.result !== 'ok')
}

function passes(line: AuditLine, filter: AuditFilter): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'did':
      return line.type === 'action' && line.tier !== 'read' && !hasFailed(line)
    case 'claude':
      return line.type === 'egress' && /claude|anthropic/i.test(`${line.purpose} ${line.destination}`)
    case 'failed':
      return hasFailed(line)
  }
}

/** The lines that pass, in which all these words stand, each day once above its own. */
export function auditItems(
  lines: readonly AuditLine[],
  { filter, query, nowMs }: { filter: AuditFilter; query: string; nowMs: number },
): AuditItem[] {
  let before: string | undefined
  return lines.flatMap((line): AuditItem[] => {
    const tool = line.type === 'action' ? line.tool : ''
    if (!passes(line, filter) || !holdsWords(query, auditTitle(line), auditOutcome(line), tool)) return []
    const day = formatDay(line.atMs, nowMs)
    const item = { key: line.key, line }
    if (day === before) return [item]
    before = day
    return [{ key: `day ${line.key}`, day }, item]
  })
}

/** Bytes that left on each of the last days, the oldest first; a day without any is 0. */
export function bytesByDay(
  lines: readonly AuditLine[],
  days: number,
  nowMs: number,
): { at: number[]; bytes: number[] } {
  const today = new Date(nowMs)
  const at = Array.from({ length: days }, (_, back) =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() - (days - 1 - back)).getTime(),
  )
  const bytes = at.map(() => 0)
  for (const line of lines) {
    if (line.type !== 'egress' || line.decision !== 'allowed') continue
    const day = at.findLastIndex((start) => start <= line.atMs)
    if (day !== -1) bytes[day] = (bytes[day] ?? 0) + line.bytes
  }
  return { at, bytes }
}
