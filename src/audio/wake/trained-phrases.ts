import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { lettersOf } from '../whisper/letter-tokens.ts'
import type { WakeModel } from './wake-phrases.ts'

/** What is spoken for longer is no phrase. */
export const longestPhraseMs = 5000

const phraseSchema = z.object({
  phrase: z.string().min(1).max(60),
  phraseMs: z.number().min(50).max(longestPhraseMs),
  candidateScore: z.number().min(0).max(1),
  unheardLikelihood: z.number().max(0),
  otherSpellings: z.array(z.string().regex(/^[a-z]{1,100}$/)).max(8),
  metrics: z.object({
    missRate: z.number(),
    candidatesPerHour: z.number(),
    heldOut: z.number(),
    /** On sounds that nothing was learned from, by both looks; phrases of earlier versions have none. */
    exam: z
      .object({
        talkHours: z.number().min(0),
        falseAccepts: z.number().int().min(0),
        alike: z.number().int().min(0),
        alikeHeard: z.number().int().min(0),
      })
      .optional(),
  }),
  recordings: z.number().int().min(0),
  trainedAt: z.iso.datetime(),
  /** Beside phrase.json, so that a folder never points out of itself. */
  model: z
    .string()
    .regex(/^model[\w-]*\.onnx$/)
    .default('model.onnx'),
})

export type PhraseManifest = z.infer<typeof phraseSchema>

/** A phrase that was trained on this machine: `SAM_HOME/wake/<id>/` with phrase.json and the model that it names. */
export interface TrainedPhrase extends WakeModel, PhraseManifest {
  /** The classifier, of openWakeWord's kind. */
  file: string
}

/** All that can be read, by their ids. */
export function listTrainedPhrases(home: string): TrainedPhrase[] {
  return phraseIds(home).flatMap((id) => readPhrase(path.join(home, 'wake'), id) ?? [])
}

/** Ids of those that cannot. */
export function listDamagedPhrases(home: string): string[] {
  return phraseIds(home).filter((id) => {
    const file = readPhrase(path.join(home, 'wake'), id)?.file
    return file === undefined || !fs.existsSync(file)
  })
}

function phraseIds(home: string): string[] {
  const folder = path.join(home, 'wake')
  if (!fs.existsSync(folder)) return []
  return fs
    .readdirSync(folder)
    .filter((id) => /^[a-z0-9_]+$/.test(id))
    .sort()
}

function readPhrase(folder: string, id: string): TrainedPhrase | undefined {
  try {
    const found = phraseSchema.parse(JSON.parse(fs.readFileSync(path.join(folder, id, 'phrase.json'), 'utf8')))
    return { id, source: 'trained', file: path.join(folder, id, found.model), ...found }
  } catch {
    return undefined
  }
}

/**
 * The id under which a phrase is kept: `hey sam` is `hey_sam`.
 * @throws SamError `wake-phrase-unusable` (usage)
 */
export function phraseId(phrase: string): string {
  const id = phrase
    .trim()
    .toLowerCase()
    .replace(/['’.,!?]/g, '')
    .replace(/[\s-]+/g, '_')
  if (/^[a-z_]{4,60}$/.test(id) && phrase.trim().length <= 60 && lettersOf(id).length >= 4) return id
  throw new SamError(
    'wake-phrase-unusable',
    `"${phrase}" cannot be a wake phrase: write it in letters, as it is said, four at least.`,
    { kind: 'usage', remedy: 'sam wake train "hey sam" --positives <folder>' },
  )
}

/** Answers whether there was one. */
export function removeTrainedPhrase(home: string, id: string): boolean {
  const known = listTrainedPhrases(home).some((each) => each.id === id)
  if (known) fs.rmSync(path.join(home, 'wake', id), { recursive: true, force: true })
  return known
}
