import type { EchoCanceller } from '../../audio/echo/echo-canceller.ts'
import { hearingRateHz } from '../../audio/ports.ts'
import { resample } from '../../audio/resampler.ts'
import type { SpeechOutput } from '../../tts/ports.ts'

/** The microphone that hears a loudspeaker. */
export interface HeardBy {
  /** Of its stream, as far as SAM has worked on it. */
  readonly positionMs: number
  /** Samples of its stream that have arrived. */
  readonly arrivedSamples: number
  /** Whether sound of it comes in: where none does, its stream stands still, and SAM's voice is not in it. */
  readonly hears: boolean
}

/**
 * A loudspeaker whose sound the microphone may hear: what goes out is told to the canceller, with the position of the
 * microphone's stream at which it is thought to, and then, by loudspeakers that tell, at which it really does.
 * @param microphone asked anew each time
 */
export function heardOutput(
  output: SpeechOutput,
  canceller: Pick<EchoCanceller, 'play' | 'tell' | 'tellStop' | 'doubtDelay' | 'cut'>,
  microphone: () => HeardBy,
): SpeechOutput {
  /** Where the sound that was handed out ends: an output that takes pieces plays them one after the other. */
  let busyUntilMs = 0
  let lastOpenings: number | undefined
  return {
    ...(output.takesPieces === undefined ? {} : { takesPieces: output.takesPieces }),
    play(sentence, turnId, onStart) {
      let clip: ReturnType<EchoCanceller['play']> | undefined
      return output.play(
        sentence,
        turnId,
        (start) => {
          const { hears, positionMs } = microphone()
          if (hears) {
            const fromMs = Math.max(positionMs, busyUntilMs)
            busyUntilMs = fromMs + (sentence.samples.length / sentence.sampleRateHz) * 1000
            clip = canceller.play(resample(sentence.samples, sentence.sampleRateHz), fromMs)
          }
          onStart?.(start)
        },
        (report) => {
          if (clip === undefined) return
          if (report.type === 'stop') return canceller.tellStop(clip, samplesOf(report.untilMs))
          const { fromMs, afterHeard, openings } = report
          if (lastOpenings !== undefined && openings !== lastOpenings) canceller.doubtDelay()
          lastOpenings = openings
          canceller.tell(clip, samplesOf(fromMs), microphone().arrivedSamples + afterHeard)
        },
      )
    },
    flush() {
      busyUntilMs = 0
      canceller.cut(microphone().positionMs)
      output.flush()
    },
  }
}

function samplesOf(ms: number): number {
  return (ms * hearingRateHz) / 1000
}
