/** Time as SAM uses it: intervals only from the monotonic clock, dates only from the wall clock. */
export interface Clock {
  /** Milliseconds since process start; never jumps. */
  nowMs(): number
  /** The calendar date and time of the machine; may jump. */
  wallTime(): Date
}

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  wallTime: () => new Date(),
}
