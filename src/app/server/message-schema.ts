import { z } from 'zod'
import type { UpwardMessage } from './messages.ts'

const longestRequest = 4000

const problem = z.enum(['denied', 'missing', 'in-use', 'silent', 'unplugged', 'failed'])
const clipId = z.number().int().nonnegative().max(0xffff_ffff)
const clipMs = z.number().nonnegative().max(3_600_000)

/** What a page may say; anything else closes its connection. */
const upwardSchema: z.ZodType<UpwardMessage> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hello'), protocol: z.number().int().nonnegative() }),
  z.strictObject({ type: z.literal('claim-audio'), microphone: z.boolean(), speaker: z.boolean() }),
  z.strictObject({ type: z.literal('microphone-problem'), problem: problem.nullable() }),
  z.strictObject({ type: z.literal('text-request'), text: z.string().trim().min(1).max(longestRequest) }),
  z.strictObject({ type: z.literal('push-to-talk'), down: z.boolean() }),
  z.strictObject({ type: z.literal('stop') }),
  z.strictObject({ type: z.literal('mute'), muted: z.boolean() }),
  z.strictObject({
    type: z.literal('consent-answer'),
    callId: z.string().min(1).max(200),
    approved: z.boolean(),
    always: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('playback-progress'),
    clipId,
    playedMs: clipMs,
    finished: z.boolean(),
  }),
  z.strictObject({
    type: z.literal('playback-start'),
    clipId,
    fromMs: clipMs,
    atSample: z.number().nonnegative().max(Number.MAX_SAFE_INTEGER),
    openings: z.number().int().nonnegative(),
  }),
  z.strictObject({ type: z.literal('playback-stop'), clipId, untilMs: clipMs }),
])

/** Reads one text message of a page; undefined when it is not one. */
export function parseUpwardMessage(text: string): UpwardMessage | undefined {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return undefined
  }
  const parsed = upwardSchema.safeParse(json)
  return parsed.success ? parsed.data : undefined
}
