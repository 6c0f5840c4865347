import { Fourier } from '../../../core/numbers/fourier.ts'

/** Of RMVPE: samples at 16 kHz a transform, and between two of them. */
const windowSamples = 1024
const hopSamples = 160
export const melBands = 128
const sampleRateHz = 16_000
const lowestHz = 30
const highestHz = 8000
const floor = 1e-5
const bins = windowSamples / 2 + 1

/** HTK's scale (O'Shaughnessy 1987). */
const toMel = (hertz: number) => 2595 * Math.log10(1 + hertz / 700)
const toHertz = (mel: number) => 700 * (10 ** (mel / 2595) - 1)

interface Band {
  firstBin: number
  weights: Float64Array
}

/** Triangles of one area each (Slaney's norm), as librosa lays them. */
const bands: readonly Band[] = Array.from({ length: melBands }, (_, band) => {
  const step = (toMel(highestHz) - toMel(lowestHz)) / (melBands + 1)
  const edge = (index: number) => toHertz(toMel(lowestHz) + step * index)
  const [left, middle, right] = [edge(band), edge(band + 1), edge(band + 2)]
  const binHz = sampleRateHz / windowSamples
  const firstBin = Math.floor(left / binHz)
  const lastBin = Math.min(bins - 1, Math.ceil(right / binHz))
  const weights = Float64Array.from({ length: lastBin - firstBin + 1 }, (_, index) => {
    const hertz = (firstBin + index) * binHz
    const slope = Math.min((hertz - left) / (middle - left), (right - hertz) / (right - middle))
    return (Math.max(0, slope) * 2) / (right - left)
  })
  return { firstBin, weights }
})

const window = Float64Array.from(
  { length: windowSamples },
  (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / windowSamples),
)
const fourier = new Fourier(windowSamples)

/**
 * The logarithm of the mel bands around every 160th sample, as RMVPE was trained on: [melBands, frames] row by row.
 * @param samples mono at 16 kHz; beyond its ends it is mirrored
 */
export function logMel(samples: Float32Array, firstFrame: number, frames: number): Float32Array {
  const result = new Float32Array(melBands * frames)
  const real = new Float64Array(windowSamples)
  const imaginary = new Float64Array(windowSamples)
  for (let frame = 0; frame < frames; frame++) {
    const start = (firstFrame + frame) * hopSamples - windowSamples / 2
    for (let index = 0; index < windowSamples; index++)
      real[index] = (window[index] as number) * mirrored(samples, start + index)
    imaginary.fill(0)
    fourier.transform(real, imaginary)
    for (const [band, { firstBin, weights }] of bands.entries()) {
      let sum = 0
      for (let index = 0; index < weights.length; index++) {
        const bin = firstBin + index
        sum += (weights[index] as number) * Math.hypot(real[bin] as number, imaginary[bin] as number)
      }
      result[band * frames + frame] = Math.log(Math.max(sum, floor))
    }
  }
  return result
}

function mirrored(samples: Float32Array, place: number): number {
  const last = samples.length - 1
  const within = place < 0 ? -place : place > last ? 2 * last - place : place
  return samples[within] ?? 0
}
