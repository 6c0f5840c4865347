import type { TurnJudge } from '../../audio/turn-end.ts'
import type { HeardTurn } from './hearing-loop.ts'

/** A spoken request that was taken for whole. */
export interface TakenRequest {
  turnId: string
  text: string
  /** Where the sound stood when it was taken. */
  audioMs: number
  /** Of the sound, the stretch without an interruption in which it was said. */
  stretch: number
  /** A tool was called for it: what was done is not done again. */
  acted: boolean
}

/** Who goes on so soon after a turn was taken was cut off. */
const restWithinMs = 1000
/** Words that take back what was said go on with nothing. */
const takesBack =
  /^(?:oh |uh |um )?(?:no|nope|not|do not|don['’]t|wait|stop|hold on|hang on|sorry|actually|instead|i (?:meant|mean)|never ?mind|forget|scratch|cancel)\b/i

/**
 * The request with what was said before it, where that was its beginning: nothing was done yet, neither part is whole alone,
 * nothing is taken back, and nobody called SAM in between.
 */
export function withItsBeginning(before: TakenRequest | undefined, heard: HeardTurn, judge: TurnJudge): string {
  const { text } = heard
  if (before === undefined || before.acted || heard.addressed) return text
  if (heard.startedMs - before.audioMs > restWithinMs) return text
  if (takesBack.test(text) || judge(before.text) === 'complete' || judge(text) === 'complete') return text
  return `${before.text.replace(/[\s.,!?…-]+$/u, '')} ${text}`
}
