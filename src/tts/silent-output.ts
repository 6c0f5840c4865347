import type { SpeechOutput } from './ports.ts'

/** Nobody listens: sentences are made and told, and count as heard. */
export function createSilentOutput(): SpeechOutput {
  return {
    async play({ samples, sampleRateHz }, _turnId, onStart) {
      onStart?.({})
      return { playedMs: (samples.length / sampleRateHz) * 1000 }
    },
    flush() {},
  }
}
