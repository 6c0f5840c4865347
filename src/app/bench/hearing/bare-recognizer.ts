import sherpa from 'sherpa-onnx-node'
import { hearingRateHz, type SpeechRecognizer } from '../../../audio/ports.ts'
import { locateWhisper } from '../../../audio/whisper/whisper-decoder.ts'
import { systemClock } from '../../../core/clock.ts'
import type { ModelStore } from '../../../models/ports.ts'

/**
 * The bare engine, by sherpa-onnx: the whole sound at once, its text as it comes. A baseline.
 * @throws SamError `model-missing`, `model-corrupted`
 */
export async function loadBareRecognizer(
  models: Pick<ModelStore, 'locate'>,
  { model, threads }: { model: string; threads: number },
): Promise<SpeechRecognizer> {
  const { encoder, decoder, tokens } = locateWhisper(models, model)
  const engine = await sherpa.OfflineRecognizer.createAsync({
    featConfig: { sampleRate: hearingRateHz, featureDim: 80 },
    modelConfig: {
      whisper: { encoder, decoder, language: 'en', task: 'transcribe' },
      tokens,
      numThreads: threads,
      provider: 'cpu',
      debug: 0,
    },
  })
  return {
    async recognize(samples) {
      const startedAtMs = systemClock.nowMs()
      const stream = engine.createStream()
      stream.acceptWaveform({ samples, sampleRate: hearingRateHz })
      const { text } = await engine.decodeAsync(stream)
      return { text, decodeMs: systemClock.nowMs() - startedAtMs }
    },
  }
}
