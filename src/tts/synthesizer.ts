import fs from 'node:fs/promises'
import type { OfflineTts } from 'sherpa-onnx-node'
import sherpa from 'sherpa-onnx-node'
import { type Clock, systemClock } from '../core/clock.ts'
import { SamError, toSamError } from '../core/errors.ts'
import { isTokenTable } from '../core/files/token-table.ts'
import { joinSamples } from '../core/numbers/join-samples.ts'
import { untilAborted } from '../core/until-aborted.ts'
import type { ModelStore } from '../models/ports.ts'
import type { SpeechSynthesizer, SynthesisOptions, SynthesizedSentence } from './ports.ts'
import { quickVoiceFile } from './quick-voice.ts'
import { cutLong } from './sentences.ts'
import { toSpokenText } from './spoken-text.ts'

export interface SynthesizerOptions {
  models: Pick<ModelStore, 'locate'>
  /** Catalogue id of the voice that speaks when a request names none. */
  voice: string
  /** Pace of requests that name none; 1 is the voice's own. */
  rate?: number
  /** Threads of one synthesis. */
  threads?: number
  /** The same words always sound the same: for measuring. Else the voice varies a little, as people do. */
  steady?: boolean
  clock?: Clock
}

export interface PiperSynthesizer extends SpeechSynthesizer {
  /** Loads a voice ahead of its first sentence. */
  warm(voice?: string): Promise<void>
}

/**
 * A longer text is made piece by piece: what one call needs grows with its text, and the engine never gives it back (130 MB at this length,
 * 440 MB at 300 characters).
 */
const longestPiece = 120

/** A voice takes about 100 MB; the last ones used stay. */
const mostLoadedVoices = 2

/**
 * Piper voices (VITS) by sherpa-onnx, outside the event loop. One sentence at a time: the engine is not made for two.
 * A cancelled request ends at once; the engine finishes the clause it is at behind the scenes.
 */
export function createSynthesizer(options: SynthesizerOptions): PiperSynthesizer {
  const { models, threads = 1, steady = false, clock = systemClock } = options
  const loaded = new Map<string, Promise<OfflineTts>>()
  let engineFree: Promise<unknown> = Promise.resolve()

  const load = (id: string): Promise<OfflineTts> => {
    const voice = loaded.get(id) ?? loadVoice(models, id, threads, steady)
    loaded.delete(id)
    loaded.set(id, voice)
    voice.catch(() => loaded.delete(id))
    const [oldest] = loaded.keys()
    if (loaded.size > mostLoadedVoices && oldest !== undefined) loaded.delete(oldest)
    return voice
  }

  const generate = async (sentence: string, request: SynthesisOptions): Promise<SynthesizedSentence> => {
    const startedAtMs = clock.nowMs()
    const voice = await load(request.voice ?? options.voice)
    const text = toSpokenText(sentence)
    if (text === '')
      return {
        sentence,
        samples: new Float32Array(0),
        sampleRateHz: voice.sampleRate,
        firstSampleMs: 0,
        synthesisMs: 0,
      }
    let firstSampleMs: number | undefined
    const pieces: Float32Array[] = []
    for (const piece of cutLong(text, longestPiece)) {
      if (request.signal?.aborted) break
      const { samples } = await voice.generateAsync({
        text: piece,
        sid: 0,
        speed: request.rate ?? options.rate ?? 1,
        enableExternalBuffer: false,
        onProgress: () => {
          firstSampleMs ??= clock.nowMs() - startedAtMs
          return request.signal?.aborted !== true
        },
      })
      pieces.push(samples)
    }
    const synthesisMs = clock.nowMs() - startedAtMs
    const [samples = new Float32Array(0), ...others] = pieces
    return {
      sentence,
      samples: others.length === 0 ? samples : joinSamples(pieces),
      sampleRateHz: voice.sampleRate,
      firstSampleMs: firstSampleMs ?? synthesisMs,
      synthesisMs,
    }
  }

  return {
    async warm(voice = options.voice) {
      await load(voice)
    },
    async synthesize(sentence, request = {}) {
      const { signal } = request
      if (signal?.aborted) throw cancelled()
      const turn = engineFree.then(() => {
        if (signal?.aborted) throw cancelled()
        return generate(sentence, request)
      })
      engineFree = turn.catch(() => {})
      return await untilAborted(turn, signal, cancelled)
    },
  }
}

async function loadVoice(
  models: Pick<ModelStore, 'locate'>,
  id: string,
  threads: number,
  steady: boolean,
): Promise<OfflineTts> {
  const { model, tokens, espeakData } = locateVoice(models, id)
  const damaged = (cause?: unknown) =>
    new SamError('voice-missing', `The voice ${id} cannot be loaded: its files are damaged.`, {
      kind: 'missing',
      remedy: `sam models pull ${id}`,
      cause,
    })
  if (!isTokenTable(tokens)) throw damaged()
  const open = (file: string) =>
    sherpa.OfflineTts.createAsync({
      model: {
        vits: { model: file, tokens, dataDir: espeakData, ...(steady ? { noiseScale: 0, noiseScaleW: 0 } : {}) },
        numThreads: threads,
        provider: 'cpu',
        debug: 0,
      },
      // Sound comes back, and a cancelled request stops, after each of these.
      maxNumSentences: 1,
    })
  try {
    const quick = await quickVoiceFile(model)
    if (quick === model) return await open(model)
    return await open(quick).catch(async () => {
      // It is no part of what was installed, so it alone may be damaged.
      await fs.rm(quick, { force: true })
      return open(model)
    })
  } catch (cause) {
    throw damaged(cause)
  }
}

function locateVoice(
  models: Pick<ModelStore, 'locate'>,
  id: string,
): { model: string; tokens: string; espeakData: string } {
  let files: Record<string, string>
  try {
    files = models.locate(id).files
  } catch (cause) {
    const error = toSamError(cause)
    const unknown = error.code === 'model-unknown'
    throw new SamError('voice-missing', unknown ? `There is no voice called "${id}".` : error.message, {
      kind: 'missing',
      remedy: unknown ? 'sam models list' : (error.remedy ?? `sam models pull ${id}`),
      cause,
    })
  }
  const { model, tokens, espeakData } = files
  if (model === undefined || tokens === undefined || espeakData === undefined)
    throw new SamError('voice-missing', `"${id}" is not a voice.`, { kind: 'missing', remedy: 'sam models list' })
  return { model, tokens, espeakData }
}

function cancelled(): SamError {
  return new SamError('cancelled', 'The sentence was cancelled.', { kind: 'cancelled' })
}
