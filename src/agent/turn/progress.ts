import type { SamEvent } from '../../core/events.ts'

/** Silence after which the user wonders, and how often that is answered. */
const progressTimes = { firstMs: 5000, nextMs: 6000 }

const thinking = ['I am still thinking.', 'It takes a little longer.']
const working = ['I am still working on it.', 'Not done yet, it takes a little longer.']

/**
 * Says that work goes on where a turn has been silent for long: first after five seconds, then at most every six. While the
 * user is asked something, nothing is said.
 */
export class Progress {
  /** Something was said by it in this turn. */
  spoke = false
  private readonly say: (sentence: string) => void
  private timer: NodeJS.Timeout | undefined
  private sentences: readonly string[] = thinking
  private count = 0
  private openQuestions = 0
  private ended = false

  constructor(say: (sentence: string) => void) {
    this.say = say
    this.wait(progressTimes.firstMs)
  }

  observe(event: SamEvent): void {
    switch (event.type) {
      case 'tool-call':
        this.sentences = working
        break
      case 'tool-result':
        this.sentences = thinking
        break
      case 'tool-approval-request':
        this.openQuestions += 1
        clearTimeout(this.timer)
        break
      case 'tool-approval-response':
        this.openQuestions -= 1
        this.wait(progressTimes.nextMs)
        break
      case 'reply-delta':
        this.wait(progressTimes.nextMs)
        break
    }
  }

  /** For good: what the turn still tells begins nothing anew. */
  stop(): void {
    this.ended = true
    clearTimeout(this.timer)
  }

  private wait(milliseconds: number): void {
    clearTimeout(this.timer)
    if (this.ended || this.openQuestions > 0) return
    this.timer = setTimeout(() => {
      this.spoke = true
      this.say(this.sentences[this.count % this.sentences.length] ?? '')
      this.count += 1
      this.wait(progressTimes.nextMs)
    }, milliseconds)
  }
}
