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

export const historyInputs = {
  'history.audit': z.strictObject({}),
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
}

export type AuditLine = DoneLine | LeftLine

export interface HistoryResults {
  /** The newest first; `undoable` is the line that "undo" would take back. */
  'history.audit': { lines: AuditLine[]; undoable?: string; more: boolean }
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
