import { requireWanted } from '../cancelled.ts'
import { framesPerSecond, type Latents, type VoiceModel } from '../voice-model.ts'

export interface SliceOptions {
  /** Frames of one slice; the halo around it is decoded twice, so short slices cost more. */
  frames?: number
  /** Only these frames of the latents; all when absent. */
  range?: { from: number; to: number }
  signal?: AbortSignal
}

/** A decode slice by slice: memory depends on the slice, and it ends within one when it is cancelled. Error `cancelled`. */
export async function* decodeSlices(
  model: VoiceModel,
  latents: Latents,
  source: Float32Array | undefined,
  speaker: number,
  { frames = 2 * framesPerSecond, range = { from: 0, to: latents.frames }, signal }: SliceOptions = {},
): AsyncGenerator<Float32Array> {
  for (let { from } = range; from < range.to; from += frames) {
    requireWanted(signal)
    yield await model.decode(latents, source, speaker, { from, to: Math.min(from + frames, range.to) })
  }
}
