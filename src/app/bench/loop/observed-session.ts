import type { SoundSource } from '../../../audio/ports.ts'
import type { StampedEvent } from '../../../core/events.ts'
import { createSilentOutput } from '../../../tts/silent-output.ts'
import { openSession } from '../../open-session.ts'
import type { Sam } from '../../sam.ts'

/** What a session did with one sound. */
export interface Observation {
  events: StampedEvent[]
  /** The sounds that were decoded, in order. */
  decoded: Float32Array[]
  /** Clock time at which listening began. */
  startedAtMs: number
}

/** Lets SAM hear a sound from beginning to end, as `sam listen` does; nothing is carried out. */
export async function observeSession(sam: Sam, source: SoundSource, pace: 'file' | 'live'): Promise<Observation> {
  const { ear, recognizer } = sam.speech()
  const decoded: Float32Array[] = []
  const observed = {
    ...recognizer,
    recognize(samples: Float32Array) {
      decoded.push(samples)
      return recognizer.recognize(samples)
    },
  }
  const speech = () => ({ ear, recognizer: observed })
  const session = openSession(
    { ...sam, speech },
    { output: createSilentOutput(), pace, wakeRequired: true, echoFree: true, dryRun: true },
  )
  const events: StampedEvent[] = []
  const end = sam.hub.subscribe((event) => events.push(event))
  const startedAtMs = sam.clock.nowMs()
  await session.listen(source, new AbortController().signal)
  end()
  return { events, decoded, startedAtMs }
}
