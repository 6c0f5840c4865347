import { judgeTurnEnd } from '../../../agent/turn-end.ts'
import type { Ear, SpeechRecognizer } from '../../../audio/ports.ts'
import type { TurnJudge } from '../../../audio/turn-end.ts'
import type { Clock } from '../../../core/clock.ts'
import type { Sam } from '../../sam.ts'
import { steadyRecognizer } from './steady-recognizer.ts'

export interface SteadyHearing {
  ear: Ear
  recognizer: SpeechRecognizer
  clock: Clock
  judgeTurnEnd: TurnJudge
}

/** Hears as SAM does, commands listened to again and ends of requests judged by their words, with decodes as long as on an idle machine. */
export async function openSteadyHearing(sam: Sam): Promise<SteadyHearing> {
  const { ear, recognizer: bare } = sam.speech()
  const recognizer = sam.hearCommands(bare)
  await recognizer.ready
  const { clock } = sam
  const route = (text: string) => sam.router.route(text, { now: clock.wallTime() })
  return {
    ear,
    recognizer: steadyRecognizer(recognizer),
    clock,
    judgeTurnEnd: (text, more) => judgeTurnEnd(text, route, more),
  }
}
