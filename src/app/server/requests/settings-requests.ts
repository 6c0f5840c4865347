import { z } from 'zod'
import type { Tier } from '../../../core/events.ts'

const key = z.string().min(1).max(100)
const toolName = z.string().min(1).max(100)

/** A value as it may stand in the file; the schema of the settings decides whether it fits. */
const value = z.union([z.boolean(), z.number(), z.string().max(2000), z.array(z.string().max(2000)).max(1000)])

export const settingsInputs = {
  'settings.list': z.strictObject({}),
  /** null: the default again. */
  'settings.set': z.strictObject({ key, value: value.nullable() }),
  /** Starts the core anew, so that every setting holds. */
  'settings.restart': z.strictObject({}),
  'settings.tools': z.strictObject({}),
  /** What holds for a whole tool from now on; `usual`: what its tier says. */
  'settings.rule': z.strictObject({ tool: toolName, effect: z.enum(['usual', 'allow', 'deny']) }),
  'settings.forget-rule': z.strictObject({ id: z.number().int().positive() }),
}

export type SettingValue = z.infer<typeof value>

/** How a setting can be entered. */
export type SettingShape =
  | { kind: 'switch' }
  | { kind: 'number'; minimum?: number; maximum?: number; whole: boolean }
  | { kind: 'text'; longest?: number }
  /** Lines of text. */
  | { kind: 'list' }
  /** One of these, or several. */
  | { kind: 'choice' | 'choices'; choices: { value: string; label: string }[] }

export interface SettingLine {
  key: string
  value: SettingValue
  fallback: SettingValue
  shape: SettingShape
  /** SAM goes on with what it was until it is started again. */
  waits: boolean
}

/** A rule that the user made, of which allowances end. */
export interface ToolRule {
  id: number
  effect: 'allow' | 'deny'
  tool: string
  target?: string
  createdAtMs: number
  expiresAtMs?: number
}

export interface ToolLine {
  name: string
  tier: Tier
  summary: string
}

export interface SettingsResults {
  'settings.list': { settings: SettingLine[]; file: string; canRestart: boolean }
  'settings.set': { key: string }
  'settings.restart': { restarting: true }
  'settings.tools': { tools: ToolLine[]; rules: ToolRule[] }
  'settings.rule': { tool: string }
  'settings.forget-rule': { id: number }
}
