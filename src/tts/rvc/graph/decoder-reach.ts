import type { Architecture } from '../checkpoint/architecture.ts'

/** Frames around a slice that its sound depends on. */
export interface DecoderReach {
  /** For the first stage, and so for the whole decoder. */
  frames: number
  /** For the later stages, which see further in samples and less far in time, and where nearly all of the work is. */
  laterFrames: number
}

/** Half of the decoder's first and last convolution. */
const endReach = 3
/** The excitation comes down to a stage with a filter of two of its samples. */
const noiseReach = 1

/**
 * Beyond the reach nothing changes in exact arithmetic, yet a tile's samples share their rounding: with these frames more a
 * slice equals the whole to less than 1e-6.
 */
const roundingFrames = 8

/** How far the sound of a frame depends on its neighbours, going back through the decoder. */
export function decoderReach({ rates, rateKernels, blockKernels, blockDilations }: Architecture): DecoderReach {
  const blockReach = blockKernels.map((kernel, block) =>
    (blockDilations[block] ?? []).reduce((sum, dilation) => sum + ((kernel - 1) / 2) * (dilation + 1), 0),
  )
  const [firstRate = 1] = rates
  let samples = endReach
  let laterFrames = 0
  for (let stage = rates.length - 1; stage >= 0; stage -= 1) {
    if (stage === 0) laterFrames = Math.ceil(samples / firstRate)
    const rate = rates[stage] ?? 1
    const kernel = rateKernels[stage] ?? rate
    samples += Math.max(0, ...blockReach) + noiseReach
    samples = Math.ceil((samples + kernel - 1 - (kernel - rate) / 2) / rate)
  }
  return { frames: samples + endReach + roundingFrames, laterFrames }
}
