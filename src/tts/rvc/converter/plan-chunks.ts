import { pitchHopSamples } from '../pitch/pitch-detector.ts'
import { framesPerSecond } from '../voice-model.ts'

/** Frames `from` to before `to`. */
export interface FrameRange {
  from: number
  to: number
}

/** The first chunk is short, so that the first sound comes early; later ones have time. */
const firstFrames = 3 * framesPerSecond
const laterFrames = 6 * framesPerSecond
/** A chunk is cut at the quietest place of its last part. */
const earliestCut = 0.6
/** So much longer may the last chunk be. */
const slack = 1.25
/** Half the width of what is called quiet. */
const quietFrames = 5

/**
 * Cuts a sound into chunks that are converted one after the other, at quiet places: memory and the wait for the first sound
 * depend on the length of a chunk, not of the sound.
 * @param samples mono at 16 kHz, a whole number of frames
 */
export function planChunks(samples: Float32Array): FrameRange[] {
  const frames = samples.length / pitchHopSamples
  const chunks: FrameRange[] = []
  let from = 0
  while (from < frames) {
    const wanted = from === 0 ? firstFrames : laterFrames
    const to = frames - from <= wanted * slack ? frames : quietest(samples, from + wanted * earliestCut, from + wanted)
    chunks.push({ from, to })
    from = to
  }
  return chunks
}

function quietest(samples: Float32Array, from: number, to: number): number {
  let best = { frame: to, energy: Number.POSITIVE_INFINITY }
  for (let frame = Math.round(from); frame <= to; frame++) {
    const around = samples.subarray((frame - quietFrames) * pitchHopSamples, (frame + quietFrames) * pitchHopSamples)
    const energy = around.reduce((sum, sample) => sum + sample * sample, 0)
    if (energy < best.energy) best = { frame, energy }
  }
  return best.frame
}
