/** Changes the rate of one stream, in pieces. */
export interface Resampler {
  /** The output that is complete with these samples. */
  push(samples: Float32Array): Float32Array
  /** The rest; the stream is over. Altogether ceil(input * to / from) samples came out. */
  end(): Float32Array
}

/** Zero crossings of the sinc on each side, at the lower of the two rates. */
const zeroCrossings = 24
/** Kaiser window, about 80 dB stop band. */
const kaiserBeta = 8
/** Pass band as a share of the lower rate's half: leaves room for the filter's slope. */
const passBand = 0.92

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b))

function bessel0(x: number): number {
  let sum = 1
  let term = 1
  for (let k = 1; term > sum * 1e-10; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

/**
 * Polyphase windowed-sinc resampling (J. O. Smith, "Digital Audio Resampling"), zero phase: output n is the input at
 * n * from / to. Works for any two whole rates; 48 to 16 kHz for hearing, the voice's rate to the sound card's for speaking.
 */
export function createResampler(fromHz: number, toHz: number): Resampler {
  const divisor = greatestCommonDivisor(fromHz, toHz)
  const up = toHz / divisor
  const down = fromHz / divisor
  const cutoff = Math.min(1, toHz / fromHz) * passBand
  const half = Math.ceil(zeroCrossings * Math.max(1, fromHz / toHz))
  const phases = makePhases(up, half, cutoff)

  let waiting: Float32Array = new Float32Array(half)
  // Index in the stream of waiting[0]; the leading zeros lie before its start.
  let waitingFrom = -half
  let received = 0
  let produced = 0

  const drain = (limit: number) => {
    const most = Math.ceil((waiting.length * up) / down) + 1
    const out = new Float32Array(most)
    const before = produced
    while (produced < limit) {
      const base = Math.floor((produced * down) / up)
      if (base + half >= waitingFrom + waiting.length) break
      const phase = phases[(produced * down) % up] as Float32Array
      const start = base - half + 1 - waitingFrom
      let sum = 0
      for (let k = 0; k < phase.length; k++) sum += (waiting[start + k] as number) * (phase[k] as number)
      out[produced - before] = sum
      produced++
    }
    const keepFrom = Math.max(0, Math.floor((produced * down) / up) - half + 1 - waitingFrom)
    if (keepFrom > 0) {
      waiting = waiting.slice(keepFrom)
      waitingFrom += keepFrom
    }
    return out.slice(0, produced - before)
  }

  const append = (samples: Float32Array) => {
    const joined = new Float32Array(waiting.length + samples.length)
    joined.set(waiting)
    joined.set(samples, waiting.length)
    waiting = joined
  }

  return {
    push(samples) {
      append(samples)
      received += samples.length
      return drain(Number.POSITIVE_INFINITY)
    },
    end() {
      append(new Float32Array(half + 1))
      return drain(Math.ceil((received * up) / down))
    },
  }
}

/** For each of `up` positions between two input samples, the weights of the 2 * half samples around it. */
function makePhases(up: number, half: number, cutoff: number): Float32Array[] {
  const phases: Float32Array[] = []
  for (let position = 0; position < up; position++) {
    const weights = new Float32Array(2 * half)
    let total = 0
    for (let k = 0; k < weights.length; k++) {
      const distance = position / up - (k - half + 1)
      const x = Math.PI * cutoff * distance
      const sinc = x === 0 ? 1 : Math.sin(x) / x
      const edge = distance / half
      const window = Math.abs(edge) >= 1 ? 0 : bessel0(kaiserBeta * Math.sqrt(1 - edge * edge)) / bessel0(kaiserBeta)
      const weight = cutoff * sinc * window
      weights[k] = weight
      total += weight
    }
    for (let k = 0; k < weights.length; k++) weights[k] = (weights[k] as number) / total
    phases.push(weights)
  }
  return phases
}
