import type { OfflineRecognizer } from 'sherpa-onnx-node'
import sherpa from 'sherpa-onnx-node'
import { type Clock, systemClock } from '../core/clock.ts'
import { SamError } from '../core/errors.ts'
import { isTokenTable } from '../core/token-table.ts'
import type { ModelStore } from '../models/ports.ts'
import { hearingRateHz, type Recognition, type SpeechRecognizer } from './ports.ts'
import { planWindows, type SoundWindow } from './recognition-windows.ts'
import { findSpeech, speechProbabilities } from './speech-segments.ts'
import { cleanTranscript } from './transcript-text.ts'
import type { VoiceActivityModel } from './voice-activity.ts'

export interface RecognizerOptions {
  models: Pick<ModelStore, 'locate'>
  /** Catalogue id of a Whisper model. */
  model: string
  threads: number
  /** Says where somebody speaks: only that is decoded. */
  voiceActivity: VoiceActivityModel
  clock?: Clock
}

/**
 * Whisper by sherpa-onnx, outside the event loop, one sound at a time. Sound of any length: it is cut at pauses. Where
 * nobody speaks the answer is empty, since Whisper invents words for noise.
 * @throws SamError `model-missing`, `model-corrupted`
 */
export async function loadRecognizer(options: RecognizerOptions): Promise<SpeechRecognizer> {
  const { voiceActivity, clock = systemClock } = options
  const engine = await loadEngine(options)
  let engineFree: Promise<unknown> = Promise.resolve()

  const decode = async (samples: Float32Array, window: SoundWindow): Promise<string> => {
    const stream = engine.createStream()
    stream.acceptWaveform({ samples: samples.subarray(window.start, window.end), sampleRate: hearingRateHz })
    const { text } = await engine.decodeAsync(stream)
    const words = cleanTranscript(text)
    return isPlausible(words, window) ? words : ''
  }

  const recognize = async (samples: Float32Array): Promise<Recognition> => {
    const startedAtMs = clock.nowMs()
    const segments = await findSpeech(await speechProbabilities(samples, voiceActivity))
    const texts: string[] = []
    for (const window of planWindows(segments, samples.length)) texts.push(await decode(samples, window))
    const text = texts.filter((part) => part !== '').join(' ')
    return { text, decodeMs: clock.nowMs() - startedAtMs }
  }

  return {
    recognize(samples) {
      const turn = engineFree.then(() => recognize(samples))
      engineFree = turn.catch(() => {})
      return turn
    },
  }
}

/** The bare engine: the whole sound at once, its text as it comes. The baseline that `sam bench` measures against. */
export async function loadUnguardedRecognizer(
  options: Omit<RecognizerOptions, 'voiceActivity'>,
): Promise<SpeechRecognizer> {
  const { clock = systemClock } = options
  const engine = await loadEngine(options)
  return {
    async recognize(samples) {
      const startedAtMs = clock.nowMs()
      const stream = engine.createStream()
      stream.acceptWaveform({ samples, sampleRate: hearingRateHz })
      const { text } = await engine.decodeAsync(stream)
      return { text, decodeMs: clock.nowMs() - startedAtMs }
    },
  }
}

/** Nobody says more words than this in a second; text that claims it was invented. */
const mostWordsPerSecond = 8

function isPlausible(words: string, window: SoundWindow): boolean {
  const count = words.split(' ').filter((word) => word !== '').length
  return count <= 2 + mostWordsPerSecond * (window.speechSamples / hearingRateHz)
}

async function loadEngine({
  models,
  model,
  threads,
}: Omit<RecognizerOptions, 'voiceActivity'>): Promise<OfflineRecognizer> {
  const { encoder, decoder, tokens } = models.locate(model).files
  if (encoder === undefined || decoder === undefined || tokens === undefined)
    throw new SamError('model-missing', `"${model}" is not a model that recognises speech.`, {
      kind: 'missing',
      remedy: 'sam models list',
    })
  const corrupted = (cause?: unknown) =>
    new SamError('model-corrupted', `The recognition model ${model} cannot be loaded.`, {
      kind: 'missing',
      remedy: `sam models pull ${model}`,
      cause,
    })
  if (!isTokenTable(tokens)) throw corrupted()
  try {
    return await sherpa.OfflineRecognizer.createAsync({
      featConfig: { sampleRate: hearingRateHz, featureDim: 80 },
      modelConfig: {
        whisper: { encoder, decoder, language: 'en', task: 'transcribe' },
        tokens,
        numThreads: threads,
        provider: 'cpu',
        debug: 0,
      },
    })
  } catch (cause) {
    throw corrupted(cause)
  }
}
