import type { SpeechOutput } from '../../../tts/ports.ts'

/** A loudspeaker whose sounds take as long as they are, in time of the microphone's sound. */
export class SoundTimeOutput implements SpeechOutput {
  private positionMs = 0
  /** How often a sound was ended before its time. */
  cuts = 0
  private playing: { fromMs: number; lengthMs: number; end(playedMs: number): void } | undefined

  /** For how long it has been speaking without a pause; undefined while it is silent. */
  get sinceMs(): number | undefined {
    return this.playing === undefined ? undefined : this.positionMs - this.playing.fromMs
  }

  /** How much of what sounds is still to come; 0 while it is silent. */
  get leftMs(): number {
    return this.playing === undefined ? 0 : this.playing.fromMs + this.playing.lengthMs - this.positionMs
  }

  play(
    { samples, sampleRateHz }: Parameters<SpeechOutput['play']>[0],
    _turn: string,
    onStart?: (start: object) => void,
  ) {
    const { promise, resolve } = Promise.withResolvers<{ playedMs: number }>()
    const lengthMs = (samples.length / sampleRateHz) * 1000
    const end = (playedMs: number) => {
      this.playing = undefined
      resolve({ playedMs })
    }
    this.playing?.end(0)
    this.playing = { fromMs: this.positionMs, lengthMs, end }
    onStart?.({})
    return promise
  }

  flush(): void {
    if (this.playing !== undefined) this.cuts += 1
    this.playing?.end(this.positionMs - this.playing.fromMs)
  }

  /** So much more sound was heard by the microphone. */
  heard(milliseconds: number): void {
    this.positionMs += milliseconds
    if (this.playing !== undefined && this.positionMs - this.playing.fromMs >= this.playing.lengthMs)
      this.playing.end(this.playing.lengthMs)
  }
}
