import { type Ear, type FrameAnalysis, hearingRateHz } from '../../audio/ports.ts'
import { SoundHistory } from '../../audio/sound-history.ts'
import type { Clock } from '../../core/clock.ts'
import type { LivePoint } from '../server/requests/wake-requests.ts'

const pointMs = 80
const shownMs = 12_000
/** A phrase, with what was said right before it. */
const clipMs = 4000
const mostWakes = 20

/**
 * The last seconds of what SAM heard: how sure it was of a wake phrase at each moment, and the sound itself, also of the last times it
 * woke. In memory only, bounded, and gone with SAM; it gets onto the disk when the user says that SAM woke wrongly, or did not.
 */
export class HeardSound {
  readonly #clock: Clock
  readonly #sound = new SoundHistory(clipMs)
  #points: LivePoint[] = []
  #wakes: { id: number; samples: Float32Array }[] = []
  #lastFrameAtMs = Number.NEGATIVE_INFINITY

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The same ear, seen and heard along. */
  watch(ear: Ear): Ear {
    return {
      analyze: async (samples) => {
        this.#sound.append(samples)
        const frames = await ear.analyze(samples)
        for (const frame of frames) this.#see(frame)
        return frames
      },
      reset: () => ear.reset(),
    }
  }

  /** Sound comes in at this moment. */
  get isHearing(): boolean {
    return this.#clock.nowMs() - this.#lastFrameAtMs < 1500
  }

  /** One for each 80 ms, the oldest first. */
  points(): LivePoint[] {
    const sinceMs = this.#clock.wallTime().getTime() - shownMs
    this.#points = this.#points.filter(({ atMs }) => atMs >= sinceMs)
    return this.#points
  }

  /** The last four seconds. */
  latest(): Float32Array {
    return this.#sound.slice(this.#sound.endMs - clipMs, this.#sound.endMs)
  }

  /** SAM woke: what it heard may be asked for. */
  woke(id: number): void {
    this.#wakes = [...this.#wakes.slice(1 - mostWakes), { id, samples: this.latest() }]
  }

  /** Undefined where it was too long ago. */
  soundOfWake(id: number): Float32Array | undefined {
    return this.#wakes.find((wake) => wake.id === id)?.samples
  }

  #see({ speechProbability, nearest, wake }: FrameAnalysis): void {
    this.#lastFrameAtMs = this.#clock.nowMs()
    const atMs = Math.floor(this.#clock.wallTime().getTime() / pointMs) * pointMs
    let point = this.#points.at(-1)
    if (point?.atMs !== atMs) {
      point = { atMs, score: 0, speech: 0, fired: false }
      this.#points = [...this.#points.slice(-shownMs / pointMs), point]
    }
    point.speech = Math.max(point.speech, speechProbability)
    point.fired ||= wake !== undefined
    if (nearest?.stranger) point.stranger = true
    const best = wake ?? nearest
    if (best === undefined || best.score < point.score) return
    point.score = best.score
    point.phrase = best.phrase
  }
}

/** Long enough to learn from. */
export function isUsable(samples: Float32Array): boolean {
  return samples.length >= hearingRateHz && samples.some((sample) => sample !== 0)
}
