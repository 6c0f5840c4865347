import { Fourier } from '../core/numbers/fourier.ts'
import { hearingRateHz } from './ports.ts'

/** Sound looked at in one piece. */
export const hopSamples = 256
export const bandCount = 12

const lowestHz = 150
const highestHz = 6000
const bandOfBin = Int8Array.from({ length: hopSamples / 2 }, (_, bin) => {
  const hz = (bin * hearingRateHz) / hopSamples
  if (hz < lowestHz || hz >= highestHz) return -1
  return Math.floor((bandCount * Math.log(hz / lowestHz)) / Math.log(highestHz / lowestHz))
})
const hann = Float64Array.from({ length: hopSamples }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / hopSamples))
const fourier = new Fourier(hopSamples)
const real = new Float64Array(hopSamples)
const imaginary = new Float64Array(hopSamples)

/** Energy in bands of equal width in pitch, 150 to 6000 Hz, of one hop (shorter ones are filled up with silence). */
export function bandEnergies(samples: Float32Array): Float32Array {
  for (let at = 0; at < hopSamples; at++) real[at] = (samples[at] ?? 0) * (hann[at] ?? 0)
  imaginary.fill(0)
  fourier.transform(real, imaginary)
  const bands = new Float32Array(bandCount)
  for (let bin = 0; bin < hopSamples / 2; bin++) {
    const band = bandOfBin[bin] ?? -1
    if (band >= 0) bands[band] = (bands[band] ?? 0) + (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2
  }
  return bands
}
