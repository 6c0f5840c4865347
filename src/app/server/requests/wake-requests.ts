import { z } from 'zod'
import type { ClipScore } from '../../../audio/wake/score-clip.ts'
import type { LearnedVoice } from '../../wake/owner-voice.ts'
import { type ClipLabel, clipId, clipLabels, type WakeClip } from '../../wake/wake-clips.ts'
import { uploadId } from './upload-requests.ts'
import type { WorkState } from './work-state.ts'

const modelId = z.string().regex(/^[a-z0-9_]{1,60}$/)
const phrase = z.string().trim().min(1).max(60)
const clip = z.string().regex(clipId)

export const wakeInputs = {
  'wake.state': z.strictObject({}),
  'wake.listen': z.strictObject({ id: modelId, on: z.boolean() }),
  'wake.threshold': z.strictObject({ threshold: z.number().min(0.01).max(0.99) }),
  /** On: learns the user's voice from the recordings; off: forgets it. */
  'wake.only-me': z.strictObject({ on: z.boolean() }),
  /** Keeps what was recorded: an upload of 16-bit samples at 16 kHz. */
  'wake.keep': z.strictObject({ phrase, label: z.enum(clipLabels), upload: uploadId }),
  'wake.sound': z.strictObject({ clip }),
  'wake.discard': z.strictObject({ clip }),
  /** Begins; `wake.state` tells how far it is. */
  'wake.train': z.strictObject({ phrase }),
  'wake.stop': z.strictObject({}),
  'wake.score': z.strictObject({
    sound: z.union([z.strictObject({ upload: uploadId }), z.strictObject({ clip })]),
    /** One phrase; absent: those that listen. */
    id: modelId.optional(),
  }),
  'wake.remove': z.strictObject({ id: modelId, recordings: z.boolean() }),
  /** How sure SAM was in the last seconds; asked again and again while somebody looks. */
  'wake.live': z.strictObject({}),
  /** Keeps the last four seconds that the microphone heard. */
  'wake.keep-live': z.strictObject({ phrase, label: z.enum(['missed', 'false']) }),
}

export interface WakePhraseCard {
  id: string
  phrase: string
  source: 'built-in' | 'trained'
  listening: boolean
  /** Of a phrase that was trained here. */
  training?: { recordings: number; atMs: number; heldOut: number; missed: number }
}

/** A recording, heard as a microphone would hear it. */
export interface ScoredSound extends ClipScore {
  /** The score at each moment at which the models listened. */
  line: { atMs: number; score: number }[]
}

/** One moment of listening. */
export interface LivePoint {
  /** Milliseconds since 1970. */
  atMs: number
  /** Of the likeliest phrase; 0 while no voice is heard. */
  score: number
  phrase?: string
  /** How surely somebody spoke, 0 to 1. */
  speech: number
  fired: boolean
  /** The phrase was said, by somebody who may not wake SAM. */
  stranger?: true
}

export interface WakeResults {
  'wake.state': {
    phrases: WakePhraseCard[]
    threshold: number
    /** Nobody else's voice wakes SAM. */
    onlyMe: boolean
    clips: WakeClip[]
    training: WorkState<{ phrase: string; id: string }>
    /** What is or was trained. */
    trained?: string
  }
  'wake.listen': { models: string[] }
  'wake.threshold': { threshold: number }
  'wake.only-me': { on: boolean } & Partial<LearnedVoice>
  'wake.keep': WakeClip
  /** 16-bit samples at 16 kHz, little endian, as base64. */
  'wake.sound': { samples: string }
  'wake.discard': { id: string }
  'wake.train': { phrase: string }
  'wake.stop': { stopped: boolean }
  'wake.score': ScoredSound
  'wake.remove': { id: string }
  'wake.live': {
    nowMs: number
    /** Sound comes in: a microphone is open and SAM is not muted. */
    hears: boolean
    /** The last twelve seconds. */
    points: LivePoint[]
    /** What came of what was said last, in words. */
    last?: { phrase?: string; score: number; fired: boolean; reason: string }
  }
  'wake.keep-live': WakeClip
}

export type { ClipLabel, WakeClip }
