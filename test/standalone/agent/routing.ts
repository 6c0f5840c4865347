import type { RoutingContext } from '../../../src/agent/ports.ts'
import { createRouter } from '../../../src/agent/router.ts'
import type { Command } from '../../../src/core/events.ts'
import { createApplicationIndex } from '../../../src/tools/applications/application-index.ts'

/** A Wednesday, three in the afternoon. */
export const now = new Date(2026, 4, 20, 15, 0, 0)

/** The real names of applications: what is opened is decided by both. */
const router = createRouter({ applications: createApplicationIndex() })

export function route(text: string, context: Partial<RoutingContext> = {}) {
  return router.route(text, { now, ...context })
}

/** What would be done, in order; empty when nothing would. */
export function commandsIn(text: string, context: Partial<RoutingContext> = {}): Command[] {
  const { route: kind, intent, slots = {}, commands } = route(text, context)
  if (kind !== 'command' && kind !== 'control' && kind !== 'recall') return []
  return commands ?? (intent === undefined ? [] : [{ intent, slots }])
}

/** The same, short enough for a table: `apps.open {"app":"Safari"}`. */
export function told(text: string, context: Partial<RoutingContext> = {}): string {
  return commandsIn(text, context)
    .map(({ intent, slots }) => (Object.keys(slots).length === 0 ? intent : `${intent} ${JSON.stringify(slots)}`))
    .join(' + ')
}
