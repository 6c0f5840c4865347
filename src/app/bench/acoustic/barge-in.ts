import { seededRandom } from '../../../core/numbers/random.ts'
import type { Sam } from '../../sam.ts'
import type { BenchRecord } from '../record.ts'
import { type AcousticOptions, bargeInGoals, notesOf, prepare, summarize, talkUnder } from './acoustic.ts'
import type { TalkScore } from './over-talk.ts'
import { soundsOver } from './sounds.ts'

/** What a browser's echo canceller leaves of SAM: 30 dB less. */
const cancelledLevel = 0.03

/**
 * Somebody makes sounds while SAM talks: a part of `acoustic`, and the same once more where a browser takes most of the echo
 * out. That is the baseline: with next to no echo.
 */
export async function benchBargeIn(sam: Sam, options: AcousticOptions): Promise<BenchRecord> {
  const stage = await prepare(sam, options)
  const sounds = await soundsOver(stage.synthesizer, options.data, stage.random)
  const own: TalkScore[] = []
  const cancelled: TalkScore[] = []
  for (const [index, room] of stage.rooms.entries()) {
    own.push(await talkUnder(stage, options, room, sounds, index, stage.random))
    const quiet = { ...room, name: `${room.name}, echo cancelled`, echoLevel: cancelledLevel }
    cancelled.push(await talkUnder(stage, options, quiet, sounds, index, seededRandom(options.seed + index)))
  }
  const figures = summarize(own)
  return {
    name: 'barge-in',
    figures: { rooms: stage.rooms.length, seed: options.seed, ...figures },
    baseline: summarize(cancelled),
    ratio: {},
    goals: bargeInGoals(figures),
    notes: notesOf([...own, ...cancelled]),
  }
}
