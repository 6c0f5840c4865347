import sherpa from 'sherpa-onnx-node'
import { joinSamples } from '../core/numbers/join-samples.ts'
import { hearingRateHz, type Resampler } from './ports.ts'

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
