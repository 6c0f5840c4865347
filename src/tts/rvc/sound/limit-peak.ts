/** Leaves headroom for the filters behind it. */
const highestPeak = 0.95

/** The same sound, made quieter where its peak is above 0.95. */
export function limitPeak(samples: Float32Array): Float32Array {
  let peak = 0
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample))
  if (!(peak > highestPeak)) return samples
  return samples.map((sample) => (sample * highestPeak) / peak)
}
