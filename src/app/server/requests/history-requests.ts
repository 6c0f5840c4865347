import { z } from 'zod'
import type { Tier } from '../../../core/events.ts'

/** Settings that decide what leaves the machine or stays on it. */
export const privacySettings = {
  offline: z.boolean(),
  'claude.allowed': z.boolean(),
  'claude.dailyBudgetUsd': z.number().min(0).max(1000),
  'claude.categories': z.array(z.enum(['coding', 'roleplay', 'planning', 'coaching', 'general'])).max(5),
  'distillation.allowed': z.boolean(),
  'memory.keepTurns': z.boolean(),
  'context.frontApp': z.boolean(),
} as const

export type PrivacySetting = keyof typeof privacySettings
export type PrivacyValues = { [Key in PrivacySetting]: z.infer<(typeof privacySettings)[Key]> }

const count = z.number().int().min(0)
const egressKey = z.string().regex(/^egress \d{1,15}$/)

export const historyInputs = {
  /** All lines, or after what was answered before only what is new. */
  'history.audit': z.strictObject({
    after: z.strictObject({ action: count, egress: count, cleared: count }).optional(),
  }),
  /** The exact bytes of one line, or of all that one turn sent. */
  'history.sent': z.union([z.strictObject({ key: egressKey }), z.strictObject({ turnId: z.string().min(1).max(100) })]),
  /** The bytes go, of one line or of all; the lines stay. */
  'history.forget-sent': z.strictObject({ key: egressKey.optional() }),
  'privacy.state': z.strictObject({}),
  /** About the network and Claude it holds at once; the rest when SAM starts the next time. */
  'privacy.set': z.strictObject({
    key: z.enum(Object.keys(privacySettings) as [PrivacySetting, ...PrivacySetting[]]),
    value: z.union([z.boolean(), z.number(), z.array(z.string()).max(5)]),
  }),
}

interface AuditBase {
  key: string
  atMs: number
  decision: string
  /** Who decided. */
  by: string
}

/** Something that was done, or not done. */
export interface DoneLine extends AuditBase {
  type: 'action'
  tool: string
  tier?: Tier
  input: unknown
  /** The sentence that described it, perhaps empty. */
  summary: string
  /** `ok` or the code of the failure. */
  result: string
  /** It was taken back. */
  undone: boolean
}

/** Bytes that left the machine, or were kept from it. */
export interface LeftLine extends AuditBase {
  type: 'egress'
  destination: string
  purpose: string
  bytes: number
  /** Its exact bytes can still be looked at. */
  kept: boolean
}

/** One request as it left. */
export interface SentBytes {
  /** Of its line. */
  key: string
  atMs: number
  method: string
  address: string
  headers: readonly (readonly [name: string, value: string])[]
  /** Empty where it had none. */
  body: string
}

export type AuditLine = DoneLine | LeftLine

export interface AuditAnswer {
  /** The newest first. */
  lines: AuditLine[]
  /** The line that "undo" would take back. */
  undoable?: string
  /** There are older ones, which are not told. */
  more: boolean
  /** To ask with for what comes later. */
  newest: { action: number; egress: number; cleared: number }
  /**
   * Where the lines are only the new ones: keys of earlier lines that were taken back meanwhile, and of all whose bytes can still be looked
   * at. Absent where the lines are all.
   */
  since?: { undone: string[]; kept: string[] }
}

export interface HistoryResults {
  'history.audit': AuditAnswer
  'history.sent': { sent: SentBytes[] }
  'history.forget-sent': { forgotten: number }
  'privacy.state': {
    settings: PrivacyValues
    /** Also where the settings allow the network: SAM was started with `--offline`. */
    offline: boolean
    claudeKey: boolean
    neverSend: string[]
    shares: string[]
    spentTodayUsd: number
    requestsToday: number
    weather: boolean
    newsFeeds: number
  }
  'privacy.set': { key: string }
}
