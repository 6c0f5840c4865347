import type { SamEvent } from '../../core/events.ts'

/**
 * What became of a request so far: `nothing` was changed, something was only brought to the screen (`shown`), all that was changed can be
 * taken back (`undoable`), or something stays (`lasting`).
 */
export type Standing = 'nothing' | 'shown' | 'undoable' | 'lasting'

const standings: readonly Standing[] = ['nothing', 'shown', 'undoable', 'lasting']

/** Failures after which it is certain that nothing was done: not allowed, not understood, not there. */
const neverBegun =
  /^(?:consent-|denied-by-rule$|invalid-arguments$|unknown-tool$)|-(?:not-found|not-installed|missing|ambiguous|unclear|unknown)$/

/** Keeps what is done for one request, by the events of its turn. */
export class Deeds {
  private readonly calls = new Map<string, Standing>()
  private readonly agreedTo = new Set<string>()
  private readonly shows = new Set<string>()
  private readonly onlyShows: (tool: string) => boolean

  /** @param onlyShows whether all that a tool does is to bring something to the screen */
  constructor(onlyShows: (tool: string) => boolean = () => false) {
    this.onlyShows = onlyShows
  }

  see(event: SamEvent): void {
    switch (event.type) {
      case 'tool-call':
        // Until its result is known it may have been done.
        this.calls.set(event.callId, event.tier === 'read' ? 'nothing' : 'lasting')
        if (this.onlyShows(event.tool)) this.shows.add(event.callId)
        return
      case 'tool-approval-response':
        // What needed a yes is not asked about a second time.
        if (event.approved) this.agreedTo.add(event.callId)
        return
      case 'tool-result':
        if (this.calls.get(event.callId) === 'lasting' && !this.agreedTo.has(event.callId))
          this.calls.set(event.callId, standingOf(event, this.shows.has(event.callId)))
        return
      default:
    }
  }

  /** @param asked a call about which the user is being asked: it waits for the yes */
  standing(asked?: string): Standing {
    const known = [...this.calls].map(([callId, standing]) => (callId === asked ? 'nothing' : standing))
    return standings.findLast((standing) => known.includes(standing)) ?? 'nothing'
  }

  /** How many things can be taken back. */
  get undoable(): number {
    return [...this.calls.values()].filter((standing) => standing === 'undoable').length
  }
}

function standingOf({ ok, receipt, error }: Extract<SamEvent, { type: 'tool-result' }>, shows: boolean): Standing {
  if (ok && receipt !== undefined) return 'undoable'
  if (ok) return shows ? 'shown' : 'lasting'
  return neverBegun.test(error?.code ?? '') ? 'nothing' : 'lasting'
}
