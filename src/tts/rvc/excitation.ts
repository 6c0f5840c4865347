import { seededRandom } from '../../core/numbers/random.ts'
import { framesPerSecond } from './voice-model.ts'

const sineLevel = 0.1
const voicedNoise = 0.003
const unvoicedNoise = 0.1 / 3

/** Standard normal numbers. */
export type Noise = () => number

export interface Excitation {
  /** The next frames: pitch in hertz, 0 where nothing is voiced, `samplesPerFrame` samples each. */
  next(hertz: Float32Array): Float32Array
}

/**
 * The sine that follows the pitch, with a little noise, and louder noise alone where nothing is voiced (Wang et al. 2019, one harmonic).
 * The phase is kept in float64 from one call to the next, so that slices join without a step.
 */
export function createExcitation(samplesPerFrame: number, noise: Noise): Excitation {
  const sampleRateHz = samplesPerFrame * framesPerSecond
  let turns = 0
  return {
    next(hertz) {
      const source = new Float32Array(hertz.length * samplesPerFrame)
      let at = 0
      for (const frequency of hertz) {
        const step = frequency / sampleRateHz
        const level = frequency > 0 ? voicedNoise : unvoicedNoise
        for (let index = 0; index < samplesPerFrame; index += 1, at += 1) {
          turns = (turns + step) % 1
          const sine = frequency > 0 ? sineLevel * Math.sin(2 * Math.PI * turns) : 0
          source[at] = sine + level * noise()
        }
      }
      return source
    },
  }
}

/** The same numbers for the same seed: mulberry32 turned normal by Box and Muller's method. */
export function seededNoise(seed: number): Noise {
  const uniform = seededRandom(seed)
  let spare: number | undefined
  return () => {
    if (spare !== undefined) {
      const value = spare
      spare = undefined
      return value
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
    const angle = 2 * Math.PI * uniform()
    spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }
}
