import { hearingRateHz } from '../../../audio/ports.ts'
import { loudnessOf } from '../../../core/numbers/loudness.ts'
import { quantile } from '../../../core/numbers/quantile.ts'

/** The sound made as loud as this; silence stays silence. */
export function scaledTo(samples: Float32Array, loudness: number): Float32Array {
  const from = loudnessOf(samples)
  return from === 0 ? samples : samples.map((sample) => (sample * loudness) / from)
}

const stepSamples = hearingRateHz / 100
/** Louder than this share of a sound's loud parts, for `soundSteps` of 10 ms on end: it has begun. */
const begun = 0.2
const soundSteps = 3

/** Without the quiet before its first and after its last sound. */
export function trimmedToSound(samples: Float32Array): Float32Array {
  const steps = stepsOf(samples)
  const loud = quantile(steps, 0.95)
  const isLoud = steps.map((value) => value > begun * loud)
  const first = isLoud.findIndex((_, step) => isLoud.slice(step, step + soundSteps).every(Boolean))
  const last = isLoud.lastIndexOf(true)
  return samples.slice(Math.max(0, first) * stepSamples, (last + 1) * stepSamples)
}

/** Decibels between the loud and the quiet parts of a sound. */
export function clarityOf(samples: Float32Array): number {
  const steps = stepsOf(samples)
  return 20 * Math.log10(quantile(steps, 0.95) / quantile(steps, 0.05))
}

function stepsOf(samples: Float32Array): number[] {
  const steps: number[] = []
  for (let at = 0; at + stepSamples <= samples.length; at += stepSamples)
    steps.push(loudnessOf(samples.subarray(at, at + stepSamples)))
  return steps
}
