/** What the user's words mean as an answer to a question. */
export type ConsentAnswer = 'yes' | 'no' | 'unclear'

export interface ConsentDecision {
  approved: boolean
  /** `voice`, `text`, `panel`, or why nobody answered: `silence`, `stopped`, `unclear`. */
  by: string
}

export interface ConsentQuestionParts {
  readAnswer(text: string): ConsentAnswer
  /** Asks again after an answer that was neither yes nor no. */
  askAgain(): void
  /** Silence is no. */
  timeoutMs: number
  /** Words alone are not enough: a yes needs a click besides (tier `strong-confirm`). */
  needsClick: boolean
  /** Said when the words were yes and the click is still missing. */
  askForClick(): void
}

/** One open question to the user: answered by words or a click, and never open for ever. */
export class ConsentQuestion {
  readonly decision: Promise<ConsentDecision>
  private readonly settle: (decision: ConsentDecision) => void
  private readonly parts: ConsentQuestionParts
  private unclearAnswers = 0
  private saidYes = false
  private clickedYes = false
  private timer: NodeJS.Timeout | undefined

  constructor(parts: ConsentQuestionParts) {
    this.parts = parts
    const { promise, resolve } = Promise.withResolvers<ConsentDecision>()
    this.decision = promise
    this.settle = (decision) => {
      clearTimeout(this.timer)
      resolve(decision)
    }
  }

  /** The question has begun to sound (or is on the screen): from now on silence counts. */
  open(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.settle({ approved: false, by: 'silence' }), this.parts.timeoutMs)
  }

  answerWithWords(text: string, by: 'voice' | 'text'): void {
    const answer = this.parts.readAnswer(text)
    if (answer === 'unclear' && this.unclearAnswers === 0) {
      this.unclearAnswers++
      this.parts.askAgain()
      this.open()
      return
    }
    if (answer === 'unclear') this.settle({ approved: false, by: 'unclear' })
    else if (answer === 'no') this.settle({ approved: false, by })
    else if (!this.parts.needsClick) this.settle({ approved: true, by })
    else if (this.clickedYes) this.settle({ approved: true, by: `${by} and panel` })
    else {
      this.saidYes = true
      this.parts.askForClick()
      this.open()
    }
  }

  answerWithClick(approved: boolean): void {
    if (!approved || !this.parts.needsClick) this.settle({ approved, by: 'panel' })
    else if (this.saidYes) this.settle({ approved: true, by: 'voice and panel' })
    else this.clickedYes = true
  }

  withdraw(by: 'stopped' | 'silence'): void {
    this.settle({ approved: false, by })
  }
}
