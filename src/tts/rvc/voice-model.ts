/** Frames of content features, pitch and latents: one each 10 ms. */
export const framesPerSecond = 100

/** What a checkpoint is, whichever training program wrote it. */
export interface VoiceModelFacts {
  version: 'v1' | 'v2'
  /** False for models trained without pitch. */
  usesPitch: boolean
  /** Of the sound it makes: 32000, 40000 or 48000. */
  sampleRateHz: number
  /** Rows of its speaker table. */
  speakers: number
  /** Width of the content features it reads: 256 or 768. */
  phoneWidth: number
  /** Channels of a latent frame. */
  latentChannels: number
  /** Samples that one frame becomes. */
  samplesPerFrame: number
}

/** What the encoder reads, for a number of frames. */
export interface VoiceFrames {
  /** Content features [frames, phoneWidth]. */
  phone: Float32Array
  /** Coarse pitch, 1 to 255 [frames]; absent for models without pitch. */
  pitch?: BigInt64Array
  speaker: number
  /** Standard normal [latentChannels, frames]; zeros when absent. */
  noise?: Float32Array
}

/** What the decoder reads: [channels, frames] row by row. */
export interface Latents {
  frames: number
  data: Float32Array
}

/** A voice ready to speak: both halves of the network in onnxruntime. Not for two sounds at the same time. */
export interface VoiceModel extends VoiceModelFacts {
  encode(input: VoiceFrames): Promise<Latents>
  /**
   * The sound of the frames `from` to before `to`, equal to that part of a whole decode: the frames around it that the
   * decoder sees are taken from `latents` and `source`.
   * @param source excitation of all frames of `latents`, samplesPerFrame each; absent for models without pitch
   */
  decode(
    latents: Latents,
    source: Float32Array | undefined,
    speaker: number,
    range: { from: number; to: number },
  ): Promise<Float32Array>
  close(): Promise<void>
}
