import type { SessionState, StampedEvent } from '../../core/events.ts'
import type { MicrophoneProblem } from './messages.ts'

export interface EngineSnapshot {
  state: SessionState
  stateReason?: string
  /** What wakes SAM, for example ["hey jarvis"]. */
  wakePhrases: string[]
  /** At most three things worth trying on this machine. */
  suggestions: string[]
}

/**
 * All that the panel's server asks of the engine. None of these throws or waits: what comes of a call is told by events.
 * Implemented in the composition root.
 */
export interface PanelEngine {
  snapshot(): EngineSnapshot
  /** Every event from now on; the answer ends it. */
  onEvent(listener: (event: StampedEvent) => void): () => void
  /** Starts a turn whose events carry this id, so that every page can show the words that were typed. */
  submitText(text: string, turnId: string): void
  /** A page became the microphone: a new stream begins. */
  microphoneAttached(): void
  /**
   * Samples in [-1, 1], mono, in order since `microphoneAttached`.
   * @param lostFrames that the page counted and that did not arrive before these
   */
  pushMicrophone(samples: Float32Array, sampleRateHz: number, lostFrames: number): void
  /** The microphone page went away or gave the role back, or its device failed; `attached` or samples may follow. */
  microphoneDetached(reason: 'page-closed' | 'given-back'): void
  /** The page's device delivers nothing usable; null when it does again. The session must not claim to listen meanwhile. */
  microphoneProblem(problem: MicrophoneProblem | null): void
  pushToTalk(down: boolean): void
  stop(): void
  setMuted(muted: boolean): void
  /** @param always it shall not be asked again, where that was offered */
  answerConsent(callId: string, approved: boolean, always?: boolean): void
}
