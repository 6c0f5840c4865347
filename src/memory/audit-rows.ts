import type { Tier } from '../core/events.ts'
import type { ActionEntry, ActionRow, AuditDecision, EgressRow } from './ports.ts'
import { redact, redactText } from './redaction.ts'

/** Stands where words were forgotten; migrations.ts lets nothing else be put there. */
export const forgottenText = '[forgotten]'

export interface StoredAction {
  id: number
  at_ms: number
  turn_id: string
  call_id: string
  origin: string
  tainted: number
  tool: string
  tier: Tier | null
  input: string
  summary: string
  decision: AuditDecision
  decided_by: string
  duration_ms: number
  result: string
  receipt: string | null
  undoes: number | null
}

export interface StoredEgress {
  id: number
  at_ms: number
  turn_id: string | null
  destination: string
  purpose: string
  bytes: number
  decision: AuditDecision
  decided_by: string
}

/** What a model sends as arguments may not be JSON at all (a cycle, a function): then the row says so instead of failing. */
function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null'
  } catch {
    return '"[unreadable]"'
  }
}

/** Named parameters of one row. The receipt is kept whole, since undo needs it; it holds states and names, never content. */
export function actionParameters(entry: ActionEntry): Record<string, string | number | null> {
  return {
    atMs: entry.at.getTime(),
    turnId: entry.turnId,
    callId: entry.callId,
    origin: entry.origin,
    tainted: entry.tainted ? 1 : 0,
    tool: entry.tool,
    tier: entry.tier ?? null,
    input: toJson(redact(entry.input)),
    summary: redactText(entry.summary),
    decision: entry.decision,
    by: entry.by,
    durationMs: entry.durationMs,
    result: entry.result,
    receipt: entry.receipt === undefined ? null : toJson(entry.receipt),
    undoes: entry.undoes ?? null,
  }
}

export function toActionRow(row: StoredAction): ActionRow {
  return {
    type: 'action',
    id: row.id,
    at: new Date(row.at_ms),
    turnId: row.turn_id,
    callId: row.call_id,
    origin: row.origin,
    tainted: row.tainted === 1,
    tool: row.tool,
    ...(row.tier === null ? {} : { tier: row.tier }),
    input: JSON.parse(row.input),
    summary: row.summary,
    decision: row.decision,
    by: row.decided_by,
    durationMs: row.duration_ms,
    result: row.result,
    ...(row.receipt === null ? {} : { receipt: JSON.parse(row.receipt) }),
    ...(row.undoes === null ? {} : { undoes: row.undoes }),
  }
}

export function toEgressRow(row: StoredEgress): EgressRow {
  return {
    type: 'egress',
    id: row.id,
    at: new Date(row.at_ms),
    ...(row.turn_id === null ? {} : { turnId: row.turn_id }),
    destination: row.destination,
    purpose: row.purpose,
    bytes: row.bytes,
    decision: row.decision,
    by: row.decided_by,
  }
}
