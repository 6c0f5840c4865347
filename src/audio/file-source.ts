import { setTimeout as delay } from 'node:timers/promises'
import { type Clock, systemClock } from '../core/clock.ts'
import { joinSamples } from '../core/numbers/join-samples.ts'
import { hearingRateHz, type SoundSource } from './ports.ts'
import { createResampler } from './resampler.ts'
import type { WavSound } from './wav.ts'
import { readWavFile } from './wav-file.ts'

export interface FileSourceOptions {
  /** Deliver the sound no faster than a microphone would. */
  realTime?: boolean
  /** Length of the chunks; larger ones cost less. */
  chunkMs?: number
  clock?: Clock
}

export interface FileSource extends SoundSource {
  /** Length of all the files together. */
  readonly durationMs: number
}

/**
 * Several WAV files, in order, as one continuous microphone. All are read before the first sample is given, so that a
 * broken one is an error at the start and not a half-done conversation.
 * @throws SamError `audio-unreadable`
 */
export async function openFileSource(files: readonly string[], options: FileSourceOptions = {}): Promise<FileSource> {
  const sounds: WavSound[] = []
  for (const file of files) sounds.push(await readWavFile(file))
  const durationMs = sounds.reduce((sum, sound) => sum + (sound.samples.length / sound.sampleRateHz) * 1000, 0)
  const { realTime = false, chunkMs = realTime ? 32 : 160, clock = systemClock } = options
  const chunkSamples = Math.max(1, Math.round((chunkMs * hearingRateHz) / 1000))
  return {
    durationMs,
    async *chunks(signal) {
      const startedAtMs = clock.nowMs()
      let givenSamples = 0
      for await (const chunk of inChunks(resampled(sounds, signal), chunkSamples)) {
        givenSamples += chunk.length
        if (realTime) {
          const dueAtMs = startedAtMs + (givenSamples * 1000) / hearingRateHz
          // A chunk exists once its last sample was spoken.
          await delay(Math.max(0, dueAtMs - clock.nowMs()), undefined, { signal }).catch(() => {})
        }
        if (signal.aborted) return
        yield chunk
      }
    },
  }
}

/** One second at a time, so that a long file is not held twice. */
async function* resampled(sounds: readonly WavSound[], signal: AbortSignal): AsyncGenerator<Float32Array> {
  for (const { samples, sampleRateHz } of sounds) {
    const resampler = createResampler(sampleRateHz)
    for (let at = 0; at < samples.length; at += sampleRateHz) {
      if (signal.aborted) return
      yield resampler.push(samples.subarray(at, at + sampleRateHz))
    }
    yield resampler.end()
  }
}

async function* inChunks(parts: AsyncIterable<Float32Array>, length: number): AsyncGenerator<Float32Array> {
  let pending: Float32Array = new Float32Array(0)
  for await (const part of parts) {
    pending = pending.length === 0 ? part : joinSamples([pending, part])
    let at = 0
    for (; at + length <= pending.length; at += length) yield pending.slice(at, at + length)
    pending = pending.subarray(at)
  }
  if (pending.length > 0) yield pending.slice()
}
