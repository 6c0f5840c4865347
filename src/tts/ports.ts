import type { ErrorRecord } from '../core/errors.ts'

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
  /** Why it does not sound as asked for, for example in the plain voice; told once, not with every sentence. */
  trouble?: ErrorRecord
}

/** A part of a sentence with the words that it holds, by its share of the time. */
export type SentencePiece = SpeechClip & { sentence: string }

export interface SynthesisOptions {
  /** Id of an own voice, or catalogue id of a plain one; the configured one when absent. */
  voice?: string
  /** 1 is the voice's own pace. */
  rate?: number
  signal?: AbortSignal
  /**
   * Told each piece as soon as it is made; together they are the sound of the answer. Voices that make a sentence at once
   * tell nothing.
   */
  onPiece?: (piece: SentencePiece) => void
}

/** Words in, sound out, one sentence a call. Errors: `voice-missing`, `speech-worker-crashed`, `cancelled`. */
export interface SpeechSynthesizer {
  synthesize(sentence: string, options?: SynthesisOptions): Promise<SynthesizedSentence>
}

/** What a loudspeaker says of a sentence's sound by the clock of the microphone beside it. */
export type SoundReport =
  /**
   * From this place in the sentence on it sounds without a gap. `afterHeard` is the place in the microphone's stream, in samples
   * at `hearingRateHz` from the end of what has arrived of that so far; it may be negative. `openings` changes whenever the
   * microphone was opened anew.
   */
  | { type: 'start'; fromMs: number; afterHeard: number; openings: number }
  /** It was silenced at this place. */
  | { type: 'stop'; untilMs: number }

/** Where sound goes: the page, files, or nowhere. */
export interface SpeechOutput {
  /** Plays what it is given without gaps, so that a sentence may come in pieces. */
  readonly takesPieces?: boolean
  /**
   * Queues a sentence; resolves when its last sample was played, or earlier after `flush`. Answers how much was heard.
   * `onStart` is called when its first sample goes out (for files: when the file is written, with its path); `onSound` after it,
   * by outputs that know more exactly, also once the promise is resolved.
   */
  play(
    sentence: SentencePiece,
    turnId: string,
    onStart?: (start: { file?: string }) => void,
    onSound?: (report: SoundReport) => void,
  ): Promise<{ playedMs: number }>
  /** Drops everything queued and stops at once (barge-in, "stop"). */
  flush(): void
}
