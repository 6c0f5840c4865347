import type { ConsentReply, ConsentSubject } from '../core/events.ts'
import type { AuditDecision } from '../memory/ports.ts'
import { failure, type ToolFailure } from './failure.ts'
import type { Decision } from './policy.ts'
import type { CallContext } from './ports.ts'

export type ConsentOutcome =
  /** `always`: it was offered, and the user took it. */
  | { approved: true; by: string; always?: true }
  | { approved: false; by: string; decision: AuditDecision; failure: ToolFailure }

/** Carries out what the policy decided about asking: tells the question and the answer, and never takes silence for a yes. */
export async function askConsent(
  decision: Decision,
  sentence: string,
  callId: string,
  context: CallContext,
  about: ConsentSubject,
): Promise<ConsentOutcome> {
  if (decision.verdict === 'allow') {
    // A yes given beforehand is shown like any other; where none was needed there is nothing to show.
    if (decision.by === '--approve') tell(context, callId, sentence, { approved: true, by: decision.by })
    return { approved: true, by: decision.by }
  }
  if (decision.verdict === 'deny') {
    const byRule = decision.code === 'denied-by-rule'
    if (!byRule) tell(context, callId, sentence, { approved: false, by: decision.by })
    return {
      approved: false,
      by: decision.by,
      decision: byRule ? 'denied' : 'refused',
      failure: byRule
        ? failure('denied-by-rule', 'You told me not to do that.', { remedy: 'See `sam policy list`.' })
        : failure(
            'consent-impossible',
            `That needs a yes, and nobody is here to give it: ${sentence}`,
            nobodyCure(decision),
          ),
    }
  }
  context.onApproval?.({ type: 'tool-approval-request', callId, prompt: sentence, about })
  const { always, ...answer } = await answerOf(decision, sentence, context)
  context.onApproval?.({ type: 'tool-approval-response', callId, ...answer })
  if (answer.approved)
    return { approved: true, by: answer.by, ...(always === true && about.always !== undefined ? { always } : {}) }
  return {
    approved: false,
    by: answer.by,
    decision: 'refused',
    failure: failure('consent-refused', 'Okay, I leave it.'),
  }
}

async function answerOf(decision: Decision, sentence: string, context: CallContext): Promise<ConsentReply> {
  const { ask, signal } = context
  if (ask === undefined || signal.aborted) return { approved: false, by: 'nobody' }
  const stopped = new Promise<ConsentReply>((resolve) => {
    signal.addEventListener('abort', () => resolve({ approved: false, by: 'stop' }), { once: true })
  })
  try {
    const asked = ask.call(context, sentence, decision.tier)
    asked.catch(() => undefined)
    const { approved, by, always = false } = await Promise.race([asked, stopped])
    // A voice may be anybody's, or come from a loudspeaker: the strongest consent takes a hand on this machine.
    const enough = decision.tier !== 'strong-confirm' || by !== 'voice'
    return { approved: approved === true && enough, by, always }
  } catch {
    return { approved: false, by: 'nobody' }
  }
}

function nobodyCure(decision: Decision): { remedy: string } {
  if (decision.tier === 'confirm') return { remedy: 'Ask again with --approve, or where SAM can ask you.' }
  return { remedy: 'Ask again in the panel.' }
}

function tell(context: CallContext, callId: string, prompt: string, answer: { approved: boolean; by: string }): void {
  context.onApproval?.({ type: 'tool-approval-request', callId, prompt })
  context.onApproval?.({ type: 'tool-approval-response', callId, ...answer })
}
