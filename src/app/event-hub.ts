import type { Clock } from '../core/clock.ts'
import type { EventSink, StampedEvent } from '../core/events.ts'

/** Stamps events with the monotonic time and gives them to everyone who listens, in order. */
export interface EventHub {
  emit: EventSink
  /** The answer ends the subscription. */
  subscribe(listener: (event: StampedEvent) => void): () => void
}

export function createEventHub(clock: Clock): EventHub {
  const listeners = new Set<(event: StampedEvent) => void>()
  return {
    emit(event) {
      const stamped: StampedEvent = { ...event, atMs: Math.round(clock.nowMs() * 10) / 10 }
      for (const listener of listeners) listener(stamped)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
