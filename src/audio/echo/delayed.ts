/** Samples on each side that a moved one is made of. */
const reach = 16

/**
 * A sound later by a part of a sample (0 to 1), by a windowed sinc.
 * @param from of its samples the first that is wanted, and the one behind the last
 */
export function delayed(samples: Float32Array, fraction: number, from = 0, to = samples.length): Float32Array {
  if (fraction < 1e-3) return samples.subarray(from, to)
  const weights = Float64Array.from({ length: 2 * reach }, (_, index) => {
    const distance = index - reach + 1 - fraction
    const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / reach)
    return (window * Math.sin(Math.PI * distance)) / (Math.PI * distance)
  })
  return Float32Array.from({ length: to - from }, (_, at) => {
    let sum = 0
    for (let index = 0; index < 2 * reach; index++)
      sum += (weights[index] as number) * (samples[from + at - (index - reach + 1)] ?? 0)
    return sum
  })
}
