import type { AuditAnswer, AuditLine } from '../../server/requests/history-requests.ts'
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

/** Of more than this the core does not tell either. */
const mostLines = 20_000

/** An answer with the lines that are known from before; the very same one where nothing has changed. */
export function withEarlier(before: AuditAnswer | undefined, answer: AuditAnswer): AuditAnswer {
  const { since, ...told } = answer
  if (since === undefined || before === undefined) return told
  const undone = new Set(since.undone)
  const kept = new Set(since.kept)
  let same = answer.lines.length === 0 && answer.undoable === before.undoable
  const earlier = before.lines.map((line): AuditLine => {
    const isKept = kept.has(line.key)
    const now =
      line.type === 'action'
        ? undone.has(line.key) && !line.undone && { ...line, undone: true }
        : isKept !== line.kept && { ...line, kept: isKept }
    if (now === false) return line
    same = false
    return now
  })
  if (same) return before
  const lines = [...answer.lines, ...earlier]
  // The clock may have been set back since.
  lines.sort((a, b) => b.atMs - a.atMs)
  return { ...told, lines: lines.slice(0, mostLines), more: before.more || lines.length > mostLines }
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
