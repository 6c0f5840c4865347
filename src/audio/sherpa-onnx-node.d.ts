/** The parts of sherpa-onnx-node that SAM uses; the package ships no types of its own for import. */
declare module 'sherpa-onnx-node' {
  class LinearResampler {
    constructor(inputSampleRate: number, outputSampleRate: number)
    resample(samples: Float32Array): Float32Array
    flush(samples: Float32Array): Float32Array
    reset(): void
  }

  class OfflineStream {
    acceptWaveform(sound: { samples: Float32Array; sampleRate: number }): void
  }

  interface OfflineRecognizerConfig {
    featConfig?: { sampleRate: number; featureDim: number }
    modelConfig: {
      whisper?: { encoder: string; decoder: string; language?: string; task?: string; tailPaddings?: number }
      tokens: string
      numThreads?: number
      provider?: string
      debug?: number
    }
  }

  interface OfflineRecognizerResult {
    text: string
    tokens?: string[]
    timestamps?: number[]
    ys_log_probs?: number[]
  }

  class OfflineRecognizer {
    static createAsync(config: OfflineRecognizerConfig): Promise<OfflineRecognizer>
    createStream(): OfflineStream
    decodeAsync(stream: OfflineStream): Promise<OfflineRecognizerResult>
  }

  interface OfflineTtsConfig {
    model: {
      vits?: {
        model: string
        tokens: string
        dataDir: string
        noiseScale?: number
        noiseScaleW?: number
        lengthScale?: number
      }
      numThreads?: number
      provider?: string
      debug?: number
    }
    maxNumSentences?: number
  }

  interface TtsRequest {
    text: string
    sid: number
    speed: number
    enableExternalBuffer?: boolean
    onProgress?: (part: { samples: Float32Array; progress: number }) => boolean
  }

  class OfflineTts {
    readonly sampleRate: number
    readonly numSpeakers: number
    static createAsync(config: OfflineTtsConfig): Promise<OfflineTts>
    generateAsync(request: TtsRequest): Promise<{ samples: Float32Array; sampleRate: number }>
  }

  const sherpa: {
    LinearResampler: typeof LinearResampler
    OfflineRecognizer: typeof OfflineRecognizer
    OfflineTts: typeof OfflineTts
  }
  export default sherpa
  export type { LinearResampler, OfflineRecognizer, OfflineRecognizerResult, OfflineStream, OfflineTts }
}
