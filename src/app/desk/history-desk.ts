import type { Clock } from '../../core/clock.ts'
import { loadConfig } from '../../core/config.ts'
import { SamError } from '../../core/errors.ts'
import { startOfDay } from '../../core/local-time.ts'
import type { AuditLog, AuditRow, AuditRows, SentStore, SpendingStore } from '../../memory/ports.ts'
import { type AuditLine, type historyInputs, privacySettings } from '../server/requests/history-requests.ts'
import type { RequestHandlers } from '../server/requests/page-requests.ts'
import { writeSetting } from '../settings/settings.ts'

export interface HistoryDeskParts {
  home: string
  /** The key that would be used now; only whether there is one leaves this desk. */
  claudeKey(): string | undefined
  /** No network, as things are now: `--offline`, or the settings. */
  readonly offline: boolean
  clock: Clock
  memory: { audit: AuditLog; spending: SpendingStore; sent: SentStore }
}

const linesShown = 20_000
const undoableForMs = 24 * 3_600_000

/** What the pages History and Privacy ask. */
export function createHistoryDesk(
  parts: HistoryDeskParts,
): Pick<RequestHandlers, keyof typeof historyInputs & keyof RequestHandlers> {
  const { home, clock, memory } = parts
  return {
    'history.audit'({ after }) {
      const cleared = memory.audit.cleared()
      // What was forgotten meanwhile stands in lines that were told: they are told again.
      const known = after?.cleared === cleared ? after : undefined
      const rows = memory.audit.list({ limit: linesShown, ...(known === undefined ? {} : { after: known }) })
      const onlyNew = known !== undefined && rows.length < linesShown
      const undone = new Set(
        rows.flatMap((row) => (row.type === 'action' && row.result === 'ok' ? (row.undoes ?? []) : [])),
      )
      const kept = memory.sent.kept(clock.wallTime())
      const last = memory.audit.lastUndoable(new Date(clock.wallTime().getTime() - undoableForMs))
      return {
        lines: rows.toReversed().map((row) => auditLine(row, undone, kept)),
        ...(last === undefined ? {} : { undoable: keyOf(last) }),
        more: rows.length === linesShown,
        newest: { ...newestOf(rows, known), cleared },
        ...(onlyNew ? { since: { undone: keysOf('action', undone), kept: keysOf('egress', kept) } } : {}),
      }
    },
    'history.sent'(input) {
      const of = 'key' in input ? { egressId: rowIdOf(input.key) } : input
      return {
        sent: memory.sent
          .read(of, clock.wallTime())
          .map(({ egressId, at, ...content }) => ({ key: `egress ${egressId}`, atMs: at.getTime(), ...content })),
      }
    },
    'history.forget-sent': ({ key }) => ({
      forgotten: memory.sent.forget(key === undefined ? undefined : rowIdOf(key)),
    }),
    'privacy.state'() {
      const now = loadConfig(home)
      const { usd, requests } = memory.spending.since(startOfDay(clock.wallTime()))
      return {
        settings: {
          offline: now.offline,
          'claude.allowed': now.claude.allowed,
          'claude.dailyBudgetUsd': now.claude.dailyBudgetUsd,
          'claude.categories': now.claude.categories,
          'distillation.allowed': now.distillation.allowed,
          'memory.keepTurns': now.memory.keepTurns,
          'context.frontApp': now.context.frontApp,
        },
        offline: parts.offline,
        claudeKey: (parts.claudeKey() ?? '') !== '',
        neverSend: now.claude.neverSend,
        shares: now.claude.shares,
        spentTodayUsd: usd,
        requestsToday: requests,
        weather: now.weather.place !== '',
        newsFeeds: now.news.feeds.length,
      }
    },
    'privacy.set'({ key, value }) {
      const parsed = privacySettings[key].safeParse(value)
      if (!parsed.success) throw new SamError('setting-invalid', `This does not fit ${key}.`, { kind: 'usage' })
      writeSetting(home, key, JSON.stringify(parsed.data))
      return { key }
    },
  }
}

function newestOf(rows: readonly AuditRow[], before: AuditRows = { action: 0, egress: 0 }): AuditRows {
  const newest = { ...before }
  for (const { type, id } of rows) newest[type] = Math.max(newest[type], id)
  return { action: newest.action, egress: newest.egress }
}

function keysOf(type: AuditRow['type'], ids: Iterable<number>): string[] {
  return Array.from(ids, (id) => `${type} ${id}`)
}

function keyOf({ type, id }: AuditRow): string {
  return `${type} ${id}`
}

/** Of a key that was checked. */
function rowIdOf(key: string): number {
  return Number(key.split(' ')[1])
}

function auditLine(row: AuditRow, undone: ReadonlySet<number>, kept: ReadonlySet<number>): AuditLine {
  const { decision, by } = row
  const base = { key: keyOf(row), atMs: row.at.getTime(), decision, by }
  if (row.type === 'egress') {
    const { type, destination, purpose, bytes, id } = row
    return { ...base, type, destination, purpose, bytes, kept: kept.has(id) }
  }
  const { type, tool, tier, input, summary, result, id } = row
  return {
    ...base,
    type,
    tool,
    input,
    summary,
    result,
    undone: undone.has(id),
    ...(tier === undefined ? {} : { tier }),
  }
}
