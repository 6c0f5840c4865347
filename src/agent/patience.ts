/** Gives a server up after a silence, and after the longest time that one answer may take however it comes. */
export class Patience {
  /** Aborts with `signal` too. */
  readonly signal: AbortSignal
  private readonly enough = new AbortController()
  private readonly silenceMs: number
  private readonly last: NodeJS.Timeout
  private silence: NodeJS.Timeout | undefined

  constructor(signal: AbortSignal, { silenceMs, longestMs }: { silenceMs: number; longestMs: number }) {
    this.signal = AbortSignal.any([signal, this.enough.signal])
    this.silenceMs = silenceMs
    this.last = setTimeout(() => this.enough.abort(), longestMs)
    this.renew()
  }

  /** Something came. */
  renew(): void {
    clearTimeout(this.silence)
    this.silence = setTimeout(() => this.enough.abort(), this.silenceMs)
  }

  end(): void {
    clearTimeout(this.silence)
    clearTimeout(this.last)
  }
}
