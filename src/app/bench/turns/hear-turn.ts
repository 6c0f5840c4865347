import type { Ear, SpeechRecognizer } from '../../../audio/ports.ts'
import type { TurnJudge } from '../../../audio/turn-end.ts'
import type { TurnTakingSettings } from '../../../audio/turn-taking.ts'
import type { Clock } from '../../../core/clock.ts'
import type { EventSink } from '../../../core/events.ts'
import { type HeardTurn, HearingLoop } from '../../session/hearing-loop.ts'
import { inChunks } from '../hearing/recordings.ts'

export interface Listening {
  ear: Ear
  recognizer: SpeechRecognizer
  clock: Clock
  settings: TurnTakingSettings
  judgeTurnEnd?: TurnJudge
  /** Told what the loop tells. */
  emit?: EventSink
}

/** Where the measured end of a sound and that of its speech may differ. */
const toleranceMs = 60

/** Whether a turn was taken before the speech in it was over. */
export function isCutOff({ audioMs }: HeardTurn, speechEndsMs: number): boolean {
  return audioMs < speechEndsMs - toleranceMs
}

/** The turns that one sound falls into, in order; after the first no wake word is needed, and nobody answers. */
export async function hearTurns(samples: Float32Array, parts: Listening): Promise<HeardTurn[]> {
  const turns: HeardTurn[] = []
  const loop: HearingLoop = new HearingLoop({
    emit: () => undefined,
    ...parts,
    pace: 'file',
    listener: {
      async onTurn(turn) {
        turns.push(turn)
        await loop.attend(60_000)
      },
      isForSam: () => true,
      onNothing: () => undefined,
      mayResume: () => false,
      onSpeechOver: () => undefined,
      onFalseInterruption: () => undefined,
      onBargeIn: () => undefined,
      onStateChange: () => undefined,
      onTrouble: (error) => {
        throw error
      },
    },
  })
  await loop.restart()
  for await (const chunk of inChunks(samples, 32).chunks(new AbortController().signal)) await loop.feed(chunk)
  await loop.end()
  return turns
}
