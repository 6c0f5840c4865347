import { type AwayReason, awayReasons } from '../core-process/shell-message.ts'

/** Electron's names of what happens to the Mac, with what each says about whether anybody is there. */
export const presenceEvents = {
  suspend: ['asleep', true],
  resume: ['asleep', false],
  'lock-screen': ['locked', true],
  'unlock-screen': ['locked', false],
  'user-did-resign-active': ['another-user', true],
  'user-did-become-active': ['another-user', false],
} as const satisfies Record<string, readonly [AwayReason, boolean]>
export type PresenceEvent = keyof typeof presenceEvents

/** Keeps every reason why nobody can be talking to SAM; they overlap (a Mac that wakes up is still locked). */
export interface Presence {
  happen(event: PresenceEvent): void
  reasons(): AwayReason[]
  /** The user did something with SAM: an end that the system never told is made up for. */
  somebodyIsHere(): void
}

export function createPresence(onChange: (reasons: AwayReason[]) => void): Presence {
  const holding = new Set<AwayReason>()
  const reasons = () => awayReasons.filter((reason) => holding.has(reason))
  return {
    happen(event) {
      const [reason, begins] = presenceEvents[event]
      if (holding.has(reason) === begins) return
      if (begins) holding.add(reason)
      else holding.delete(reason)
      onChange(reasons())
    },
    reasons,
    somebodyIsHere() {
      if (holding.size === 0) return
      holding.clear()
      onChange([])
    },
  }
}
