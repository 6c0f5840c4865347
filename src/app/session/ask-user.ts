import type { ConsentReply, Tier } from '../../core/events.ts'
import type { Speaker } from '../../tts/speaker.ts'
import { type AnswerCircumstances, type ConsentAnswer, ConsentQuestion } from './consent-question.ts'
import type { HearingLoop } from './hearing-loop.ts'
import type { RunningTurn } from './running-turn.ts'

export interface AskingParts {
  hearing: Pick<HearingLoop, 'positionMs' | 'expectAnswer' | 'attend'>
  /** Absent where SAM asks in text only. */
  speaker?: Speaker
  readConsent(text: string, prompt: string, how: AnswerCircumstances): ConsentAnswer
  /** Silence is no. */
  consentMs: number
  /** The question was opened or closed. */
  onChange(): void
}

/** Asks whether SAM may do something, in the middle of a turn: spoken, answered by words or a click, never open for ever. */
export async function askUser(
  turn: RunningTurn,
  prompt: string,
  tier: Tier,
  parts: AskingParts,
): Promise<ConsentReply> {
  const { hearing, speaker, consentMs } = parts
  const hush = new AbortController()
  const signal = AbortSignal.any([turn.abort.signal, hush.signal])
  const begun = () => {
    turn.askedAtMs ??= hearing.positionMs
  }
  const say = async (text: string) => {
    const spoken = speaker?.begin(turn.turnId, signal, begun)
    spoken?.push(text)
    await spoken?.finish()
    begun()
  }
  const sayAndListen = (text: string) => {
    void say(text)
    turn.yielded.resolve()
    void hearing.attend(consentMs)
  }
  const question = new ConsentQuestion({
    readAnswer: (text, how) => parts.readConsent(text, prompt, how),
    askAgain: () => sayAndListen(`Sorry, yes or no? ${prompt}`),
    needsClick: tier === 'strong-confirm',
    askForClick: () => sayAndListen('Please confirm it in the panel, too.'),
    timeoutMs: consentMs,
  })
  turn.question = question
  hearing.expectAnswer(true)
  turn.hushQuestion = () => hush.abort()
  delete turn.askedAtMs
  turn.abort.signal.addEventListener('abort', () => question.withdraw('stopped'), { once: true })
  parts.onChange()
  // A click needs no rest of the question.
  void question.decision.then(() => hush.abort())
  await say(prompt)
  // Silence is counted from the end of the question, not from its beginning.
  question.open()
  if (!question.closed) await hearing.attend(consentMs)
  turn.yielded.resolve()
  const decision = await question.decision
  hearing.expectAnswer(false)
  delete turn.question
  parts.onChange()
  return decision
}
