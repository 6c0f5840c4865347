import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { SamError } from '../../../core/errors.ts'
import { requireWanted } from '../cancelled.ts'
import { logMel, melBands } from './log-mel.ts'
import { type PitchDetector, pitchHopSamples } from './pitch-detector.ts'

/** Pitches the model tells apart, 20 cents each. */
const pitches = 360
const centsPerPitch = 20
/** Of the first pitch, over 10 Hz. */
const firstCents = 1997.3794084376191
const voicedAbove = 0.03
/** On each side of the best pitch, as far as the mean is taken. */
const neighbours = 4
/** The model halves its frames five times. */
const frameMultiple = 32
/** Twenty seconds at a time, seen with this many frames around them. */
const windowFrames = 1920
const aroundFrames = 128

/**
 * RMVPE (Wei et al. 2023, "RMVPE: A Robust Model for Vocal Pitch Estimation in Polyphonic Music") from `rmvpe.onnx`: one input
 * [1, 128, frames] of log mel bands, one output [1, frames, 360], how likely each pitch is. Error `voice-model-failed` for another model.
 */
export function createRmvpe(session: InferenceSession): PitchDetector {
  return {
    async detect(samples, signal) {
      const frames = Math.floor(samples.length / pitchHopSamples)
      const hertz = new Float32Array(frames)
      for (let start = 0; start < frames; start += windowFrames) {
        requireWanted(signal)
        const end = Math.min(start + windowFrames, frames)
        const [left, right] = [Math.max(0, start - aroundFrames), Math.min(frames, end + aroundFrames)]
        const likely = await run(session, logMel(samples, left, right - left), right - left)
        for (let frame = start; frame < end; frame++)
          hertz[frame] = pitchOf(likely.subarray((frame - left) * pitches, (frame - left + 1) * pitches))
      }
      return hertz
    },
  }
}

/** @param bands [melBands, frames] */
async function run(session: InferenceSession, bands: Float32Array, frames: number): Promise<Float32Array> {
  const padded = Math.ceil(frames / frameMultiple) * frameMultiple
  const input = new Float32Array(melBands * padded)
  for (let band = 0; band < melBands; band++)
    input.set(bands.subarray(band * frames, (band + 1) * frames), band * padded)
  const [inputName = ''] = session.inputNames
  const [outputName = ''] = session.outputNames
  const output = (await session.run({ [inputName]: new Tensor('float32', input, [1, melBands, padded]) }))[outputName]
  if (output?.data instanceof Float32Array && output.data.length === padded * pitches) return output.data
  throw new SamError('voice-model-failed', 'The model "rmvpe" is not the RMVPE that SAM knows.')
}

/** Hertz: the mean of the pitches around the likeliest, by their likelihood; 0 where none is likely. */
export function pitchOf(likely: Float32Array): number {
  let best = 0
  for (let pitch = 1; pitch < likely.length; pitch++)
    if ((likely[pitch] as number) > (likely[best] as number)) best = pitch
  if (!((likely[best] as number) > voicedAbove)) return 0
  let [weight, cents] = [0, 0]
  for (let pitch = Math.max(0, best - neighbours); pitch <= Math.min(likely.length - 1, best + neighbours); pitch++) {
    weight += likely[pitch] as number
    cents += (likely[pitch] as number) * (firstCents + centsPerPitch * pitch)
  }
  return 10 * 2 ** (cents / weight / 1200)
}
