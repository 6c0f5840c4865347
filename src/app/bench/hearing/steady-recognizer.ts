import { hearingRateHz, type SpeechRecognizer } from '../../../audio/ports.ts'

/**
 * The recogniser, with the time that a decode takes on a machine with nothing else to do: measured times would make every run
 * another one.
 */
export function steadyRecognizer(recognizer: SpeechRecognizer): SpeechRecognizer {
  return {
    recognize: async (samples) => ({
      ...(await recognizer.recognize(samples)),
      decodeMs: 80 + 30 * (samples.length / hearingRateHz),
    }),
  }
}
