import type { PlaybackCommand, PlaybackReport } from './playback.worklet.ts'
import { createResampler, type Resampler } from './resampler.ts'

export interface PlayerHandlers {
  onProgress(clipId: number, playedMs: number, finished: boolean): void
  /** From this place in the clip on it sounds without a gap. @param atSeconds of the context's clock */
  onStart(clipId: number, fromMs: number, atSeconds: number): void
  /** It was silenced at this place. */
  onStop(clipId: number, untilMs: number): void
  onLoudness(loudness: number): void
}

/** The page's loudspeaker: sentences at the voice's rate, played in order, cut off at once. */
export interface Player {
  announce(clipId: number, sampleRateHz: number, sampleCount: number): void
  push(clipId: number, samples: Float32Array): void
  flush(throughClipId: number): void
}

interface Clip {
  resampler: Resampler
  expected: number
  received: number
}

export function createPlayer(context: AudioContext, handlers: PlayerHandlers): Player {
  const node = new AudioWorkletNode(context, 'sam-playback', {
    numberOfInputs: 0,
    numberOfOutputs: 1,
    outputChannelCount: [1],
  })
  node.connect(context.destination)
  const clips = new Map<number, Clip>()
  let flushedThrough = -1

  const command = (message: PlaybackCommand) => node.port.postMessage(message)

  node.port.onmessage = (event: MessageEvent<PlaybackReport>) => {
    const { started, stopped, progress, loudness } = event.data
    const msOf = (samples: number) => (samples / context.sampleRate) * 1000
    for (const { clipId, fromSample, at } of started)
      handlers.onStart(clipId, msOf(fromSample), at / context.sampleRate)
    if (stopped !== undefined) handlers.onStop(stopped.clipId, msOf(stopped.untilSample))
    const latencyMs = (context.outputLatency || context.baseLatency || 0) * 1000
    for (const { clipId, playedSamples, finished } of progress) {
      const playedMs = msOf(playedSamples)
      const whole = finished && clipId > flushedThrough
      handlers.onProgress(clipId, Math.max(0, whole ? playedMs : playedMs - latencyMs), finished)
    }
    handlers.onLoudness(loudness)
  }

  return {
    announce(clipId, sampleRateHz, sampleCount) {
      if (clipId <= flushedThrough) return
      clips.set(clipId, {
        resampler: createResampler(sampleRateHz, context.sampleRate),
        expected: sampleCount,
        received: 0,
      })
    },
    push(clipId, samples) {
      const clip = clips.get(clipId)
      // Samples of a sentence that was cut off may still be under way.
      if (clip === undefined) return
      clip.received += samples.length
      const last = clip.received >= clip.expected
      command({ type: 'samples', clipId, samples: clip.resampler.push(samples), last: false })
      if (!last) return
      command({ type: 'samples', clipId, samples: clip.resampler.end(), last: true })
      clips.delete(clipId)
    },
    flush(throughClipId) {
      flushedThrough = Math.max(flushedThrough, throughClipId)
      for (const clipId of [...clips.keys()]) if (clipId <= throughClipId) clips.delete(clipId)
      command({ type: 'flush', throughClipId })
    },
  }
}
