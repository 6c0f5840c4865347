import { z } from 'zod'

const digest = z.string().regex(/^[0-9a-f]{64}$/)
/** A plain name, so that a voice's folder never points out of itself. */
const fileName = z.string().regex(/^[\w][\w .-]{0,99}$/)

/** What `manifest.json` in the folder of a voice says. Paths are names within the folder, so that it can be carried elsewhere. */
export const manifestSchema = z.object({
  schema: z.literal(1),
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .max(60),
  name: z.string().min(1).max(100),
  version: z.enum(['v1', 'v2']),
  f0: z.boolean(),
  sampleRateHz: z.number().int().positive(),
  speakers: z.number().int().positive(),
  checkpoint: z.object({ file: fileName, sha256: digest }),
  index: z.object({ file: fileName, sha256: digest }).optional(),
  /** Seconds that a second of sound took on the machine where the voice was added. */
  realTimeFactor: z.number().positive(),
  /** The user said that the speaker agreed. */
  consent: z.object({ at: z.iso.datetime(), by: z.string() }),
  addedAt: z.iso.datetime(),
  /** How it is to sound. */
  settings: z
    .object({
      semitones: z.number().min(-36).max(36).default(0),
      indexRate: z.number().min(0).max(1).default(0.75),
      /** 0.5: none. */
      protect: z.number().min(0).max(0.5).default(0.33),
      speaker: z.number().int().min(0).default(0),
    })
    .prefault({}),
})

export type VoiceManifest = z.infer<typeof manifestSchema>

/** The name as part of a path: "Anna's Voice" becomes anna-s-voice. */
export function voiceId(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
  return words.join('-').slice(0, 60).replace(/-$/, '') || 'voice'
}
