import { z } from 'zod'
import type { ErrorRecord } from '../../../core/errors.ts'
import { uploadId } from './upload-requests.ts'

const voiceId = z.string().min(1).max(100)
const files = { checkpoint: uploadId, index: uploadId.optional() }
const settings = z.strictObject({
  semitones: z.number().min(-36).max(36),
  indexRate: z.number().min(0).max(1),
  protect: z.number().min(0).max(0.5),
  speaker: z.number().int().min(0),
})

export const voiceInputs = {
  'voices.list': z.strictObject({}),
  /** Reads the files before anything is asked. */
  'voices.check': z.strictObject(files),
  'voices.add': z.strictObject({ ...files, name: z.string().trim().min(1).max(100), speakerAgreed: z.literal(true) }),
  'voices.use': z.strictObject({ id: voiceId }),
  'voices.remove': z.strictObject({ id: voiceId }),
  'voices.set': z.strictObject({ id: voiceId, settings }),
  /** Downloads what voices of this version cannot speak without. */
  'voices.fetch-features': z.strictObject({ version: z.enum(['v1', 'v2']) }),
  'voices.preview': z.strictObject({ id: voiceId, sentence: z.string().trim().min(1).max(300) }),
}

export type VoiceSettings = z.infer<typeof settings>

/** A voice that comes with a model. */
export interface PlainVoice {
  id: string
  title: string
  inUse: boolean
}

/** One of the user's own. */
export interface OwnVoiceCard extends CheckedVoiceFacts {
  id: string
  /** Seconds of work for a second of sound, when it was added. */
  realTimeFactor: number
  settings: VoiceSettings
  inUse: boolean
  /** What it cannot speak without. */
  missing?: ErrorRecord
}

export interface CheckedVoiceFacts {
  name: string
  version: 'v1' | 'v2'
  f0: boolean
  sampleRateHz: number
  speakers: number
  index: boolean
}

export interface VoiceResults {
  'voices.list': { plain: PlainVoice[]; own: OwnVoiceCard[]; damaged: { id: string; why: string }[] }
  'voices.check': CheckedVoiceFacts
  'voices.add': { id: string }
  'voices.use': { id: string }
  'voices.remove': { id: string }
  'voices.set': { id: string }
  'voices.fetch-features': { id: string }
  /** 16-bit samples, little endian, as base64; `trouble`: why it does not sound as asked for. */
  'voices.preview': { sampleRateHz: number; samples: string; trouble?: ErrorRecord }
}
