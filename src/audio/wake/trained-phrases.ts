import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { writeModelFile } from '../../core/onnx/model-file.ts'
import { lettersOf } from '../whisper/letter-tokens.ts'
import { readEmbeddingBank } from './training/embedding-bank.ts'
import { networkGraph } from './training/network.ts'
import type { TrainedWakeWord } from './training/train-wake-word.ts'
import type { WakeModel } from './wake-models.ts'

/** What is spoken for longer is no phrase. */
export const longestPhraseMs = 5000

const phraseSchema = z.object({
  phrase: z.string().min(1).max(60),
  phraseMs: z.number().min(50).max(longestPhraseMs),
  candidateScore: z.number().min(0).max(1),
  unheardLikelihood: z.number().max(0),
  otherSpellings: z.array(z.string().regex(/^[a-z]{1,100}$/)).max(8),
  metrics: z.object({ missRate: z.number(), candidatesPerHour: z.number(), heldOut: z.number() }),
  recordings: z.number().int().min(0),
  trainedAt: z.iso.datetime(),
  /** Beside phrase.json, so that a folder never points out of itself. */
  model: z
    .string()
    .regex(/^model[\w-]*\.onnx$/)
    .default('model.onnx'),
})

/** A phrase that was trained on this machine: `SAM_HOME/wake/<id>/` with phrase.json and the model that it names. */
export interface TrainedPhrase extends WakeModel, z.infer<typeof phraseSchema> {
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

/**
 * Keeps a phrase; it is there completely or as it was before, also where SAM is killed meanwhile: the model gets a name of its own, and
 * one rename of phrase.json, which tells it, takes it into use. Answers what is now there.
 */
export function keepTrainedPhrase(
  home: string,
  { phrase, recordings, trainedAt }: { phrase: string; recordings: number; trainedAt: Date },
  trained: TrainedWakeWord,
): TrainedPhrase {
  const id = phraseId(phrase)
  const folder = path.join(home, 'wake', id)
  const { network, phraseMs, candidateLogit, unheardLikelihood, otherSpellings, metrics } = trained
  const manifest: z.infer<typeof phraseSchema> = {
    phrase: phrase.trim().toLowerCase(),
    phraseMs,
    candidateScore: 1 / (1 + Math.exp(-candidateLogit)),
    unheardLikelihood,
    otherSpellings,
    metrics,
    recordings,
    trainedAt: trainedAt.toISOString(),
    model: `model-${randomUUID()}.onnx`,
  }
  const file = path.join(folder, manifest.model)
  const unfinished = path.join(folder, `phrase.json.${process.pid}`)
  const isNew = fs.mkdirSync(folder, { recursive: true }) !== undefined
  try {
    writeModelFile(file, networkGraph(network, readEmbeddingBank().scale))
    fs.writeFileSync(unfinished, `${JSON.stringify(manifest, null, 2)}\n`, { flush: true })
    fs.renameSync(unfinished, path.join(folder, 'phrase.json'))
  } catch (error) {
    for (const left of isNew ? [folder] : [file, unfinished]) fs.rmSync(left, { recursive: true, force: true })
    throw error
  }
  for (const name of fs.readdirSync(folder))
    if (name !== 'phrase.json' && name !== manifest.model) fs.rmSync(path.join(folder, name), { force: true })
  return { id, source: 'trained', file, ...manifest }
}

/** Answers whether there was one. */
export function removeTrainedPhrase(home: string, id: string): boolean {
  const known = listTrainedPhrases(home).some((each) => each.id === id)
  if (known) fs.rmSync(path.join(home, 'wake', id), { recursive: true, force: true })
  return known
}
