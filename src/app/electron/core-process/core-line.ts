import { z } from 'zod'
import type { SessionState } from '../../../core/events.ts'

const states = [
  'idle',
  'listening',
  'hearing',
  'thinking',
  'speaking',
  'needs-you',
  'muted',
  'no-signal',
] as const satisfies readonly SessionState[]

const coreLineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('panel'), url: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }) }),
  z.object({ type: z.literal('session-state'), state: z.enum(states) }),
  z.object({
    type: z.literal('error'),
    error: z.object({
      code: z.string().optional(),
      message: z.string(),
      remedy: z.string().optional(),
      kind: z.string().optional(),
    }),
  }),
  z.object({ type: z.literal('notice'), code: z.string(), message: z.string() }),
  z.object({ type: z.literal('tool-approval-request'), callId: z.string(), prompt: z.string() }),
  z.object({
    type: z.literal('tool-result'),
    ok: z.boolean(),
    error: z.object({ code: z.string() }).optional(),
  }),
  /** A model is fetched. */
  z.object({
    type: z.literal('progress'),
    id: z.string(),
    phase: z.string(),
    receivedBytes: z.number(),
    totalBytes: z.number(),
  }),
  z.object({ type: z.literal('pong') }),
])

/** What the shell reads from the core's output. */
export type CoreLine = z.infer<typeof coreLineSchema>

/** One line of the core's output; undefined for everything that is not for the shell. */
export function parseCoreLine(line: string): CoreLine | undefined {
  try {
    const parsed = coreLineSchema.safeParse(JSON.parse(line))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
