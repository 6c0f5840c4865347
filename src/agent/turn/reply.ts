import { admitsIgnorance, cannotAct, claimedDeed, isCourtesy, saysDone } from '../honesty.ts'
import { SpokenForm } from '../spoken-form.ts'

const betweenSentences = /(?<=[.!?…]["')\]]*)\s+/

/** What was really done in the turn. */
interface Truth {
  /** Something was done that the verb says ("sent"); without a verb: anything. */
  did(verb?: string): boolean
  /** Said instead of what is not true. */
  instead(): string
}

const nothingDone: Truth = { did: () => false, instead: () => cannotAct }

/** Passes a model's stream on in spoken form, and ends it with the truth where a sentence claims an act that was none. */
export class Reply {
  text = ''
  /** It claimed to have acted and had not. */
  pretended = false
  /** It began by saying that it does not know, where somebody else may: nothing of it was told. */
  unsure = false
  private readonly form = new SpokenForm()
  private readonly show: (delta: string) => void
  private readonly truth: Truth
  private readonly handsOver: () => boolean
  private opening = true
  /** "Sure!" waits for what follows: it must not stand before "I can't". */
  private held = ''

  /** @param handsOver somebody else may know what this model does not */
  constructor(show: (delta: string) => void, truth: Truth = nothingDone, handsOver = () => false) {
    this.show = show
    this.truth = truth
    this.handsOver = handsOver
  }

  /** Nothing was said, not even "Sure!". */
  get isSilent(): boolean {
    return this.text === '' && this.held === ''
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
    if (!this.pretended && this.opening && saysDone(this.held) && !this.truth.did()) this.correct()
    if (!this.pretended && !this.unsure) this.release(this.held)
    this.held = ''
  }

  private say(piece: string): void {
    for (const sentence of piece.trim().split(betweenSentences)) {
      if (sentence === '' || this.pretended || this.unsure) continue
      if (this.opening && this.handsOver() && admitsIgnorance(sentence)) {
        this.unsure = true
        continue
      }
      const claim = claimedDeed(sentence, this.opening)
      if (claim !== undefined && !this.truth.did(claim)) this.correct()
      else if (this.opening && isCourtesy(sentence)) {
        this.held = `${this.held} ${sentence}`.trim()
      } else {
        this.opening = false
        this.release(`${this.held} ${sentence}`)
        this.held = ''
      }
    }
  }

  private correct(): void {
    this.pretended = true
    this.release(this.truth.instead())
  }

  private release(words: string): void {
    const piece = words.trim()
    if (piece === '') return
    const joined = this.text === '' ? piece : ` ${piece}`
    this.text += joined
    this.show(joined)
  }
}
