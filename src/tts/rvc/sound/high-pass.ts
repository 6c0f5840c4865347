/** A digital filter: b over a, with a[0] = 1. */
interface Filter {
  b: readonly number[]
  a: readonly number[]
}

/** Butterworth of order 5, high-pass at 48 Hz for 16 kHz (`scipy.signal.butter(5, 48, 'high', fs=16000)`). */
const butterworth: Filter = {
  b: [
    0.9699606451838447, -4.849803225919223, 9.699606451838447, -9.699606451838447, 4.849803225919223,
    -0.9699606451838447,
  ],
  a: [1, -4.939001819168364, 9.757863526739543, -9.639544849413458, 4.761506797356209, -0.9408236532054606],
}

/** Samples added at each end, mirrored through the end point, so that the filter has settled where the sound begins. */
const edgeSamples = 18

/**
 * Takes everything below the voice out of sound at 16 kHz, without moving anything in time: forward and back (Gustafsson
 * 1996; the padding and the initial states are those of `scipy.signal.filtfilt`). Sound of 18 samples or less stays.
 */
export function highPass(samples: Float32Array): Float32Array {
  if (samples.length <= edgeSamples) return samples
  const last = samples.length - 1
  const padded = new Float64Array(samples.length + 2 * edgeSamples)
  padded.set(samples, edgeSamples)
  for (let distance = 1; distance <= edgeSamples; distance++) {
    padded[edgeSamples - distance] = 2 * at(samples, 0) - at(samples, distance)
    padded[edgeSamples + last + distance] = 2 * at(samples, last) - at(samples, last - distance)
  }
  filter(padded, butterworth)
  padded.reverse()
  filter(padded, butterworth)
  padded.reverse()
  return Float32Array.from(padded.subarray(edgeSamples, edgeSamples + samples.length))
}

/** In place, in the transposed direct form II, begun as if the first value had been there for ever. */
function filter(signal: Float64Array, { b, a }: Filter): void {
  const states = settledStates({ b, a }).map((state) => state * at(signal, 0))
  const order = states.length
  for (let index = 0; index < signal.length; index++) {
    const input = at(signal, index)
    const output = at(b, 0) * input + at(states, 0)
    for (let state = 0; state < order; state++) {
      const next = state + 1 < order ? at(states, state + 1) : 0
      states[state] = at(b, state + 1) * input + next - at(a, state + 1) * output
    }
    signal[index] = output
  }
}

/** The states that a constant input of 1 leads to. */
function settledStates({ b, a }: Filter): number[] {
  const rest = b.map((value, index) => value - at(a, index) * at(b, 0)).slice(1)
  const first = sum(rest) / sum(a)
  return rest.map((_, index) => {
    return index === 0 ? first : sum(a.slice(0, index + 1)) * first - sum(rest.slice(0, index))
  })
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] as number
}
