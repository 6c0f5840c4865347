import type { SamEvent } from '../../core/events.ts'

/**
 * What became of a request so far: `nothing` was changed, one thing was that can be taken back (`undoable`), or something that stays
 * (`lasting`).
 */
export type Standing = 'nothing' | 'undoable' | 'lasting'

/** Failures after which it is certain that nothing was done: not allowed, not understood, not there. */
const neverBegun =
  /^(?:consent-|denied-by-rule$|invalid-arguments$|unknown-tool$)|-(?:not-found|not-installed|missing|ambiguous|unclear|unknown)$/

/** Keeps what is done for one request, by the events of its turn. */
export class Deeds {
  private readonly calls = new Map<string, Standing>()
  private readonly agreedTo = new Set<string>()

  see(event: SamEvent): void {
    switch (event.type) {
      case 'tool-call':
        // Until its result is known it may have been done.
        this.calls.set(event.callId, event.tier === 'read' ? 'nothing' : 'lasting')
        return
      case 'tool-approval-response':
        // What needed a yes is not asked about a second time.
        if (event.approved) this.agreedTo.add(event.callId)
        return
      case 'tool-result':
        if (this.calls.get(event.callId) === 'lasting' && !this.agreedTo.has(event.callId))
          this.calls.set(event.callId, standingOf(event))
        return
      default:
    }
  }

  /** @param asked a call about which the user is being asked: it waits for the yes */
  standing(asked?: string): Standing {
    const changed = [...this.calls].flatMap(([callId, standing]) =>
      callId === asked || standing === 'nothing' ? [] : [standing],
    )
    if (changed.length === 0) return 'nothing'
    // Of several one might be taken back and the next one not.
    return changed.length === 1 && changed[0] === 'undoable' ? 'undoable' : 'lasting'
  }
}

function standingOf({ ok, receipt, error }: Extract<SamEvent, { type: 'tool-result' }>): Standing {
  if (ok) return receipt === undefined ? 'lasting' : 'undoable'
  return neverBegun.test(error?.code ?? '') ? 'nothing' : 'lasting'
}
