import { cannotAct, claimsToHaveActed, isCourtesy } from '../honesty.ts'
import { SpokenForm } from '../spoken-form.ts'

const betweenSentences = /(?<=[.!?…]["')\]]*)\s+/

/** Passes a model's stream on in spoken form, and ends it with the truth where a sentence claims an act that was none. */
export class Reply {
  text = ''
  /** It claimed to have acted and had not. */
  pretended = false
  private readonly form = new SpokenForm()
  private readonly show: (delta: string) => void
  private readonly hasActed: () => boolean
  private opening = true
  /** "Sure!" waits for what follows: it must not stand before "I can't". */
  private held = ''

  /** @param hasActed something was changed in this turn, so that saying so is true */
  constructor(show: (delta: string) => void, hasActed: () => boolean = () => false) {
    this.show = show
    this.hasActed = hasActed
  }

  push(delta: string): void {
    this.say(this.form.push(delta))
  }

  /** What was begun is whole: a tool is used now, or the answer is over. */
  endPart(): void {
    this.say(this.form.end())
  }

  end(): void {
    this.endPart()
    if (!this.pretended) this.release(this.held)
    this.held = ''
  }

  private say(piece: string): void {
    for (const sentence of piece.trim().split(betweenSentences)) {
      if (sentence === '' || this.pretended) continue
      if (!this.hasActed() && claimsToHaveActed(sentence, this.opening)) {
        this.pretended = true
        this.release(cannotAct)
      } else if (this.opening && isCourtesy(sentence)) {
        this.held = `${this.held} ${sentence}`.trim()
      } else {
        this.opening = false
        this.release(`${this.held} ${sentence}`)
        this.held = ''
      }
    }
  }

  private release(words: string): void {
    const piece = words.trim()
    if (piece === '') return
    const joined = this.text === '' ? piece : ` ${piece}`
    this.text += joined
    this.show(joined)
  }
}
