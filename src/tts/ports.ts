/** Mono float32 sound in [-1, 1]. */
export interface SpeechClip {
  samples: Float32Array
  sampleRateHz: number
}

export interface SynthesizedSentence extends SpeechClip {
  sentence: string
  /** From the request to the first sample. */
  firstSampleMs: number
  /** From the request to the last sample. */
  synthesisMs: number
}

export interface SynthesisOptions {
  /** Catalogue id of the voice; the configured one when absent. */
  voice?: string
  /** 1 is the voice's own pace. */
  rate?: number
  signal?: AbortSignal
}

/** Words in, sound out, one sentence a call. Errors: `voice-missing`, `speech-worker-crashed`, `cancelled`. */
export interface SpeechSynthesizer {
  synthesize(sentence: string, options?: SynthesisOptions): Promise<SynthesizedSentence>
}

/** Where sound goes: the page, files, or nowhere. */
export interface SpeechOutput {
  /**
   * Queues a sentence; resolves when its last sample was played, or earlier after `flush`. Answers how much was heard.
   * `onStart` is called when its first sample goes out (for files: when the file is written, with its path).
   */
  play(
    sentence: SynthesizedSentence,
    turnId: string,
    onStart?: (start: { file?: string }) => void,
  ): Promise<{ playedMs: number }>
  /** Drops everything queued and stops at once (barge-in, "stop"). */
  flush(): void
}
