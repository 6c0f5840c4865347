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

const phraseSchema = z.object({
  phrase: z.string().min(1).max(60),
  phraseMs: z.number().min(50).max(5000),
  candidateScore: z.number().min(0).max(1),
  unheardLikelihood: z.number().max(0),
  otherSpellings: z.array(z.string().regex(/^[a-z]{1,80}$/)).max(8),
  metrics: z.object({ missRate: z.number(), candidatesPerHour: z.number(), heldOut: z.number() }),
  recordings: z.number().int().min(0),
  trainedAt: z.iso.datetime(),
})

/** A phrase that was trained on this machine: `SAM_HOME/wake/<id>/` with phrase.json and model.onnx. */
export interface TrainedPhrase extends WakeModel, z.infer<typeof phraseSchema> {
  /** The classifier, of openWakeWord's kind. */
  file: string
}

/** All that are whole, by their ids; a folder that is not is left out, and `sam doctor` names it. */
export function listTrainedPhrases(home: string): TrainedPhrase[] {
  const folder = path.join(home, 'wake')
  if (!fs.existsSync(folder)) return []
  const ids = fs.readdirSync(folder).filter((id) => /^[a-z0-9_]+$/.test(id))
  return ids.sort().flatMap((id) => readPhrase(folder, id) ?? [])
}

function readPhrase(folder: string, id: string): TrainedPhrase | undefined {
  try {
    const found = phraseSchema.parse(JSON.parse(fs.readFileSync(path.join(folder, id, 'phrase.json'), 'utf8')))
    return { id, source: 'trained', file: path.join(folder, id, 'model.onnx'), ...found }
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
  if (/^[a-z_]{4,60}$/.test(id) && lettersOf(id).length >= 4) return id
  throw new SamError(
    'wake-phrase-unusable',
    `"${phrase}" cannot be a wake phrase: write it in letters, as it is said, four at least.`,
    { kind: 'usage', remedy: 'sam wake train "hey sam" --positives <folder>' },
  )
}

/** Keeps a phrase; it is there completely or as it was before. Answers what is now there. */
export function keepTrainedPhrase(
  home: string,
  { phrase, recordings, trainedAt }: { phrase: string; recordings: number; trainedAt: Date },
  trained: TrainedWakeWord,
): TrainedPhrase {
  const id = phraseId(phrase)
  const folder = path.join(home, 'wake')
  const unfinished = path.join(folder, `.${id}.${process.pid}`)
  fs.rmSync(unfinished, { recursive: true, force: true })
  fs.mkdirSync(unfinished, { recursive: true })
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
  }
  try {
    writeModelFile(path.join(unfinished, 'model.onnx'), networkGraph(network, readEmbeddingBank().scale))
    fs.writeFileSync(path.join(unfinished, 'phrase.json'), `${JSON.stringify(manifest, null, 2)}\n`)
    fs.rmSync(path.join(folder, id), { recursive: true, force: true })
    fs.renameSync(unfinished, path.join(folder, id))
  } finally {
    fs.rmSync(unfinished, { recursive: true, force: true })
  }
  return { id, source: 'trained', file: path.join(folder, id, 'model.onnx'), ...manifest }
}

/** Answers whether there was one. */
export function removeTrainedPhrase(home: string, id: string): boolean {
  const known = listTrainedPhrases(home).some((each) => each.id === id)
  if (known) fs.rmSync(path.join(home, 'wake', id), { recursive: true, force: true })
  return known
}
