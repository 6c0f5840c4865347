import { Fourier } from '../../core/numbers/fourier.ts'

/** Sound is taken in blocks of so many samples. */
export const blockSamples = 256
const size = 2 * blockSamples
const bins = blockSamples + 1
/** A room changes by this from block to block: 1 would be never. */
const keeps = 0.9993
/** Of the state's uncertainty, before anything was heard. */
const firstUncertainty = 0.1
/** How fast it follows the loudness of what is no echo. */
const noiseMemory = 0.8
const quietest = 1e-8

/** What one block became. */
export interface FilteredBlock {
  /** The microphone without what the filter takes for echo. */
  residual: Float32Array
  /** What it takes for echo. */
  echo: Float32Array
}

/**
 * Learns how a loudspeaker's sound reaches the microphone, and takes it out: an adaptive filter over partitions in the
 * frequency domain whose step at each frequency is a Kalman filter's (Enzner and Vary 2006; Kuech, Mabande and Enzner 2014), so
 * that it learns fast from echo alone and hardly from speech over it.
 */
export class AdaptiveFilter {
  readonly partitions: number
  private readonly fourier = new Fourier(size)
  /** Spectra of what was played, newest at `newest`, row by row. */
  private readonly playedReal: Float64Array
  private readonly playedImaginary: Float64Array
  private readonly filterReal: Float64Array
  private readonly filterImaginary: Float64Array
  private readonly uncertainty: Float64Array
  private readonly noise = new Float64Array(bins).fill(1)
  private readonly previous = new Float32Array(blockSamples)
  private readonly real = new Float64Array(size)
  private readonly imaginary = new Float64Array(size)
  private readonly errorReal = new Float64Array(bins)
  private readonly errorImaginary = new Float64Array(bins)
  private newest = 0

  /**
   * @param partitions blocks of delay and reverberation that it covers
   * @param known another one that learns: this one only predicts, by what that one knows
   */
  constructor(partitions: number, known?: AdaptiveFilter) {
    this.partitions = partitions
    const length = partitions * bins
    this.playedReal = new Float64Array(length)
    this.playedImaginary = new Float64Array(length)
    this.filterReal = known?.filterReal ?? new Float64Array(length)
    this.filterImaginary = known?.filterImaginary ?? new Float64Array(length)
    this.uncertainty = known?.uncertainty ?? new Float64Array(length).fill(firstUncertainty)
  }

  /**
   * @param played one block of what sounds now
   * @param microphone one block
   * @param learns false: only predicts
   */
  next(played: Float32Array, microphone: Float32Array, learns = true): FilteredBlock {
    const echo = this.expect(played)
    const residual = new Float32Array(blockSamples)
    for (let at = 0; at < blockSamples; at++) residual[at] = (microphone[at] ?? 0) - (echo[at] ?? 0)
    if (learns) this.learn(residual)
    return { residual, echo }
  }

  /** Nothing was played lately. */
  fallSilent(): void {
    this.playedReal.fill(0)
    this.playedImaginary.fill(0)
    this.previous.fill(0)
  }

  /** What comes back of this block and those before it. */
  expect(played: Float32Array): Float32Array {
    this.push(played)
    return this.predict()
  }

  /** The room is another one: learns it anew. */
  forget(): void {
    this.filterReal.fill(0)
    this.filterImaginary.fill(0)
    this.uncertainty.fill(firstUncertainty)
    this.noise.fill(1)
  }

  /** Takes the next block of what sounds, without looking at the microphone. */
  push(played: Float32Array): void {
    const { real, imaginary, previous } = this
    this.newest = (this.newest + this.partitions - 1) % this.partitions
    real.set(previous)
    real.set(played, blockSamples)
    imaginary.fill(0)
    previous.set(played)
    this.fourier.transform(real, imaginary)
    const row = this.newest * bins
    for (let bin = 0; bin < bins; bin++) {
      this.playedReal[row + bin] = real[bin] as number
      this.playedImaginary[row + bin] = imaginary[bin] as number
    }
  }

  /** Where the spectra of the block that is so many blocks old begin. */
  private rowOf(partition: number): number {
    return ((this.newest + partition) % this.partitions) * bins
  }

  private predict(): Float32Array {
    const { real, imaginary, playedReal, playedImaginary, filterReal, filterImaginary } = this
    real.fill(0)
    imaginary.fill(0)
    for (let partition = 0; partition < this.partitions; partition++) {
      const row = this.rowOf(partition)
      const own = partition * bins
      for (let bin = 0; bin < bins; bin++) {
        const xr = playedReal[row + bin] as number
        const xi = playedImaginary[row + bin] as number
        const wr = filterReal[own + bin] as number
        const wi = filterImaginary[own + bin] as number
        real[bin] = (real[bin] as number) + xr * wr - xi * wi
        imaginary[bin] = (imaginary[bin] as number) + xr * wi + xi * wr
      }
    }
    mirror(real, imaginary)
    this.fourier.transform(imaginary, real)
    const echo = new Float32Array(blockSamples)
    for (let at = 0; at < blockSamples; at++) echo[at] = (real[blockSamples + at] as number) / size
    return echo
  }

  private learn(residual: Float32Array): void {
    const { real, imaginary, errorReal, errorImaginary, noise, uncertainty } = this
    real.fill(0)
    real.set(residual, blockSamples)
    imaginary.fill(0)
    this.fourier.transform(real, imaginary)
    const expected = new Float64Array(bins)
    for (let partition = 0; partition < this.partitions; partition++) {
      const row = this.rowOf(partition)
      const own = partition * bins
      for (let bin = 0; bin < bins; bin++) {
        const power = (this.playedReal[row + bin] as number) ** 2 + (this.playedImaginary[row + bin] as number) ** 2
        expected[bin] = (expected[bin] as number) + power * (uncertainty[own + bin] as number)
      }
    }
    for (let bin = 0; bin < bins; bin++) {
      const re = real[bin] as number
      const im = imaginary[bin] as number
      const power = re * re + im * im
      // What the filter does not know yet is no noise.
      const strange = Math.max(quietest, power - 0.5 * (expected[bin] as number))
      noise[bin] = noiseMemory * (noise[bin] as number) + (1 - noiseMemory) * strange
      const step = 1 / (0.5 * (expected[bin] as number) + Math.max(noise[bin] as number, strange) + quietest)
      errorReal[bin] = re * step
      errorImaginary[bin] = im * step
      expected[bin] = step
    }
    const forgets = 1 - keeps * keeps
    for (let partition = 0; partition < this.partitions; partition++) {
      const row = this.rowOf(partition)
      const own = partition * bins
      for (let bin = 0; bin < bins; bin++) {
        const xr = this.playedReal[row + bin] as number
        const xi = this.playedImaginary[row + bin] as number
        const unsure = uncertainty[own + bin] as number
        const er = errorReal[bin] as number
        const ei = errorImaginary[bin] as number
        const wr = (this.filterReal[own + bin] as number) + unsure * (xr * er + xi * ei)
        const wi = (this.filterImaginary[own + bin] as number) + unsure * (xr * ei - xi * er)
        this.filterReal[own + bin] = wr
        this.filterImaginary[own + bin] = wi
        const gain = 0.5 * unsure * (xr * xr + xi * xi) * (expected[bin] as number)
        uncertainty[own + bin] = keeps * keeps * (1 - gain) * unsure + forgets * (wr * wr + wi * wi)
      }
    }
    for (let partition = 0; partition + 1 < this.partitions; partition += 2) this.constrain(partition)
  }

  /** No partition is longer than a block: what grew beyond is cut off. Two real responses go through one transform. */
  private constrain(partition: number): void {
    const { real, imaginary, filterReal, filterImaginary } = this
    const first = partition * bins
    const second = first + bins
    real[0] = filterReal[first] as number
    imaginary[0] = filterReal[second] as number
    real[blockSamples] = filterReal[first + blockSamples] as number
    imaginary[blockSamples] = filterReal[second + blockSamples] as number
    for (let bin = 1; bin < blockSamples; bin++) {
      const ar = filterReal[first + bin] as number
      const ai = filterImaginary[first + bin] as number
      const br = filterReal[second + bin] as number
      const bi = filterImaginary[second + bin] as number
      real[bin] = ar - bi
      imaginary[bin] = ai + br
      real[size - bin] = ar + bi
      imaginary[size - bin] = br - ai
    }
    this.fourier.transform(imaginary, real)
    for (let at = 0; at < blockSamples; at++) {
      real[at] = (real[at] as number) / size
      imaginary[at] = (imaginary[at] as number) / size
    }
    real.fill(0, blockSamples)
    imaginary.fill(0, blockSamples)
    this.fourier.transform(real, imaginary)
    for (let bin = 0; bin < bins; bin++) {
      const other = (size - bin) % size
      const zr = real[bin] as number
      const zi = imaginary[bin] as number
      const or = real[other] as number
      const oi = imaginary[other] as number
      filterReal[first + bin] = (zr + or) / 2
      filterImaginary[first + bin] = (zi - oi) / 2
      filterReal[second + bin] = (zi + oi) / 2
      filterImaginary[second + bin] = (or - zr) / 2
    }
  }
}

/** The upper half of a real signal's spectrum. */
function mirror(real: Float64Array, imaginary: Float64Array): void {
  imaginary[0] = 0
  imaginary[blockSamples] = 0
  for (let bin = 1; bin < blockSamples; bin++) {
    real[size - bin] = real[bin] as number
    imaginary[size - bin] = -(imaginary[bin] as number)
  }
}
