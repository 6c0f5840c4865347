import { z } from 'zod'
import { longestKey } from '../core-process/shell-message.ts'
import type { KeyWatchStatus } from '../keys/key-watch.ts'
import { type Permission, permissionNames } from '../mac/permissions.ts'

/** The one channel on which the page asks, and the one on which it is told. */
export const requestChannel = 'sam-request'
export const stateChannel = 'sam-state'

/** All that the page may ask of the shell. */
export const pageRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('read-state') }),
  z.strictObject({ type: z.literal('ask-permission'), name: z.enum(permissionNames) }),
  z.strictObject({ type: z.literal('open-permission'), name: z.enum(permissionNames) }),
  z.strictObject({ type: z.literal('set-login-item'), on: z.boolean() }),
  z.strictObject({ type: z.literal('set-quiet'), on: z.boolean() }),
  z.strictObject({ type: z.literal('set-claude-key'), key: z.string().max(longestKey) }),
  z.strictObject({ type: z.literal('forget-claude-key') }),
])
export type PageRequest = z.infer<typeof pageRequestSchema>

/** What the page is told of the shell. The key itself never goes to a page. */
export interface ShellState {
  permissions: Permission[]
  loginItem: LoginItem
  quiet: boolean
  hasClaudeKey: boolean
  holdToTalk: KeyWatchStatus
}

/** `unavailable`: not an installed application (it runs from a checkout). */
export type LoginItem = 'on' | 'off' | 'needs-approval' | 'unavailable'

export type PageAnswer = { ok: true; state: ShellState } | { ok: false; message: string }
