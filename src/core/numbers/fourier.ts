/** The fast Fourier transform of one size (Cooley and Tukey 1965), with its tables made once. */
export class Fourier {
  readonly size: number
  private readonly cosines: Float64Array
  private readonly sines: Float64Array
  private readonly reversed: Uint16Array

  /** @param size a power of two, at most 65536 */
  constructor(size: number) {
    this.size = size
    const bits = Math.log2(size)
    this.cosines = Float64Array.from({ length: size / 2 }, (_, at) => Math.cos((2 * Math.PI * at) / size))
    this.sines = Float64Array.from({ length: size / 2 }, (_, at) => -Math.sin((2 * Math.PI * at) / size))
    this.reversed = Uint16Array.from({ length: size }, (_, index) => {
      let result = 0
      for (let bit = 0; bit < bits; bit++) if (index & (1 << bit)) result |= 1 << (bits - 1 - bit)
      return result
    })
  }

  /** In place. The way back is the same with the parts exchanged, and wants a division by the size. */
  transform(real: Float64Array, imaginary: Float64Array): void {
    const { size, cosines, sines, reversed } = this
    for (let index = 0; index < size; index++) {
      const other = reversed[index] as number
      if (other <= index) continue
      const re = real[index] as number
      const im = imaginary[index] as number
      real[index] = real[other] as number
      imaginary[index] = imaginary[other] as number
      real[other] = re
      imaginary[other] = im
    }
    for (let half = 1; half < size; half *= 2) {
      const stride = size / (2 * half)
      for (let start = 0; start < size; start += 2 * half) {
        for (let at = 0, table = 0; at < half; at++, table += stride) {
          const low = start + at
          const high = low + half
          const cosine = cosines[table] as number
          const sine = sines[table] as number
          const re = (real[high] as number) * cosine - (imaginary[high] as number) * sine
          const im = (real[high] as number) * sine + (imaginary[high] as number) * cosine
          real[high] = (real[low] as number) - re
          imaginary[high] = (imaginary[low] as number) - im
          real[low] = (real[low] as number) + re
          imaginary[low] = (imaginary[low] as number) + im
        }
      }
    }
  }
}
