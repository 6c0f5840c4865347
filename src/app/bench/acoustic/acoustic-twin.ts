import { hearingRateHz } from '../../../audio/ports.ts'

export interface Room {
  /** From the loudspeaker to the microphone, buffers included. */
  delayMs: number
  /** Time in which a sound dies away by 60 dB. */
  reverberationMs: number
  /** Loudness of SAM in the microphone beside what it plays. */
  echoLevel: number
  /** Root mean square of the noise. */
  noise: number
}

const reflections = 24

/**
 * A room with SAM's loudspeaker, a microphone and a user in it, chunk by chunk: what SAM plays comes back late and with
 * reflections, the user and noise are added. Silencing SAM silences its echo, a little later.
 */
export class AcousticTwin {
  private readonly taps: { lag: number; gain: number }[]
  private readonly room: Room
  private readonly user: Float32Array
  private readonly random: () => number
  private readonly played: Float32Array
  private voice: Float32Array = new Float32Array(0)
  private cursor = 0
  private speaking = false
  private position = 0

  /** @param user what the user says and when: the whole length of the trial, at 16 kHz */
  constructor(room: Room, user: Float32Array, random: () => number) {
    this.room = room
    this.user = user
    this.random = random
    this.played = new Float32Array(user.length)
    const length = (room.reverberationMs / 1000) * hearingRateHz
    const direct = Math.round((room.delayMs / 1000) * hearingRateHz)
    this.taps = Array.from({ length: reflections }, (_, index) => {
      const at = index === 0 ? 0 : random() * length
      return {
        lag: direct + Math.round(at),
        gain: index === 0 ? 0.9 : (random() - 0.5) * 0.5 * 10 ** ((-3 * at) / length),
      }
    })
  }

  get positionMs(): number {
    return (this.position / hearingRateHz) * 1000
  }

  get over(): boolean {
    return this.position >= this.user.length
  }

  /** SAM has said all it had to say, or was silenced for good. */
  get quiet(): boolean {
    return !this.speaking
  }

  /** What is left to be played, from this moment on. */
  speak(voice: Float32Array): void {
    this.voice = voice
    this.cursor = 0
    this.speaking = true
  }

  hold(): void {
    this.speaking = false
  }

  /** Goes on; answers what sounds from now on. */
  resume(): Float32Array {
    this.speaking = true
    return this.voice.subarray(this.cursor)
  }

  /** The next sound of the microphone. */
  next(samples: number): Float32Array {
    const chunk = new Float32Array(Math.min(samples, this.user.length - this.position))
    for (let index = 0; index < chunk.length; index++) {
      const at = this.position + index
      if (this.speaking && this.cursor < this.voice.length) this.played[at] = this.voice[this.cursor++] ?? 0
      let echo = 0
      for (const { lag, gain } of this.taps) echo += gain * (this.played[at - lag] ?? 0)
      chunk[index] = (this.user[at] ?? 0) + this.room.echoLevel * echo + (this.random() - 0.5) * 3.46 * this.room.noise
    }
    this.position += chunk.length
    return chunk
  }
}
