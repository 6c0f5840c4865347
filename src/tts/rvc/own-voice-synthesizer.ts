import type { Resampler } from '../../audio/ports.ts'
import type { Clock } from '../../core/clock.ts'
import { type ErrorRecord, SamError, toSamError } from '../../core/errors.ts'
import { joinSamples } from '../../core/numbers/join-samples.ts'
import type { SentencePiece, SpeechSynthesizer, SynthesisOptions, SynthesizedSentence } from '../ports.ts'
import { convertSentence } from './convert-sentence.ts'
import { LoadedVoice, type OwnVoice } from './own-voice.ts'

export interface OwnVoiceSynthesizerOptions {
  /** Speaks what is converted, and speaks itself where that cannot be. */
  plain: SpeechSynthesizer
  /** The own voice that speaks when a request names none; empty: the plain one. */
  ownVoice: string
  /** Whether an id names one of the user's voices and not a plain one. */
  isOwn(id: string): boolean
  openVoice(id: string): Promise<OwnVoice>
  /** Another one when the files of a voice were replaced: its next sentence is spoken with the new ones. */
  fingerprint(id: string): string
  changeRate(fromRateHz: number, toRateHz: number): Resampler
  /** While an own voice is wanted everything sounds at this rate, whoever speaks. */
  outputRateHz: number
  clock: Clock
}

export interface OwnVoiceSynthesizer extends SpeechSynthesizer {
  /** Loads the configured voice ahead of its first sentence; what stands in the way is told with that one. */
  warm(): Promise<void>
}

/** Seconds of work for a second of sound. Slower than this, it is heard that SAM has to get ahead before it begins. */
const inTime = 0.8
/** Slower than this nobody wants to wait for. */
const bearable = 1.5

/**
 * The user's own voice around a plain one: a sentence is spoken by the plain voice and converted piece by piece. What stands in
 * the way (no model for content features, a slow machine, a damaged voice) is told once, and the plain voice is heard. One
 * sentence at a time. Errors: those of the plain voice, `cancelled`.
 */
export function createOwnVoiceSynthesizer(options: OwnVoiceSynthesizerOptions): OwnVoiceSynthesizer {
  const { plain, clock, outputRateHz: sampleRateHz } = options
  const voices = new LoadedVoice(options.openVoice, options.fingerprint)
  const told = new Set<string>()
  let converterFree: Promise<unknown> = Promise.resolve()

  const tellOnce = (error: SamError | undefined): { trouble?: ErrorRecord } => {
    if (error === undefined || told.has(error.message)) return {}
    told.add(error.message)
    return { trouble: error.toJSON() }
  }

  const speak = async (id: string, sentence: string, request: SynthesisOptions): Promise<SynthesizedSentence> => {
    const { rate, signal } = request
    const startedAtMs = clock.nowMs()
    const plainly = { ...(rate === undefined ? {} : { rate }), ...(signal === undefined ? {} : { signal }) }
    const spoken = await plain.synthesize(sentence, plainly)
    let begun = false
    const tell = (piece: SentencePiece) => {
      begun = true
      request.onPiece?.(piece)
    }
    try {
      const voice = await voices.get(id)
      requireBearable(voice)
      const change = options.changeRate(voice.converter.sampleRateHz, sampleRateHz)
      const onPiece = request.onPiece === undefined ? undefined : tell
      const conversion = { spoken, change, sampleRateHz, clock, startedAtMs, signal, onPiece }
      const sound = await convertSentence(voice, conversion)
      const late = voice.realTimeFactor > inTime
      return { ...sound, ...tellOnce(late ? slow(voice, ' There is a pause before each sentence.') : voice.trouble) }
    } catch (thrown) {
      const error = toSamError(thrown)
      if (error.kind === 'cancelled' || begun) throw error
      const change = options.changeRate(spoken.sampleRateHz, sampleRateHz)
      const samples = joinSamples([change.push(spoken.samples), change.end()])
      return { ...spoken, samples, sampleRateHz, ...tellOnce(plainInstead(error)) }
    }
  }

  return {
    async warm() {
      if (options.ownVoice !== '') await voices.get(options.ownVoice).catch(() => {})
    },
    synthesize(sentence, request = {}) {
      const id = request.voice ?? options.ownVoice
      if (id === '' || (request.voice !== undefined && !options.isOwn(id))) return plain.synthesize(sentence, request)
      const turn = converterFree.then(() => speak(id, sentence, request))
      converterFree = turn.catch(() => {})
      return turn
    },
  }
}

function requireBearable(voice: OwnVoice): void {
  if (voice.realTimeFactor > bearable) throw slow(voice)
}

function slow({ realTimeFactor }: OwnVoice, consequence = ''): SamError {
  const effort = `${realTimeFactor.toFixed(1)} seconds of work for a second of sound`
  return new SamError('voice-slow', `Your voice takes ${effort} on this machine.${consequence}`, {
    remedy: 'sam voices use plain',
  })
}

function plainInstead({ code, message, kind, remedy }: SamError): SamError {
  const cure = remedy === undefined ? {} : { remedy }
  return new SamError(code, `${message} The plain voice speaks instead.`, { kind, ...cure })
}
