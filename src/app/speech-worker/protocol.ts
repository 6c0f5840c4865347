import type { FrameAnalysis, Recognition, Reconsideration, SecondLook, SpokenVocabulary } from '../../audio/ports.ts'
import type { ErrorRecord } from '../../core/errors.ts'
import type { SentencePiece, SynthesizedSentence } from '../../tts/ports.ts'
import type { PitchChoice } from '../../tts/rvc/pitch/open-pitch-detector.ts'

/** What the worker must know before it can serve. Plain data: it crosses a process border. */
export interface SpeechSettings {
  modelsFolder: string
  /** Where the user's voices lie, in voices/. */
  home: string
  wake: { models: string[]; threshold: number }
  /** `turnSound`: the sound of a voice, too, says whether its turn is over. */
  recognizer: { model: string; threads: number; turnSound: boolean; vocabulary?: SpokenVocabulary }
  /**
   * `own` is the user's voice that speaks instead of `id`; empty: none. `pitch` finds the pitch for it. `steady`: the same words always
   * sound the same, for measuring.
   */
  voice: { id: string; own: string; pitch: PitchChoice; rate: number; threads: number; steady?: boolean }
  /** Engines loaded at start instead of at first use: the first one alone, then the others side by side. */
  warm: SpeechEngineName[]
}

/** In the order in which they are wanted. */
export const engineNames = ['ear', 'recognizer', 'synthesizer'] as const
export type SpeechEngineName = (typeof engineNames)[number]

/** Requests from the core; each is answered by one response with the same id. Sound is mono float32. */
export type SpeechRequest = { id: number } & (
  | { method: 'configure'; settings: SpeechSettings }
  | { method: 'analyze'; samples: Float32Array }
  | { method: 'reset-ear' }
  | { method: 'recognize'; samples: Float32Array }
  | { method: 'reconsider'; soundId: number; look: SecondLook }
  | { method: 'vocabulary'; vocabulary: SpokenVocabulary }
  | { method: 'synthesize'; sentence: string; voice?: string; rate?: number; pieces: boolean }
  /** Gives up the request `target`, which then answers `cancelled`. */
  | { method: 'cancel'; target: number }
  /** Loads these engines now, in this order; fails when one cannot be loaded. */
  | { method: 'load'; engines: SpeechEngineName[] }
  | { method: 'ping' }
  /** `afterCollecting`: its garbage is collected before it is measured. */
  | { method: 'usage'; afterCollecting: boolean }
)

/** Processor time of the worker since its start, in milliseconds of one core, and its memory. */
export interface SpeechUsage {
  cpuMs: number
  residentBytes: number
}

export interface SpeechAnswers {
  configure: undefined
  analyze: FrameAnalysis[]
  'reset-ear': undefined
  recognize: Recognition
  reconsider: Reconsideration
  vocabulary: undefined
  synthesize: SynthesizedSentence
  cancel: undefined
  load: undefined
  ping: undefined
  usage: SpeechUsage
}

export type SpeechMethod = keyof SpeechAnswers

/** Something that SAM goes on without, told when it was first missed. */
export interface SpeechWarning {
  warning: ErrorRecord
}

export type SpeechResponse =
  /** A part of what is being synthesized; its answer follows. */
  | { id: number; piece: SentencePiece }
  | { id: number; ok: true; value: SpeechAnswers[SpeechMethod] }
  | { id: number; ok: false; error: ErrorRecord }
