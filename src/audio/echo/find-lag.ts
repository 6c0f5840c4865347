import { Fourier } from '../../core/numbers/fourier.ts'

const size = 16_384
const fourier = new Fourier(size)

/**
 * By how many samples the second sound is later than the first, and how alike they are then (0 to 1).
 * @param first what is looked for
 * @param second longer by `most` on both sides: its sample `most` is where the first begins without any lag
 */
export function findLag(first: Float32Array, second: Float32Array, most: number): { lag: number; likeness: number } {
  const real = new Float64Array(size)
  const imaginary = new Float64Array(size)
  real.set(second)
  imaginary.set(first)
  fourier.transform(real, imaginary)
  const productReal = new Float64Array(size)
  const productImaginary = new Float64Array(size)
  for (let bin = 0; bin < size; bin++) {
    const other = (size - bin) % size
    // Two real sounds went through one transform.
    const sr = ((real[bin] as number) + (real[other] as number)) / 2
    const si = ((imaginary[bin] as number) - (imaginary[other] as number)) / 2
    const fr = ((imaginary[bin] as number) + (imaginary[other] as number)) / 2
    const fi = ((real[other] as number) - (real[bin] as number)) / 2
    productReal[bin] = sr * fr + si * fi
    productImaginary[bin] = si * fr - sr * fi
  }
  fourier.transform(productImaginary, productReal)
  const energy = first.reduce((sum, sample) => sum + sample * sample, 0)
  let beneath = second.subarray(0, first.length).reduce((sum, sample) => sum + sample * sample, 0)
  let best = { lag: 0, likeness: 0 }
  for (let at = 0; at <= 2 * most; at++) {
    const likeness = (productReal[at] as number) / size / Math.sqrt(energy * beneath + 1e-12)
    if (likeness > best.likeness) best = { lag: at - most, likeness }
    beneath += (second[at + first.length] ?? 0) ** 2 - (second[at] ?? 0) ** 2
  }
  return best
}
