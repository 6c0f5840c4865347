import { takeBreath } from '../cancelled.ts'
import { type PitchDetector, pitchHopSamples, pitchRangeHz } from './pitch-detector.ts'

const sampleRateHz = 16_000
const longestPeriod = Math.ceil(sampleRateHz / pitchRangeHz.lowest)
const shortestPeriod = Math.floor(sampleRateHz / pitchRangeHz.highest)
/** Samples that are compared with those one period later. */
const windowSamples = 512
const spanSamples = windowSamples + longestPeriod + 1
/** Of a voice at 125 Hz: the frame lies in the middle of what is compared then. */
const usualPeriod = 128
/** The deepest dip below this is a period (the paper's absolute threshold). */
const periodicBelow = 0.2
const silentPeak = 1e-3
/** Ten seconds of sound. */
const breathFrames = 1000

/** YIN (de Cheveigné and Kawahara 2002), for machines without the SwiftF0 model. */
export function createYin(): PitchDetector {
  const differences = new Float64Array(longestPeriod + 2)
  return {
    async detect(samples, signal) {
      const hertz = new Float32Array(Math.floor(samples.length / pitchHopSamples))
      for (let frame = 0; frame < hertz.length; frame++) {
        if (frame % breathFrames === 0) await takeBreath(signal)
        const start = frame * pitchHopSamples - (windowSamples + usualPeriod) / 2
        const window = Float32Array.from({ length: spanSamples }, (_, index) => samples[start + index] ?? 0)
        if (!window.some((sample) => Math.abs(sample) >= silentPeak)) continue
        measureDifferences(window, differences)
        hertz[frame] = pitchOf(differences)
      }
      return hertz
    },
  }
}

/** The cumulative mean normalised difference (the paper's equation 8) for every period. */
function measureDifferences(window: Float32Array, differences: Float64Array): void {
  let sum = 0
  differences[0] = 1
  for (let period = 1; period < differences.length; period++) {
    let difference = 0
    for (let index = 0; index < windowSamples; index++) {
      const change = (window[index] as number) - (window[index + period] as number)
      difference += change * change
    }
    sum += difference
    differences[period] = sum === 0 ? 1 : (difference * period) / sum
  }
}

function pitchOf(differences: Float64Array): number {
  const at = (period: number) => differences[period] ?? 1
  for (let period = shortestPeriod; period <= longestPeriod; period++) {
    if (at(period) >= periodicBelow) continue
    while (period < longestPeriod && at(period + 1) < at(period)) period++
    const [before, here, after] = [at(period - 1), at(period), at(period + 1)]
    const bend = before - 2 * here + after
    const shift = bend <= 0 ? 0 : (before - after) / (2 * bend)
    return sampleRateHz / (period + shift)
  }
  return 0
}
