/** Everything inside SAM hears at this rate: mono, float32 in [-1, 1]. */
export const hearingRateHz = 16_000

/** Sound from outside (a file, a browser page), already mono at `hearingRateHz`, in chunks of any length. */
export interface SoundSource {
  chunks(signal: AbortSignal): AsyncIterable<Float32Array>
  /** Samples that have arrived and were not read yet; absent where sound does not come by itself. */
  readonly waitingSamples?: number
}

/** Turns a stream of one rate into one of another, piece by piece. */
export interface Resampler {
  /** Takes the next samples; answers what is complete. */
  push(samples: Float32Array): Float32Array
  /** The stream is over: answers what was held back. */
  end(): Float32Array
}

export interface WakeScore {
  /** What a person says, for example "hey jarvis". */
  phrase: string
  /** 0 to 1. */
  score: number
  /** Where only the user may wake SAM: the phrase was said, by somebody else. */
  stranger?: true
}

/** What the ear made of one voice-activity frame. */
export interface FrameAnalysis {
  /** Position of the frame's end in the stream, in milliseconds since the last `reset`. */
  endMs: number
  /** 0 to 1. */
  speechProbability: number
  /** It is known otherwise that somebody speaks: over SAM's own voice, where the detector knows little. */
  voice?: boolean
  /** Root mean square of the frame, 0 to 1: zero means a microphone that delivers nothing. */
  loudness: number
  /** Present when a wake word fired in this frame (at most once an utterance). */
  wake?: WakeScore
  /** The likeliest phrase, whether it fired or not; absent while no voice is heard. */
  nearest?: WakeScore
}

/** Voice activity and wake words over one continuous stream; lives in the speech worker. */
export interface Ear {
  /** Takes the next samples; answers one entry for each frame completed by them, in order. */
  analyze(samples: Float32Array): Promise<FrameAnalysis[]>
  /** Forgets the stream: the next samples start a new one at 0 ms. */
  reset(): Promise<void>
}

export interface Recognition {
  /** Empty when nobody spoke. */
  text: string
  /** How sure the engine is of these words, 0 to 1, where it tells. */
  confidence?: number
  /** How likely it is that more words follow, 0 to 1, where something is there that can tell. */
  more?: number
  /** Time the engine took. */
  decodeMs: number
  /** By which it can be asked whether it was a phrase of the vocabulary, until the next sound. */
  soundId?: number
}

/** Speech in, words out. Errors: `speech-worker-crashed`, `model-missing`, `cancelled`. */
export interface SpeechRecognizer {
  recognize(samples: Float32Array): Promise<Recognition>
}

/** What a user may say, as templates and names; plain data, so that it can cross a process border. */
export interface SpokenVocabulary {
  /** `(a|b c)` is one of several, `[a|b]` the same but it may be absent, `{name}` a part or a name. */
  phrases: readonly string[]
  /** Templates that stand for `{name}` in others. */
  parts: Readonly<Record<string, readonly string[]>>
  /** Names that stand for `{name}`, taken as they are. */
  names: Readonly<Record<string, readonly string[]>>
  /** A few sentences as a recogniser writes them: it hears the next one as if these had been said before. */
  examples: string
  /** The same for names of a kind, `{name}` in the name's place: it is shown those that may have been said. */
  nameExamples: Readonly<Record<string, string>>
}

export interface SecondLook {
  spokenBefore: string
  /** Natural logarithm; the lower, the sooner the search gives up. */
  mostDoubt: number
  /** Look for names that sound like what was heard, too, and at what is heard without the examples where nothing else will do. */
  thorough: boolean
  /** The words are hardly what was said: tell in any case what is heard without the examples. */
  doubted: boolean
  /**
   * Where nothing else will do: tell how it reads beside sentences that sound like what was heard. Of a thorough look that is left for a
   * second one, since whoever asked may take what is heard without the examples.
   */
  wordings: boolean
  /** The second look: nothing but that. */
  onlyWordings?: true
}

export interface Reading {
  text: string
  /** How much less likely than the free text it is (natural logarithm, below zero: more likely). */
  doubt: number
  /** A phrase of the vocabulary; a text with a name of the vocabulary that the free text does not have; what is heard without the examples; or beside sentences that sound alike. */
  kind: 'phrase' | 'named' | 'plain' | 'alike'
}

export interface Reconsideration {
  /** Time the engine took. */
  decodeMs: number
  /** What else it may have been, the likeliest first. */
  readings: readonly Reading[]
  /** The sound may be asked about once more, how it reads beside sentences that sound alike. */
  wordingsLeft?: true
}

/** A recogniser that can be asked whether the sound may have been a phrase that it knows. */
export interface CommandRecognizer extends SpeechRecognizer {
  /**
   * @param soundId of the sound recognised last; of another one it knows nothing any more
   * @param look how the free text begins before the phrase (the wake word), and how much less likely than it a phrase may be
   */
  reconsider(soundId: number, look: SecondLook): Promise<Reconsideration>
  /** Answers what it knew before, for whoever borrows it and puts that back. */
  learnVocabulary(vocabulary: SpokenVocabulary): SpokenVocabulary | undefined
}
