import { hearingRateHz } from './ports.ts'

/** Sound looked at in one piece. */
export const hopSamples = 256
export const hopMs = (hopSamples / hearingRateHz) * 1000
export const bandCount = 12

const lowestHz = 150
const highestHz = 6000
const bits = Math.log2(hopSamples)
const bandOfBin = Int8Array.from({ length: hopSamples / 2 }, (_, bin) => {
  const hz = (bin * hearingRateHz) / hopSamples
  if (hz < lowestHz || hz >= highestHz) return -1
  return Math.floor((bandCount * Math.log(hz / lowestHz)) / Math.log(highestHz / lowestHz))
})
const reversed = Uint16Array.from({ length: hopSamples }, (_, index) => {
  let result = 0
  for (let bit = 0; bit < bits; bit++) if (index & (1 << bit)) result |= 1 << (bits - 1 - bit)
  return result
})
const hann = Float64Array.from({ length: hopSamples }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / hopSamples))

/** Energy in bands of equal width in pitch, 150 to 6000 Hz, of one hop (shorter ones are filled up with silence). */
export function bandEnergies(samples: Float32Array): Float32Array {
  const real = new Float64Array(hopSamples)
  const imaginary = new Float64Array(hopSamples)
  for (let at = 0; at < hopSamples; at++) real[reversed[at] ?? 0] = (samples[at] ?? 0) * (hann[at] ?? 0)
  transform(real, imaginary)
  const bands = new Float32Array(bandCount)
  for (let bin = 0; bin < hopSamples / 2; bin++) {
    const band = bandOfBin[bin] ?? -1
    if (band >= 0) bands[band] = (bands[band] ?? 0) + (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2
  }
  return bands
}

/** Cooley and Tukey's transform in place, of values in bit-reversed order. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  for (let size = 2; size <= hopSamples; size *= 2) {
    const half = size / 2
    for (let at = 0; at < half; at++) {
      const angle = (-2 * Math.PI * at) / size
      const cosine = Math.cos(angle)
      const sine = Math.sin(angle)
      for (let low = at; low < hopSamples; low += size) {
        const high = low + half
        const re = (real[high] ?? 0) * cosine - (imaginary[high] ?? 0) * sine
        const im = (real[high] ?? 0) * sine + (imaginary[high] ?? 0) * cosine
        real[high] = (real[low] ?? 0) - re
        imaginary[high] = (imaginary[low] ?? 0) - im
        real[low] = (real[low] ?? 0) + re
        imaginary[low] = (imaginary[low] ?? 0) + im
      }
    }
  }
}
