import type { SpokenReply } from '../../tts/speaker.ts'
import type { ConsentQuestion } from './consent-question.ts'
import type { Deeds } from './deeds.ts'

/** A turn of SAM that is not over. */
export interface RunningTurn {
  turnId: string
  abort: AbortController
  /** What was done in it. */
  deeds: Deeds
  question?: ConsentQuestion
  /** Where the sound stood when the question began to sound. */
  askedAtMs?: number
  /** Ends the sound of the question and leaves it open. */
  hushQuestion?: () => void
  /** The call that the question is about. */
  askedCallId?: string
  done: Promise<void>
  /** Resolves when the turn is over or waits for the user: sound from files goes on then. */
  yielded: PromiseWithResolvers<void>
  asleepAfter: boolean
  /** Its reply began to sound. */
  speaks: boolean
  /** What it says; absent where SAM answers in text only. */
  reply?: Pick<SpokenReply, 'hold' | 'resume'>
}
