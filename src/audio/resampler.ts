import sherpa from 'sherpa-onnx-node'
import { hearingRateHz } from './ports.ts'

/** Turns a stream of one rate into one of another, piece by piece. */
export interface Resampler {
  /** Takes the next samples; answers what is complete. */
  push(samples: Float32Array): Float32Array
  /** The stream is over: answers what was held back. */
  end(): Float32Array
}

/** Band-limited resampling by sherpa-onnx (windowed sinc after Julius O. Smith, as in Kaldi): flat to 0.75 of the lower half rate. */
export function createResampler(fromRateHz: number, toRateHz = hearingRateHz): Resampler {
  const nothing = new Float32Array(0)
  if (fromRateHz === toRateHz) return { push: (samples) => samples, end: () => nothing }
  const native = new sherpa.LinearResampler(fromRateHz, toRateHz)
  return {
    push: (samples) => (samples.length === 0 ? nothing : native.resample(samples)),
    end: () => native.flush(nothing),
  }
}

/** A whole sound at another rate. */
export function resample(samples: Float32Array, fromRateHz: number, toRateHz = hearingRateHz): Float32Array {
  if (fromRateHz === toRateHz) return samples
  const resampler = createResampler(fromRateHz, toRateHz)
  return joinSamples([resampler.push(samples), resampler.end()])
}

export function joinSamples(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
