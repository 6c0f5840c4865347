import { createResampler } from './resampler.ts'

const hearingRateHz = 16_000
/** 20 ms: short enough for the ear, long enough not to drown the socket. */
const frameSamples = 320

/** One frame of the microphone, as posted to the page. */
export interface CaptureFrame {
  samples: Float32Array<ArrayBuffer>
  /** When its first sample came in, in seconds of the context's clock. */
  atSeconds: number
  /** Before any rounding: a device that delivers zeros shows exactly 0. */
  peak: number
  loudness: number
}

/** Microphone at the sound card's rate in, frames at 16 kHz out. */
class CaptureProcessor extends AudioWorkletProcessor {
  private readonly resampler = createResampler(sampleRate, hearingRateHz)
  private frame = new Float32Array(frameSamples)
  private filled = 0
  /** Samples that came in, and that went out. */
  private received = 0
  private produced = 0
  /** On the context's clock, where the first that came in would be; another one after each gap of the device. */
  private firstAtFrame = 0

  override process(inputs: Float32Array[][]): boolean {
    const channel = inputs[0]?.[0]
    if (channel === undefined) return true
    this.firstAtFrame = currentFrame - this.received
    this.received += channel.length
    for (const sample of this.resampler.push(channel)) {
      this.frame[this.filled++] = sample
      this.produced++
      if (this.filled === frameSamples) this.post()
    }
    return true
  }

  private post(): void {
    let peak = 0
    let sum = 0
    for (const sample of this.frame) {
      peak = Math.max(peak, Math.abs(sample))
      sum += sample * sample
    }
    const message: CaptureFrame = {
      samples: this.frame,
      atSeconds: this.firstAtFrame / sampleRate + (this.produced - frameSamples) / hearingRateHz,
      peak,
      loudness: Math.sqrt(sum / frameSamples),
    }
    this.port.postMessage(message, [this.frame.buffer])
    this.frame = new Float32Array(frameSamples)
    this.filled = 0
  }
}

registerProcessor('sam-capture', CaptureProcessor)
