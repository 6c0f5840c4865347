import type { EchoCanceller } from '../audio/echo/echo-canceller.ts'
import { resample } from '../audio/resampler.ts'
import type { SpeechOutput } from '../tts/ports.ts'

/**
 * A loudspeaker whose sound the microphone may hear: what goes out is told to the canceller, with the position of the
 * microphone's stream at which it does.
 * @param positionMs of the microphone's stream
 * @param isHeard whether sound of the microphone comes in: where none does, its stream stands still, and SAM's voice is not in it
 */
export function heardOutput(
  output: SpeechOutput,
  canceller: Pick<EchoCanceller, 'play' | 'cut'>,
  positionMs: () => number,
  isHeard: () => boolean,
): SpeechOutput {
  /** Where the sound that was handed out ends: an output that takes pieces plays them one after the other. */
  let busyUntilMs = 0
  return {
    ...(output.takesPieces === undefined ? {} : { takesPieces: output.takesPieces }),
    play(sentence, turnId, onStart) {
      return output.play(sentence, turnId, (start) => {
        if (isHeard()) {
          const fromMs = Math.max(positionMs(), busyUntilMs)
          busyUntilMs = fromMs + (sentence.samples.length / sentence.sampleRateHz) * 1000
          canceller.play(resample(sentence.samples, sentence.sampleRateHz), fromMs)
        }
        onStart?.(start)
      })
    },
    flush() {
      busyUntilMs = 0
      canceller.cut(positionMs())
      output.flush()
    },
  }
}
