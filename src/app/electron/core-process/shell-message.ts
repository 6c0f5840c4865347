import { z } from 'zod'

/** Longest key of Claude that is believed. */
export const longestKey = 500

const claudeKey = z
  .string()
  .max(longestKey)
  .regex(/^[\x21-\x7e]+$/)

/** Why nobody can be talking to SAM now. */
export const awayReasons = ['asleep', 'locked', 'another-user'] as const
export type AwayReason = (typeof awayReasons)[number]

/**
 * What the menu-bar shell tells the core, one JSON line each on the core's standard input. A pipe between parent and child
 * is read by nobody else: the key in it stands in no argument, no environment and no file.
 */
const shellMessageSchema = z.discriminatedUnion('type', [
  /** Always first. */
  z.strictObject({ type: z.literal('hello'), claudeKey: claudeKey.optional() }),
  /** The user gave a key, or took it away (null). */
  z.strictObject({ type: z.literal('claude-key'), key: claudeKey.nullable() }),
  /** All reasons that hold now; none: somebody may be there. */
  z.strictObject({ type: z.literal('away'), reasons: z.array(z.enum(awayReasons)).max(awayReasons.length) }),
  z.strictObject({ type: z.literal('quiet'), quiet: z.boolean() }),
  z.strictObject({ type: z.literal('push-to-talk'), down: z.boolean() }),
  /** Asks for a `pong`. */
  z.strictObject({ type: z.literal('ping') }),
  /** The screens changed, or the sound devices. */
  z.strictObject({ type: z.literal('hardware-changed'), what: z.enum(['displays', 'sound-devices']) }),
])
export type ShellMessage = z.infer<typeof shellMessageSchema>

/** One line of the shell; undefined for what is not one. */
export function parseShellMessage(line: string): ShellMessage | undefined {
  try {
    const parsed = shellMessageSchema.safeParse(JSON.parse(line))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
