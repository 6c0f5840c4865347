import type { Conversation } from '../../agent/conversation.ts'
import type { ToolRunner } from '../../tools/ports.ts'
import type { SessionParts } from './session-parts.ts'

/**
 * Takes back what a turn did as "undo" does, through the policy and into the audit log, of that turn only, the last first. Nobody is
 * asked: what would need a yes stays done, and with it what was done before that.
 */
export function takeBack(
  tools: Pick<ToolRunner, 'run'>,
  conversation: Pick<Conversation, 'wasTainted'>,
): NonNullable<SessionParts['takeBack']> {
  return async (of, count, forTurn, signal) => {
    const tainted = conversation.wasTainted(of)
    for (let done = 0; done < count; done++) {
      const callId = done === 0 ? `${forTurn}-back` : `${forTurn}-${done + 1}-back`
      const { ok } = await tools.run(
        { callId, tool: 'undo.last', input: { turnId: of } },
        { turnId: forTurn, origin: 'voice', tainted, dryRun: false, approveConfirm: false, signal },
      )
      if (!ok) return done
    }
    return count
  }
}
