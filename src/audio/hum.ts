import { bandCount, bandEnergies, hopSamples } from './band-energies.ts'

/** Bands below about 950 Hz. */
const lowBands = 6
/** Quieter than this share of the loudest hop: not part of it. */
const audible = 0.05
/** With closed lips so little gets out above them. */
const mostAbove = 0.015
/** Nobody hums an answer for longer. */
const longestHops = 50
const fewestHops = 4

/** Whether a short sound is made with closed lips: "mm", "mhm", whatever a recogniser makes of it. @param samples at 16 kHz */
export function isHum(samples: Float32Array): boolean {
  const hops: Float32Array[] = []
  for (let at = 0; at + hopSamples <= samples.length; at += hopSamples)
    hops.push(bandEnergies(samples.subarray(at, at + hopSamples)))
  const energy = (bands: Float32Array, from: number) =>
    bands.slice(from, bandCount).reduce((sum, value) => sum + value, 0)
  const loudest = Math.max(...hops.map((bands) => energy(bands, 0)))
  const loud = hops.filter((bands) => energy(bands, 0) > audible * loudest)
  if (loud.length < fewestHops || loud.length > longestHops) return false
  const sum = (from: number) => loud.reduce((total, bands) => total + energy(bands, from), 0)
  return sum(lowBands) < mostAbove * sum(0)
}
