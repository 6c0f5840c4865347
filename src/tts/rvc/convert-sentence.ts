import type { Resampler } from '../../audio/ports.ts'
import type { Clock } from '../../core/clock.ts'
import { joinSamples } from '../../core/numbers/join-samples.ts'
import type { SentencePiece, SynthesizedSentence } from '../ports.ts'
import type { OwnVoice } from './own-voice.ts'
import { PieceQueue } from './piece-queue.ts'

export interface SentenceConversion {
  spoken: SynthesizedSentence
  change: Resampler
  sampleRateHz: number
  clock: Clock
  /** Clock time of the request. */
  startedAtMs: number
  signal?: AbortSignal | undefined
  onPiece?: ((piece: SentencePiece) => void) | undefined
}

/** A spoken sentence in another voice, at the rate that `change` leads to. Errors: `cancelled`. */
export async function convertSentence(voice: OwnVoice, conversion: SentenceConversion): Promise<SynthesizedSentence> {
  const { spoken, change, sampleRateHz, clock, startedAtMs } = conversion
  const wholeSamples = (spoken.samples.length / spoken.sampleRateHz) * sampleRateHz
  const takeWords = wordsByShare(spoken.sentence)
  const queue = new PieceQueue(wholeSamples / sampleRateHz, voice.realTimeFactor, conversion.onPiece ?? (() => {}))
  const begunAtMs = clock.nowMs()
  const pieces: Float32Array[] = []
  let firstSampleMs: number | undefined
  let madeSamples = 0
  const keep = (samples: Float32Array) => {
    if (samples.length === 0) return
    firstSampleMs ??= clock.nowMs() - startedAtMs
    pieces.push(samples)
    madeSamples += samples.length
    const piece = { sentence: takeWords(madeSamples / wholeSamples), samples, sampleRateHz }
    queue.push(piece, (clock.nowMs() - begunAtMs) / 1000)
  }
  for await (const piece of voice.converter.convert(spoken, voice.settings, conversion.signal)) keep(change.push(piece))
  keep(change.end())
  queue.end()
  const synthesisMs = clock.nowMs() - startedAtMs
  const samples = joinSamples(pieces)
  return { sentence: spoken.sentence, samples, sampleRateHz, firstSampleMs: firstSampleMs ?? synthesisMs, synthesisMs }
}

/** Answers the words between the share that was asked for last and this one, from 0 to 1. */
function wordsByShare(sentence: string): (share: number) => string {
  const words = sentence.split(/\s+/)
  let taken = 0
  return (share) => {
    const from = taken
    taken = Math.min(words.length, Math.max(from, Math.round(words.length * share)))
    return words.slice(from, taken).join(' ')
  }
}
