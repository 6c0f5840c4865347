import type { ConsentReply } from '../../core/events.ts'

/** What the user's words mean as an answer to a question. */
export type ConsentAnswer = 'yes' | 'no' | 'unclear'

/** How the words came. */
export interface AnswerCircumstances {
  /** They began after the question started to sound; earlier ones were meant for something else. */
  afterQuestionStarted: boolean
  /** The recogniser's, 0 to 1, where it gives one. */
  confidence?: number
}

export interface ConsentQuestionParts {
  readAnswer(text: string, how: AnswerCircumstances): ConsentAnswer
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
  readonly decision: Promise<ConsentReply>
  private readonly settle: (decision: ConsentReply) => void
  private readonly parts: ConsentQuestionParts
  private settled = false
  private unclearAnswers = 0
  private saidYes = false
  private clickedYes = false
  private timer: NodeJS.Timeout | undefined

  constructor(parts: ConsentQuestionParts) {
    this.parts = parts
    const { promise, resolve } = Promise.withResolvers<ConsentReply>()
    this.decision = promise
    this.settle = (decision) => {
      this.settled = true
      clearTimeout(this.timer)
      resolve(decision)
    }
  }

  /** The question was asked in full: from now on silence counts. */
  open(): void {
    if (this.settled) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.settle({ approved: false, by: 'silence' }), this.parts.timeoutMs)
  }

  answerWithWords(text: string, by: 'voice' | 'text', how: AnswerCircumstances = { afterQuestionStarted: true }): void {
    if (this.settled) return
    const answer = this.parts.readAnswer(text, how)
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

  /** What these words would mean as an answer, however soon they were said. */
  read(text: string, confidence: Pick<AnswerCircumstances, 'confidence'>): ConsentAnswer {
    return this.parts.readAnswer(text, { afterQuestionStarted: true, ...confidence })
  }

  /** No answer is waited for any more. */
  get closed(): boolean {
    return this.settled
  }

  /** @param always offered beside the question, where words alone would have been enough */
  answerWithClick(approved: boolean, always = false): void {
    if (!approved || !this.parts.needsClick)
      this.settle({ approved, by: 'panel', ...(approved && always ? { always } : {}) })
    else if (this.saidYes) this.settle({ approved: true, by: 'voice and panel' })
    else this.clickedYes = true
  }

  withdraw(by: 'stopped' | 'silence'): void {
    this.settle({ approved: false, by })
  }
}
