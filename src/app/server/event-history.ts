import type { RecentMessage } from './messages.ts'

export interface EventHistoryLimits {
  turns: number
  /** Approximate size of the kept events as JSON. */
  bytes: number
}

/** What a page that joins late is told: the recent turns, without what a later event made superfluous. */
export interface EventHistory {
  add(event: RecentMessage): void
  recent(): RecentMessage[]
}

type Kept = { event: RecentMessage; bytes: number; turnId: string | undefined }

/** Of the moment only: a page that joins later has no use for them. */
const passing = new Set<RecentMessage['type']>(['wake-detected', 'speech-started', 'speech-ended', 'speech-audio'])

const turnOf = (event: RecentMessage) => ('turnId' in event ? event.turnId : undefined)

export function createEventHistory(limits: EventHistoryLimits = { turns: 30, bytes: 512 * 1024 }): EventHistory {
  let kept: Kept[] = []
  let bytes = 0

  const keep = (wanted: (entry: Kept) => boolean) => {
    kept = kept.filter(wanted)
    bytes = kept.reduce((sum, entry) => sum + entry.bytes, 0)
  }

  const dropSuperseded = (event: RecentMessage) => {
    const turnId = turnOf(event)
    const superseded: Partial<Record<RecentMessage['type'], RecentMessage['type'][]>> = {
      'transcript-partial': ['transcript-partial'],
      'transcript-final': ['transcript-partial'],
      'reply-final': ['reply-delta'],
      'session-state': ['session-state'],
    }
    const types = superseded[event.type]
    if (types) keep((entry) => !(types.includes(entry.event.type) && entry.turnId === turnId))
  }

  const dropOldest = () => {
    let turns = new Set(kept.map((entry) => entry.turnId).filter((id) => id !== undefined))
    while (kept.length > 1 && (turns.size > limits.turns || bytes > limits.bytes)) {
      const oldest = kept[0]?.turnId
      // A turn goes as a whole: half a conversation would be drawn wrongly.
      if (oldest === undefined || turns.size <= 1) keep((entry) => entry !== kept[0])
      else keep((entry) => entry.turnId !== oldest)
      turns = new Set(kept.map((entry) => entry.turnId).filter((id) => id !== undefined))
    }
  }

  return {
    add(event) {
      if (passing.has(event.type)) return
      dropSuperseded(event)
      const size = JSON.stringify(event).length
      kept.push({ event, bytes: size, turnId: turnOf(event) })
      bytes += size
      dropOldest()
    },
    recent: () => kept.map((entry) => entry.event),
  }
}
