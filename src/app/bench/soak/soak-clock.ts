import type { Clock } from '../../../core/clock.ts'

/** Time of a soak: the wall clock goes with the sound that was heard, and both clocks jump when they are told to. */
export class SoakClock implements Clock {
  private readonly startedAtMs = Date.now()
  private heardMs = 0
  private wallOffsetMs = 0
  private sleptMs = 0

  nowMs(): number {
    return performance.now() + this.sleptMs
  }

  wallTime(): Date {
    return new Date(this.startedAtMs + this.heardMs + this.wallOffsetMs)
  }

  /** So much more sound was heard. */
  heard(milliseconds: number): void {
    this.heardMs += milliseconds
  }

  /** Somebody set the clock of the machine. */
  setBy(milliseconds: number): void {
    this.wallOffsetMs += milliseconds
  }

  /** The machine slept: no sound came, and both clocks are later than before. */
  slept(milliseconds: number): void {
    this.sleptMs += milliseconds
    this.wallOffsetMs += milliseconds
  }
}
