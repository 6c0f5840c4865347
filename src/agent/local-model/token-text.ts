import type { LlamaModel, Token } from 'node-llama-cpp'

type Detokenizer = Pick<LlamaModel, 'detokenize'>

/** How many tokens of context the detokenizer gets, for the spaces between words. */
const contextTokens = 8

/**
 * Turns generated tokens into text as they come. Holds back half a character, and what may become a stop text; after a stop
 * text nothing more comes.
 */
export class TokenText {
  private readonly model: Detokenizer
  private readonly stops: readonly string[]
  private readonly done: Token[] = []
  private waiting: Token[] = []
  private held = ''
  stopped = false

  constructor(model: Detokenizer, stops: readonly string[]) {
    this.model = model
    this.stops = stops.filter((stop) => stop !== '')
  }

  /** Text that is safe to show now; often empty. */
  add(token: Token): string {
    if (this.stopped) return ''
    this.waiting.push(token)
    const text = this.model.detokenize(this.waiting, false, this.done.slice(-contextTokens))
    if (text.endsWith('\ufffd') && this.waiting.length < 6) return ''
    this.done.push(...this.waiting)
    this.waiting = []
    return this.release(text)
  }

  /** What was held back and turned out to be no stop. */
  end(): string {
    const rest = this.stopped ? '' : this.held
    this.held = ''
    return rest
  }

  private release(text: string): string {
    const whole = this.held + text
    const at = this.stops.map((stop) => whole.indexOf(stop)).filter((index) => index >= 0)
    if (at.length > 0) {
      this.stopped = true
      this.held = ''
      return whole.slice(0, Math.min(...at))
    }
    const keep = Math.max(0, ...this.stops.map((stop) => overlap(whole, stop)))
    this.held = keep === 0 ? '' : whole.slice(-keep)
    return keep === 0 ? whole : whole.slice(0, -keep)
  }
}

/** Length of the longest end of `text` that begins `stop`. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(stop.length - 1, text.length); length > 0; length--) {
    if (stop.startsWith(text.slice(-length))) return length
  }
  return 0
}
