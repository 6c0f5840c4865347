import type { FrameAnalysis } from '../../audio/ports.ts'

export interface MicrophoneTrouble {
  code: 'microphone-silent' | 'microphone-stalled'
  message: string
  remedy: string
}

/** A real microphone always carries some noise; this long of exact silence means that it is muted or not permitted. */
const silentAfterMs = 3000
const stalledAfterMs = 3000

const silent: MicrophoneTrouble = {
  code: 'microphone-silent',
  message: 'The microphone delivers no signal.',
  remedy: 'Check that it is not muted, that the right input is chosen, and that SAM may use the microphone.',
}
const stalled: MicrophoneTrouble = {
  code: 'microphone-stalled',
  message: 'The microphone stopped sending sound.',
  remedy: 'Plug it in again or choose another input; SAM listens again as soon as sound arrives.',
}

/** Watches that sound arrives and that it is sound: "listening" is only shown when SAM can hear. */
export class MicrophoneWatch {
  private readonly onChange: (trouble: MicrophoneTrouble | undefined) => void
  private current: MicrophoneTrouble | undefined
  private silentSinceMs: number | undefined
  private timer: NodeJS.Timeout | undefined

  constructor(parts: { onChange(trouble: MicrophoneTrouble | undefined): void }) {
    this.onChange = parts.onChange
  }

  get trouble(): MicrophoneTrouble | undefined {
    return this.current
  }

  start(): void {
    this.expectSound()
  }

  stop(): void {
    clearTimeout(this.timer)
    this.silentSinceMs = undefined
    this.current = undefined
  }

  /** A chunk is here: while SAM works on it, nothing is expected. */
  soundArrived(): void {
    clearTimeout(this.timer)
  }

  /** The chunk was analysed; the next one is expected. */
  sawFrames(frames: readonly FrameAnalysis[]): void {
    this.expectSound()
    for (const frame of frames) {
      if (frame.loudness > 0) {
        this.silentSinceMs = undefined
        this.set(undefined)
      } else {
        this.silentSinceMs ??= frame.endMs
        if (frame.endMs - this.silentSinceMs >= silentAfterMs) this.set(silent)
      }
    }
  }

  private expectSound(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.set(stalled), stalledAfterMs)
    this.timer.unref()
  }

  private set(trouble: MicrophoneTrouble | undefined): void {
    if (trouble?.code === this.current?.code) return
    this.current = trouble
    this.onChange(trouble)
  }
}
