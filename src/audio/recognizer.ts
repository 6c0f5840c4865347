import type { OfflineRecognizer } from 'sherpa-onnx-node'
import sherpa from 'sherpa-onnx-node'
import { type Clock, systemClock } from '../core/clock.ts'
import { SamError } from '../core/errors.ts'
import { isTokenTable } from '../core/token-table.ts'
import type { ModelStore } from '../models/ports.ts'
import {
  type CommandRecognizer,
  hearingRateHz,
  type Recognition,
  type Reconsideration,
  type SecondLook,
  type SpeechRecognizer,
} from './ports.ts'
import { planWindows, type SoundWindow } from './recognition-windows.ts'
import { findSpeech, speechProbabilities } from './speech-segments.ts'
import { cleanTranscript } from './transcript-text.ts'
import type { VoiceActivityModel } from './voice-activity.ts'
import { searchPhrase } from './whisper/command-search.ts'
import { LetterGraph } from './whisper/letter-graph.ts'
import { afterWords, type DecodableSound, decodeFreely, type FreeText, loadWhisper } from './whisper/whisper-decoder.ts'

export interface RecognizerOptions {
  models: Pick<ModelStore, 'locate'>
  /** Catalogue id of a Whisper model. */
  model: string
  threads: number
  /** Says where somebody speaks: only that is decoded. */
  voiceActivity: VoiceActivityModel
  clock?: Clock
}

/** A sound of this length has no more tokens than this: what goes on is a loop. */
const tokensPerSecond = 12
const leastTokens = 24
const mostTokens = 220

/** A sound that was recognised, as far as it may be asked about again. */
interface Heard {
  id: number
  sound: DecodableSound
  free: FreeText
  window: SoundWindow
}

/**
 * Whisper, computed outside the event loop, one sound at a time. Sound of any length: it is cut at pauses. Where nobody
 * speaks the answer is empty, since Whisper invents words for noise.
 * @throws SamError `model-missing`, `model-corrupted`
 */
export async function loadRecognizer(options: RecognizerOptions): Promise<CommandRecognizer> {
  const { voiceActivity, clock = systemClock } = options
  const whisper = await loadWhisper(options.models, options.model, options.threads)
  let engineFree: Promise<unknown> = Promise.resolve()
  let graph: LetterGraph | undefined
  let last: Heard | undefined
  let sounds = 0

  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = engineFree.then(work)
    engineFree = turn.catch(() => {})
    return turn
  }

  const decode = async (samples: Float32Array, window: SoundWindow): Promise<string> => {
    const sound = await whisper.listen(samples.subarray(window.start, window.end))
    const seconds = (window.end - window.start) / hearingRateHz
    const free = await decodeFreely(
      whisper,
      sound,
      Math.min(mostTokens, Math.ceil(leastTokens + tokensPerSecond * seconds)),
    )
    const words = cleanTranscript(free.text)
    if (!isPlausible(words, window)) return ''
    if (words !== '' && free.ended && free.trail.length > 0) last = { id: sounds, sound, free, window }
    return words
  }

  const recognize = async (samples: Float32Array): Promise<Recognition> => {
    const startedAtMs = clock.nowMs()
    const segments = await findSpeech(await speechProbabilities(samples, voiceActivity))
    sounds += 1
    last = undefined
    const texts: string[] = []
    const windows = planWindows(segments, samples.length)
    for (const window of windows) texts.push(await decode(samples, window))
    if (windows.length > 1) last = undefined
    const text = texts.filter((part) => part !== '').join(' ')
    return { text, decodeMs: clock.nowMs() - startedAtMs, ...(last === undefined ? {} : { soundId: sounds }) }
  }

  const reconsider = async (soundId: number, { spokenBefore, mostDoubt }: SecondLook): Promise<Reconsideration> => {
    const startedAtMs = clock.nowMs()
    const heard = last
    if (graph === undefined || heard === undefined || heard.id !== soundId) return { decodeMs: 0 }
    const start = afterWords(whisper, heard.free, spokenBefore)
    if (start === undefined) return { decodeMs: 0 }
    const own = heard.free.logLikelihood - start.logLikelihood
    const found = await searchPhrase(whisper, heard.sound, graph, { from: start.step, floor: own - mostDoubt })
    const words = found === undefined ? '' : cleanTranscript(found.text)
    const decodeMs = clock.nowMs() - startedAtMs
    if (found === undefined || words === '' || !isPlausible(words, heard.window)) return { decodeMs }
    return { decodeMs, phrase: { text: words, doubt: own - found.logLikelihood } }
  }

  return {
    recognize: (samples) => inTurn(() => recognize(samples)),
    reconsider: (soundId, look) => inTurn(() => reconsider(soundId, look)),
    learnVocabulary(vocabulary) {
      graph = new LetterGraph(vocabulary)
    },
  }
}

/** The bare engine, by sherpa-onnx: the whole sound at once, its text as it comes. The baseline that `sam bench` measures against. */
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
