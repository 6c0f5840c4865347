import type { Clock } from '../../core/clock.ts'
import type { StampedEvent, TurnTimings } from '../../core/events.ts'
import type { HeardMinute, Outage, ServiceLevels, TurnLevel, WakeLine } from '../server/requests/service-requests.ts'

const mostTurns = 300
const mostMinutes = 24 * 60
const mostWakes = 100
const mostOutages = 100
const minuteMs = 60_000
/** So long after waking there should be words. */
const wordsWithinMs = 15_000

/**
 * What SAM has measured of itself: the stages of its turns, the frames of the microphone, what woke it. Bounded; holds nothing of
 * what was said.
 */
export class ServiceRecorder {
  readonly #clock: Clock
  /** Wall-clock time at which the events' `atMs` was zero. */
  readonly #zeroMs: number
  #sinceMs: number
  #turns: TurnLevel[] = []
  #minutes: HeardMinute[] = []
  #wakes: WakeLine[] = []
  #outages: Outage[] = []
  #lastWakeId = 0

  constructor(clock: Clock) {
    this.#clock = clock
    this.#sinceMs = clock.wallTime().getTime()
    this.#zeroMs = this.#sinceMs - clock.nowMs()
  }

  /** Of the wake that was seen last. */
  get lastWakeId(): number {
    return this.#lastWakeId
  }

  /** What was measured in runs before this one. */
  restore({ sinceMs, turns, minutes, wakes, outages }: ServiceLevels): void {
    this.#sinceMs = Math.min(sinceMs, this.#sinceMs)
    this.#turns = [...turns, ...this.#turns].slice(-mostTurns)
    this.#minutes = [...minutes, ...this.#minutes].slice(-mostMinutes)
    this.#wakes = [...wakes, ...this.#wakes].slice(-mostWakes)
    this.#outages = [...outages, ...this.#outages].slice(-mostOutages)
    this.#lastWakeId = Math.max(this.#lastWakeId, ...wakes.map(({ id }) => id))
  }

  /** What a later run is given. */
  toJSON(): ServiceLevels {
    return {
      ...{ sinceMs: this.#sinceMs, turns: this.#turns, minutes: this.#minutes },
      ...{ wakes: this.#wakes, outages: this.#outages },
    }
  }

  wake(id: number): WakeLine | undefined {
    return this.#wakes.find((one) => one.id === id)
  }

  /** Takes note of an event of the hub. */
  see(event: StampedEvent): void {
    if (event.type === 'turn-finished') this.#addTurn(event.timings, this.#zeroMs + event.atMs)
    if (event.type === 'wake-detected') this.#addWake(event.phrase, event.score, this.#zeroMs + event.atMs)
    if (event.type === 'transcript-final' && event.text.trim() !== '') this.#wordsCame(this.#zeroMs + event.atMs)
  }

  /**
   * Takes note of sound that arrived.
   * @param durationMs of this piece
   * @param lost pieces of the same kind that did not arrive before it
   */
  hear(durationMs: number, lost: number): void {
    const atMs = Math.floor(this.#clock.wallTime().getTime() / minuteMs) * minuteMs
    let minute = this.#minutes.at(-1)
    if (minute?.atMs !== atMs) {
      minute = { atMs, frames: 0, heardMs: 0, lost: 0 }
      this.#minutes = [...this.#minutes.slice(1 - mostMinutes), minute]
    }
    minute.frames += 1
    minute.heardMs += durationMs
    minute.lost += lost
  }

  /** Hearing, the voice or all of SAM was gone for so long, up to now. */
  wasAway(durationMs: number): void {
    const outage = { atMs: this.#clock.wallTime().getTime() - durationMs, durationMs }
    this.#outages = [...this.#outages.slice(1 - mostOutages), outage]
  }

  /**
   * The user says that nobody called; answers whether such a wake is known.
   * @param clip the recording that was kept of it
   */
  label(id: number, falseWake: boolean, clip?: string): boolean {
    const wake = this.wake(id)
    if (wake === undefined) return false
    wake.falseWake = falseWake
    if (clip === undefined) delete wake.clip
    else wake.clip = clip
    return true
  }

  levels(): ServiceLevels {
    return { ...this.toJSON(), wakes: this.#wakes.toReversed() }
  }

  #addTurn(timings: TurnTimings, atMs: number): void {
    // What SAM says by itself took no thinking.
    if (timings.totalMs === 0) return
    this.#turns = [...this.#turns.slice(1 - mostTurns), { atMs, ...timings }]
  }

  #addWake(phrase: string, score: number, atMs: number): void {
    this.#lastWakeId += 1
    const wake = { id: this.#lastWakeId, atMs, phrase, score, words: false, falseWake: false }
    this.#wakes = [...this.#wakes.slice(1 - mostWakes), wake]
  }

  #wordsCame(atMs: number): void {
    const last = this.#wakes.at(-1)
    if (last !== undefined && atMs - last.atMs <= wordsWithinMs) last.words = true
  }
}
