import type { EngineSnapshot, PanelEngine } from '../../src/app/server/engine-port.ts'
import type { MicrophoneProblem } from '../../src/app/server/messages.ts'
import type { SamEvent, StampedEvent } from '../../src/core/events.ts'

/** Everything a page asked of the engine, in order. */
export type Asked =
  | { what: 'text'; text: string; turnId: string }
  | { what: 'push-to-talk'; down: boolean }
  | { what: 'stop' }
  | { what: 'mute'; muted: boolean }
  | { what: 'consent'; callId: string; approved: boolean; always?: boolean }
  | { what: 'microphone'; change: 'attached' | 'page-closed' | 'given-back' }
  | { what: 'problem'; problem: MicrophoneProblem | null }

/** The engine as the test plays it: it writes down what it is asked, and says what the test wants. */
export class ScriptedEngine implements PanelEngine {
  asked: Asked[] = []
  heard: Float32Array[] = []
  heardRateHz = 0
  state: EngineSnapshot = { state: 'idle', wakePhrases: ['hey jarvis'], suggestions: [] }
  private readonly listeners = new Set<(event: StampedEvent) => void>()

  say(...events: SamEvent[]): void {
    for (const event of events) {
      if (event.type === 'session-state') this.state = { ...this.state, state: event.state }
      for (const listener of this.listeners) listener({ ...event, atMs: performance.now() })
    }
  }

  /** All that was heard, in one piece. */
  recording(): Float32Array {
    const all = new Float32Array(this.heard.reduce((sum, part) => sum + part.length, 0))
    let at = 0
    for (const part of this.heard) {
      all.set(part, at)
      at += part.length
    }
    return all
  }

  askedFor<What extends Asked['what']>(what: What): Extract<Asked, { what: What }>[] {
    return this.asked.filter((entry): entry is Extract<Asked, { what: What }> => entry.what === what)
  }

  snapshot(): EngineSnapshot {
    return this.state
  }

  onEvent(listener: (event: StampedEvent) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  submitText(text: string, turnId: string): void {
    this.asked.push({ what: 'text', text, turnId })
  }

  microphoneAttached(): void {
    this.asked.push({ what: 'microphone', change: 'attached' })
    this.heard = []
  }

  pushMicrophone(samples: Float32Array, sampleRateHz: number): void {
    this.heard.push(samples)
    this.heardRateHz = sampleRateHz
  }

  microphoneDetached(reason: 'page-closed' | 'given-back'): void {
    this.asked.push({ what: 'microphone', change: reason })
  }

  microphoneProblem(problem: MicrophoneProblem | null): void {
    this.asked.push({ what: 'problem', problem })
  }

  pushToTalk(down: boolean): void {
    this.asked.push({ what: 'push-to-talk', down })
  }

  stop(): void {
    this.asked.push({ what: 'stop' })
  }

  setMuted(muted: boolean): void {
    this.asked.push({ what: 'mute', muted })
    this.say({ type: 'session-state', state: muted ? 'muted' : 'idle' })
  }

  answerConsent(callId: string, approved: boolean, always?: boolean): void {
    this.asked.push({ what: 'consent', callId, approved, ...(always === undefined ? {} : { always }) })
  }
}
