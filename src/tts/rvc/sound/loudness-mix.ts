export interface LoudnessMixOptions {
  /** The sound whose loudness is wanted. */
  source: Float32Array
  sourceRateHz: number
  /** Length of the sound whose loudness is changed. */
  outputSamples: number
  outputRateHz: number
  /** 1 keeps the output's own loudness, 0 takes the source's. */
  rate: number
}

/** What counts as silence, so that nothing is raised without bound. */
const quietest = 1e-6

/**
 * Gives a sound the loudness of another, piece by piece: both are measured over a second around every half second, and their
 * ratio is applied with straight lines between these points, as RVC does. While later pieces are not there yet, both are
 * measured as far as the pieces go, and a point that was used once stays what it was: there is no jump between pieces.
 */
export class LoudnessMix {
  private readonly options: LoudnessMixOptions
  private readonly wanted: LoudnessCurve
  private readonly own: LoudnessCurve
  private pushedSamples = 0
  private measuredSource = 0

  constructor(options: LoudnessMixOptions) {
    this.options = options
    this.wanted = new LoudnessCurve(options.source.length, options.sourceRateHz)
    this.own = new LoudnessCurve(options.outputSamples, options.outputRateHz)
  }

  /** The next samples of the output, with their loudness changed. */
  push(samples: Float32Array): Float32Array {
    const { source, outputSamples, rate } = this.options
    if (rate === 1) return samples
    const start = this.pushedSamples
    this.pushedSamples += samples.length
    this.own.measure(samples)
    const heard = Math.round((this.pushedSamples / outputSamples) * source.length)
    this.wanted.measure(source.subarray(this.measuredSource, heard))
    this.measuredSource = heard
    return samples.map((sample, index) => {
      const place = (start + index + 0.5) / outputSamples
      return sample * (this.wanted.at(place) / Math.max(this.own.at(place), quietest)) ** (1 - rate)
    })
  }
}

/** Root mean square over a second around every half second of a sound. */
class LoudnessCurve {
  private readonly stepSamples: number
  /** Sums of squares of each half second. */
  private readonly energies: Float64Array
  private readonly points: (number | undefined)[]
  private measured = 0

  constructor(samples: number, sampleRateHz: number) {
    this.stepSamples = Math.floor(sampleRateHz / 2)
    const count = 1 + Math.floor(samples / this.stepSamples)
    this.energies = new Float64Array(count)
    this.points = new Array<undefined>(count)
  }

  measure(samples: Float32Array): void {
    for (const sample of samples) {
      const step = Math.floor(this.measured++ / this.stepSamples)
      this.energies[step] = (this.energies[step] ?? 0) + sample * sample
    }
  }

  /** @param place 0 at the beginning, 1 at the end; the points are spread evenly, half a gap from both ends */
  at(place: number): number {
    const { length } = this.points
    const position = Math.max(0, place * length - 0.5)
    const before = Math.min(Math.floor(position), length - 1)
    const after = Math.min(before + 1, length - 1)
    const share = position - before
    return this.point(before) * (1 - share) + this.point(after) * share
  }

  private point(index: number): number {
    const known = this.points[index]
    if (known !== undefined) return known
    const energy = (this.energies[index - 1] ?? 0) + (this.energies[index] ?? 0)
    const value = Math.sqrt(energy / (2 * this.stepSamples))
    this.points[index] = value
    return value
  }
}
