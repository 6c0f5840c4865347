/**
 * A bilinear way to convolve: with input matrix B, weight matrix G and output matrix A, the `outputs` results of a tile are
 * A · ((G · weights) ⊙ (B · samples)), so that only `products` multiplications of weights with samples are left.
 */
export interface TileAlgorithm {
  /** Samples that a tile reads: outputs + kernel - 1. */
  inputs: number
  outputs: number
  products: number
  /** [products][inputs] */
  input: number[][]
  /** [products][kernel] */
  weight: number[][]
  /** [outputs][products] */
  output: number[][]
}

/**
 * Convolution by the discrete Fourier transform (overlap-save) in real numbers. The two real frequencies take one product, each
 * complex one three (Gauss): with X = a + ib and W = c + id, c(a + b), a(d - c) and b(c + d). All entries are about one in size, so
 * that nothing is lost to rounding, as it is with the points of Toom and Cook in tiles as large.
 * @param outputs even, for an odd kernel
 */
export function fourierProducts(outputs: number, kernel: number): TileAlgorithm {
  const inputs = outputs + kernel - 1
  const wave = (shape: (angle: number) => number, frequency: number, count: number) =>
    Array.from({ length: count }, (_, at) => shape((2 * Math.PI * ((frequency * at) % inputs)) / inputs))
  const input: number[][] = []
  const weight: number[][] = []
  const columns: number[][] = []
  for (const frequency of [0, inputs / 2]) {
    input.push(wave(Math.cos, frequency, inputs))
    weight.push(wave(Math.cos, frequency, kernel))
    columns.push(wave(Math.cos, frequency, outputs).map((value) => value / inputs))
  }
  for (let frequency = 1; frequency < inputs / 2; frequency += 1) {
    const a = wave(Math.cos, frequency, inputs)
    const b = wave((angle) => -Math.sin(angle), frequency, inputs)
    // The conjugate of the weights' transform: what networks call a convolution is a correlation.
    const c = wave(Math.cos, frequency, kernel)
    const d = wave(Math.sin, frequency, kernel)
    input.push(sum(a, b), a, b)
    weight.push(c, difference(d, c), sum(c, d))
    const scaled = (shape: (angle: number) => number) =>
      wave(shape, frequency, outputs).map((value) => (2 * value) / inputs)
    const [cosine, sine] = [scaled(Math.cos), scaled(Math.sin)]
    columns.push(
      difference(cosine, sine),
      sine.map((value) => -value),
      cosine.map((value) => -value),
    )
  }
  const output = Array.from({ length: outputs }, (_, row) => columns.map((column) => column[row] ?? 0))
  return { inputs, outputs, products: input.length, input, weight, output }
}

/** Weights [out, in, kernel] as one [in, out] matrix a product. */
export function transformWeights(
  { weight, products }: TileAlgorithm,
  weights: Float32Array,
  channels: number,
): Float32Array {
  const size = channels * channels
  const kernel = weights.length / size
  // Tap by tap, each as [in, out], so that what follows runs along memory.
  const taps = Array.from({ length: kernel }, (_, tap) => {
    const matrix = new Float32Array(size)
    for (let out = 0; out < channels; out += 1)
      for (let into = 0; into < channels; into += 1)
        matrix[into * channels + out] = weights[(out * channels + into) * kernel + tap] as number
    return matrix
  })
  const result = new Float32Array(products * size)
  const sums = new Float64Array(size)
  for (const [product, row] of weight.entries()) {
    sums.fill(0)
    for (const [tap, matrix] of taps.entries()) {
      const factor = row[tap] as number
      for (let index = 0; index < size; index += 1)
        sums[index] = (sums[index] as number) + factor * (matrix[index] as number)
    }
    result.set(sums, product * size)
  }
  return result
}

function sum(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, index) => value + (b[index] as number))
}

function difference(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, index) => value - (b[index] as number))
}
