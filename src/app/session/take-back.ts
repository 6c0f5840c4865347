import type { Conversation } from '../../agent/conversation.ts'
import type { ToolRunner } from '../../tools/ports.ts'
import type { SessionParts } from './session-parts.ts'

/**
 * Takes back what a turn did as "undo" does, through the policy and into the audit log, of that turn only. Nobody is asked: what would
 * need a yes stays done.
 */
export function takeBack(
  tools: Pick<ToolRunner, 'run'>,
  conversation: Pick<Conversation, 'wasTainted'>,
): NonNullable<SessionParts['takeBack']> {
  return async (of, forTurn, signal) => {
    const call = { callId: `${forTurn}-back`, tool: 'undo.last', input: { turnId: of } }
    const tainted = conversation.wasTainted(of)
    const { ok } = await tools.run(call, {
      ...{ turnId: forTurn, origin: 'voice', tainted, dryRun: false, approveConfirm: false, signal },
    })
    return ok
  }
}
