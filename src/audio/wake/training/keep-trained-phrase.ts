import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { writeModelFile } from '../../../core/onnx/model-file.ts'
import { type PhraseManifest, phraseId, type TrainedPhrase } from '../trained-phrases.ts'
import { readEmbeddingBank } from './embedding-bank.ts'
import { networkGraph } from './network.ts'
import type { TrainedWakeWord } from './train-wake-word.ts'

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
  const manifest: PhraseManifest = {
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
