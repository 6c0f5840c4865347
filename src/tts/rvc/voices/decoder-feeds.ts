import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { type ErrorRecord, SamError } from '../../../core/errors.ts'

/** What the decoder is to be run on, as it goes to another thread. */
export interface DecoderRequest {
  /** [channels, frames] */
  latents: Float32Array
  channels: number
  /** Samples of the frames in `latents`; absent for models without pitch. */
  source?: Float32Array
  /** The first of the latents that the later stages go on with, and the one after the last. */
  kept: readonly [number, number]
  /** Of the first frame in the whole sound. */
  place: number
  speaker: number
}

export type DecoderAnswer = { audio: Float32Array } | { error: ErrorRecord }

/** The sound of the frames that are kept. Error `voice-model-failed`. */
export async function runDecoder(session: InferenceSession, request: DecoderRequest): Promise<Float32Array> {
  const { latents, channels, source, kept, place, speaker } = request
  const feeds = {
    z: new Tensor('float32', latents, [1, channels, latents.length / channels]),
    kept: int64(kept),
    place: int64([place]),
    sid: int64([speaker]),
    ...(source === undefined ? {} : { source: new Tensor('float32', source, [1, 1, source.length]) }),
  }
  return outputOf(session, feeds, 'audio')
}

/** One output of a run. Error `voice-model-failed`. */
export async function outputOf(
  session: InferenceSession,
  feeds: Record<string, Tensor>,
  name: string,
): Promise<Float32Array> {
  const tensor = (await session.run(feeds))[name]
  if (tensor?.data instanceof Float32Array) return tensor.data
  throw new SamError('voice-model-failed', `The voice gave no "${name}".`)
}

export function int64(values: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(values, BigInt), [values.length])
}
