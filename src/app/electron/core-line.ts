import { z } from 'zod'
import type { SessionState } from '../../core/events.ts'

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
  z.object({ type: z.literal('error'), error: z.object({ message: z.string(), remedy: z.string().optional() }) }),
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
