import type { EchoGuard } from '../audio/echo-guard.ts'
import { resample } from '../audio/resampler.ts'
import type { SpeechOutput } from '../tts/ports.ts'

/**
 * A loudspeaker whose sound the microphone may hear: what goes out is told to the guard, with the position of the
 * microphone's stream at which it does.
 */
export function heardOutput(
  output: SpeechOutput,
  guard: Pick<EchoGuard, 'play' | 'cut'>,
  positionMs: () => number,
): SpeechOutput {
  /** Where the sound that was handed out ends: an output that takes pieces plays them one after the other. */
  let busyUntilMs = 0
  return {
    ...(output.takesPieces === undefined ? {} : { takesPieces: output.takesPieces }),
    play(sentence, turnId, onStart) {
      return output.play(sentence, turnId, (start) => {
        const fromMs = Math.max(positionMs(), busyUntilMs)
        busyUntilMs = fromMs + (sentence.samples.length / sentence.sampleRateHz) * 1000
        guard.play(resample(sentence.samples, sentence.sampleRateHz), fromMs)
        onStart?.(start)
      })
    },
    flush() {
      busyUntilMs = 0
      guard.cut(positionMs())
      output.flush()
    },
  }
}
