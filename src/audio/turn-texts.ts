import { isNothing, wantsTurn } from './backchannel.ts'
import { DecodeBudget } from './decode-budget.ts'
import { endsWithHold, withoutHolds } from './hold-phrase.ts'
import type { TurnEnd, TurnJudge } from './turn-end.ts'
import type { TurnTakingEffect, TurnTakingInput } from './turn-events.ts'
import { type Utterance, wordsOf } from './utterance.ts'

/** Less new speech than this is not worth a look in the middle of a turn. */
const leastNewsMs = 900

/** What was read in an utterance. */
export interface TurnText {
  /** Of the sound that was looked at. */
  toMs: number
  lengthMs: number
  text: string
  confidence?: number
  /** Where the sound stood when it was there. */
  readyMs: number
  /** What its words say about the end of the turn. */
  end: TurnEnd | 'hold'
}

/** The looks at one utterance after the other: when one is worth its cost, what was read last, and what that says about its end. */
export class TurnTexts {
  private readonly judge: TurnJudge
  private readonly budget = new DecodeBudget()
  private nextId = 1
  private underWay: { id: number; toMs: number; lengthMs: number } | undefined
  private read: TurnText | undefined

  constructor(judge: TurnJudge) {
    this.judge = judge
  }

  get latest(): TurnText | undefined {
    return this.read
  }

  /** A look at an earlier turn that is still under way does not answer for this one. */
  startTurn(): void {
    this.budget.startUtterance()
    this.read = undefined
    this.underWay = undefined
  }

  /** A text that comes later is none of this turn. */
  dropUnderWay(): void {
    this.underWay = undefined
  }

  endTurn(): void {
    this.read = undefined
  }

  /** A look at the sound up to `toMs`; none while another one is under way. */
  look(utterance: Utterance, toMs: number): TurnTakingEffect[] {
    if (this.underWay !== undefined) return []
    const { fromMs, tentative } = utterance
    const id = this.nextId++
    this.underWay = { id, toMs, lengthMs: toMs - fromMs }
    return [{ type: 'decode', decodeId: id, fromMs, toMs, undecided: tentative }]
  }

  /** The same in the middle of speech, so that live text appears; only where it is worth its cost. */
  lookMeanwhile(utterance: Utterance, toMs: number): TurnTakingEffect[] {
    const isNews = toMs - utterance.newsFromMs >= leastNewsMs
    return isNews && this.budget.allowsPartial(toMs - utterance.fromMs) ? this.look(utterance, toMs) : []
  }

  /**
   * The same as a guess that this was the end; none where what is said is known, or will be.
   * @param likely the silence is long enough for an end: only the words can tell, whatever was spent on others
   */
  lookAhead(utterance: Utterance, toMs: number, likely: boolean): TurnTakingEffect[] {
    const coveredMs = (this.underWay ?? this.read)?.toMs ?? 0
    if (coveredMs >= utterance.lastSpeechMs) return []
    return likely || this.budget.allowsSpeculation(toMs - utterance.fromMs) ? this.look(utterance, toMs) : []
  }

  /** The looks so far were worth it. */
  forgive(): void {
    this.budget.forgive()
  }

  /** Takes what was read; undefined when nobody waits for it any more. */
  take(
    { decodeId, text, decodeMs, readyMs, confidence, more }: Extract<TurnTakingInput, { type: 'decoded' }>,
    utterance: Utterance | undefined,
  ): TurnText | undefined {
    const { underWay } = this
    if (underWay?.id !== decodeId) return undefined
    this.underWay = undefined
    this.budget.record(underWay.lengthMs, decodeMs)
    const { toMs, lengthMs } = underWay
    this.read = {
      ...{ toMs, lengthMs, text, readyMs, end: this.endOf(wordsOf(text, utterance), utterance, more) },
      ...(confidence === undefined ? {} : { confidence }),
    }
    return this.read
  }

  /** True when that look was waited for. */
  fail(decodeId: number): boolean {
    if (this.underWay?.id !== decodeId) return false
    this.underWay = undefined
    return true
  }

  /** What the words say about the end, if they are known up to the last speech. */
  endOfCovered({ lastSpeechMs }: Utterance): TurnEnd | 'hold' | undefined {
    return this.read !== undefined && this.read.toMs >= lastSpeechMs ? this.read.end : undefined
  }

  /** Whether words over SAM's voice want the turn. */
  isMeant(words: string, text: TurnText): boolean {
    return wantsTurn(words, words !== '' && this.judge(words) === 'complete', text)
  }

  private endOf(words: string, utterance: Utterance | undefined, more: number | undefined): TurnEnd | 'hold' {
    if (utterance?.tentative && isNothing(words)) return 'complete'
    if (words === '' || utterance === undefined) return 'unknown'
    const rest = withoutHolds(words)
    // Over SAM's voice "hold on" is all that is meant: it stops SAM.
    if (endsWithHold(words) && (rest !== words || !utterance.overSam)) {
      utterance.heldOn = true
      return 'hold'
    }
    return this.judge(utterance.heldOn ? rest : words, more)
  }
}
