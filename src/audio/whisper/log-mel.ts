import { hearingRateHz } from '../ports.ts'

/** Features of a sound: for `logMel` those of Whisper. */
export interface LogMel {
  /** [bands, frames], row by row. */
  data: Float32Array
  /** One each 10 ms. */
  frames: number
}

export const melBands = 80
const windowSamples = 400
const hopSamples = 160
const bins = windowSamples / 2 + 1
const half = windowSamples / 2

/**
 * Log-mel spectrogram as Whisper was trained on (Radford et al. 2022; openai/whisper, `log_mel_spectrogram`): Hann windows of
 * 25 ms, 80 bands of equal area, eight decades below the loudest point.
 * @param samples mono at 16 kHz, at least half a window long
 */
export function logMel(samples: Float32Array): LogMel {
  const { data, frames } = melSpectrogram(samples, melBands)
  let loudest = Number.NEGATIVE_INFINITY
  for (let at = 0; at < data.length; at += 1) {
    const value = Math.log10(Math.max(data[at] ?? 0, 1e-10))
    data[at] = value
    if (value > loudest) loudest = value
  }
  for (let at = 0; at < data.length; at += 1) data[at] = (Math.max(data[at] ?? 0, loudest - 8) + 4) / 4
  return { data, frames }
}

/** The power in each of so many mel bands, [bands, frames]: Hann windows of 25 ms, one each 10 ms. */
export function melSpectrogram(samples: Float32Array, bands: number): LogMel {
  const frames = Math.floor(samples.length / hopSamples)
  const data = new Float32Array(bands * frames)
  const windowed = new Float64Array(windowSamples)
  const power = new Float64Array(bins)
  const filters = filtersOf(bands)
  for (let frame = 0; frame < frames; frame += 1) {
    cutWindow(samples, frame * hopSamples - half, windowed)
    powerSpectrum(windowed, power)
    for (const [band, { first, weights }] of filters.entries()) {
      let sum = 0
      for (let index = 0; index < weights.length; index += 1) sum += (weights[index] ?? 0) * (power[first + index] ?? 0)
      data[band * frames + frame] = sum
    }
  }
  return { data, frames }
}

/** The sound goes on mirrored at both ends, as in the reference. */
function cutWindow(samples: Float32Array, start: number, into: Float64Array): void {
  const last = samples.length - 1
  for (let index = 0; index < windowSamples; index += 1) {
    let at = Math.abs(start + index)
    if (at > last) at = 2 * last - at
    into[index] = (samples[at] ?? 0) * (hann[index] ?? 0)
  }
}

/** A transform of 400 samples by its definition: two halves folded, since sound is real and the window is short. */
function powerSpectrum(windowed: Float64Array, power: Float64Array): void {
  for (let bin = 0; bin < bins; bin += 1) {
    const row = bin * (half + 1)
    const middle = (windowed[half] ?? 0) * (bin % 2 === 0 ? 1 : -1)
    let real = (windowed[0] ?? 0) + middle
    let imaginary = 0
    for (let index = 1; index < half; index += 1) {
      const ahead = windowed[index] ?? 0
      const behind = windowed[windowSamples - index] ?? 0
      real += (ahead + behind) * (cosines[row + index] ?? 0)
      imaginary += (ahead - behind) * (sines[row + index] ?? 0)
    }
    power[bin] = real * real + imaginary * imaginary
  }
}

const hann = Float64Array.from(
  { length: windowSamples },
  (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / windowSamples),
)
const angles = (wave: (angle: number) => number) =>
  Float64Array.from({ length: bins * (half + 1) }, (_, at) => {
    const bin = Math.floor(at / (half + 1))
    return wave((2 * Math.PI * bin * (at % (half + 1))) / windowSamples)
  })
const cosines = angles(Math.cos)
const sines = angles(Math.sin)

interface Filter {
  first: number
  weights: Float64Array
}

/** Triangles on Slaney's mel scale (linear to 1 kHz, logarithmic above), each of the same area. */
function filtersOf(bands: number): Filter[] {
  const known = filterBanks.get(bands)
  if (known !== undefined) return known
  const made = makeFilters(bands)
  filterBanks.set(bands, made)
  return made
}

const filterBanks = new Map<number, Filter[]>()

function makeFilters(bands: number): Filter[] {
  const top = melOf(hearingRateHz / 2)
  const edges = Array.from({ length: bands + 2 }, (_, index) => hertzOf((top * index) / (bands + 1)))
  const binHz = hearingRateHz / windowSamples
  return Array.from({ length: bands }, (_, band) => {
    const [low = 0, centre = 0, high = 0] = edges.slice(band, band + 3)
    const weightAt = (bin: number) => {
      const hertz = bin * binHz
      const rising = (hertz - low) / (centre - low)
      const falling = (high - hertz) / (high - centre)
      return Math.max(0, Math.min(rising, falling)) * (2 / (high - low))
    }
    const first = Math.ceil(low / binHz)
    const last = Math.min(bins - 1, Math.floor(high / binHz))
    return { first, weights: Float64Array.from({ length: last - first + 1 }, (_, index) => weightAt(first + index)) }
  })
}

function melOf(hertz: number): number {
  return hertz < 1000 ? (3 * hertz) / 200 : 15 + (27 * Math.log(hertz / 1000)) / Math.log(6.4)
}

function hertzOf(mel: number): number {
  return mel < 15 ? (200 * mel) / 3 : 1000 * Math.exp(((mel - 15) * Math.log(6.4)) / 27)
}
