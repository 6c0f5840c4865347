import { joinSamples } from '../core/numbers/join-samples.ts'
import { loudnessOf } from '../core/numbers/loudness.ts'
import type { Ear, FrameAnalysis } from './ports.ts'
import { frameMs, frameSamples, type VoiceActivity } from './voice-activity.ts'
import type { WakeListener } from './wake/wake-listener.ts'

/** Voice activity and wake words, frame by frame. Calls may overlap: they are answered in order. */
export function createEar(activity: VoiceActivity, wake: WakeListener): Ear {
  let pending: Float32Array = new Float32Array(0)
  let positionMs = 0
  let previous: Promise<unknown> = Promise.resolve()

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = previous.then(work)
    previous = turn.catch(() => {})
    return turn
  }

  const analyze = async (samples: Float32Array): Promise<FrameAnalysis[]> => {
    const joined = pending.length === 0 ? samples : joinSamples([pending, samples])
    const frames = Math.floor(joined.length / frameSamples)
    pending = joined.slice(frames * frameSamples)
    const probabilities = await activity.probabilities(joined.subarray(0, frames * frameSamples))
    const analyses: FrameAnalysis[] = []
    for (const [index, speechProbability] of probabilities.entries()) {
      const frame = joined.subarray(index * frameSamples, (index + 1) * frameSamples)
      positionMs += frameMs
      const { fired, best, enoughSpeech } = await wake.push(frame, speechProbability)
      const loudness = loudnessOf(frame)
      analyses.push({
        ...{ endMs: positionMs, speechProbability, loudness },
        ...(fired === undefined ? {} : { wake: fired }),
        ...(best === undefined || !enoughSpeech ? {} : { nearest: best }),
      })
    }
    return analyses
  }

  return {
    analyze: (samples) => inTurn(() => analyze(samples)),
    reset: () =>
      inTurn(async () => {
        pending = new Float32Array(0)
        positionMs = 0
        activity.reset()
        wake.reset()
      }),
  }
}
