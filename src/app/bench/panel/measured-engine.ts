import { systemClock } from '../../../core/clock.ts'
import type { SamEvent } from '../../../core/events.ts'
import { createEventHub, type EventHub } from '../../event-hub.ts'
import type { EngineSnapshot, PanelEngine } from '../../server/engine-port.ts'

/** When a microphone frame was in the core, by its number in the page's stream. */
export interface ArrivedFrame {
  sequence: number
  /** Wall clock, which pages of the same machine read too. */
  atMs: number
}

type Ear = Pick<PanelEngine, 'microphoneAttached' | 'pushMicrophone' | 'microphoneDetached'>

/** The core as far as the panel sees it: says what it is told to say, and takes note of what it hears. */
export class MeasuredEngine implements PanelEngine {
  /** Hears too, where it is there. */
  ear: Ear | undefined
  /** Pages that became the microphone. */
  attached = 0
  readonly arrived: ArrivedFrame[] = []
  /** Arrived, and missing by their numbers. */
  frames = 0
  lostFrames = 0
  private readonly hub: EventHub = createEventHub(systemClock)
  private sequence = -1
  private keeping = false

  say(...events: SamEvent[]): void {
    for (const event of events) this.hub.emit(event)
  }

  /** From now on it is kept when each frame came, or no longer. */
  keepTimes(keeping: boolean): void {
    this.keeping = keeping
    this.arrived.length = 0
  }

  snapshot(): EngineSnapshot {
    return { state: 'idle', wakePhrases: ['hey jarvis'], suggestions: [] }
  }

  onEvent(listener: Parameters<PanelEngine['onEvent']>[0]): () => void {
    return this.hub.subscribe(listener)
  }

  microphoneAttached(): void {
    this.sequence = -1
    this.frames = 0
    this.lostFrames = 0
    this.attached += 1
    this.ear?.microphoneAttached()
  }

  pushMicrophone(samples: Float32Array, sampleRateHz: number, lostFrames: number): void {
    this.frames += 1
    this.lostFrames += lostFrames
    this.sequence += 1 + lostFrames
    if (this.keeping) this.arrived.push({ sequence: this.sequence, atMs: Date.now() })
    this.ear?.pushMicrophone(samples, sampleRateHz, lostFrames)
  }

  microphoneDetached(reason: 'page-closed' | 'given-back'): void {
    this.ear?.microphoneDetached(reason)
  }

  microphoneProblem(): void {}
  submitText(): void {}
  pushToTalk(): void {}
  stop(): void {}
  setMuted(): void {}
  answerConsent(): void {}
}
