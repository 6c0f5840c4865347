import { SamError } from '../core/errors.ts'
import { joinSamples } from '../core/numbers/join-samples.ts'
import type { Resampler } from './ports.ts'
import { hearingRateHz, type SoundSource } from './ports.ts'
import { createResampler } from './resampler.ts'

export interface PcmSource extends SoundSource {
  /**
   * Takes the next piece of the microphone: 16-bit integers or floats in [-1, 1], mono, at any common rate.
   * @throws SamError `audio-unreadable` for a rate that no microphone has
   */
  push(samples: Int16Array | Float32Array, sampleRateHz: number): void
  /** The microphone is gone: what was pushed is still delivered, then the stream ends. */
  end(): void
  /** Sound given up because nobody read it in time. */
  readonly droppedMs: number
}

/**
 * A microphone that somebody else drives: sound is pushed in and read out at `hearingRateHz`. When the reader falls
 * behind by more than `mostQueuedMs` the oldest sound goes, so that SAM hears the present and memory stays bounded.
 */
export function createPcmSource(mostQueuedMs = 5000): PcmSource {
  const mostQueued = Math.round((mostQueuedMs * hearingRateHz) / 1000)
  let queue: Float32Array[] = []
  let queuedSamples = 0
  let droppedSamples = 0
  let ended = false
  let resampler: { rateHz: number; stream: Resampler } | undefined
  let wake: (() => void) | undefined

  const notify = () => {
    wake?.()
    wake = undefined
  }
  const enqueue = (samples: Float32Array) => {
    if (samples.length === 0) return
    queue.push(samples)
    queuedSamples += samples.length
    while (queuedSamples > mostQueued) {
      const [oldest] = queue
      if (oldest === undefined) break
      const surplus = Math.min(oldest.length, queuedSamples - mostQueued)
      if (surplus === oldest.length) queue.shift()
      else queue[0] = oldest.subarray(surplus)
      queuedSamples -= surplus
      droppedSamples += surplus
    }
    notify()
  }

  return {
    get droppedMs() {
      return (droppedSamples * 1000) / hearingRateHz
    },
    get waitingSamples() {
      return queuedSamples
    },
    push(samples, sampleRateHz) {
      if (ended) return
      if (!Number.isInteger(sampleRateHz) || sampleRateHz < 8000 || sampleRateHz > 192_000)
        throw new SamError('audio-unreadable', `A microphone cannot deliver ${sampleRateHz} samples per second.`, {
          remedy: 'Send a rate between 8000 and 192000.',
        })
      if (resampler?.rateHz !== sampleRateHz) {
        if (resampler !== undefined) enqueue(resampler.stream.end())
        resampler = { rateHz: sampleRateHz, stream: createResampler(sampleRateHz) }
      }
      enqueue(resampler.stream.push(toFloats(samples)))
    },
    end() {
      if (ended) return
      if (resampler !== undefined) enqueue(resampler.stream.end())
      ended = true
      notify()
    },
    async *chunks(signal) {
      signal.addEventListener('abort', notify, { once: true })
      try {
        while (!signal.aborted) {
          if (queue.length > 0) {
            // All at once: a reader that is behind catches up in one step.
            const chunk = joinSamples(queue)
            queue = []
            queuedSamples = 0
            yield chunk
          } else if (ended) return
          else
            await new Promise<void>((resolve) => {
              wake = resolve
            })
        }
      } finally {
        signal.removeEventListener('abort', notify)
      }
    },
  }
}

/** A copy, because the caller may reuse its buffer. What is not a number becomes silence. */
function toFloats(samples: Int16Array | Float32Array): Float32Array {
  const scale = samples instanceof Int16Array ? 1 / 32_768 : 1
  const floats = new Float32Array(samples.length)
  for (const [index, sample] of samples.entries()) {
    const value = sample * scale
    floats[index] = value >= -1 ? Math.min(value, 1) : value < -1 ? -1 : 0
  }
  return floats
}
