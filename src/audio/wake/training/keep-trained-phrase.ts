import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { SamError } from '../../../core/errors.ts'
import { writeModelFile } from '../../../core/onnx/model-file.ts'
import { listTrainedPhrases, type PhraseManifest, phraseId, type TrainedPhrase } from '../trained-phrases.ts'
import { readEmbeddingBank } from './embedding-bank.ts'
import { networkGraph } from './network.ts'
import type { TrainedWakeWord } from './train-wake-word.ts'

const current = 'phrase.json'
/** What listened before, to go back to. */
const previous = 'previous.json'

/**
 * Keeps a phrase; it is there completely or as it was before, also where SAM is killed meanwhile: the model gets a name of its own, and
 * one rename of phrase.json, which tells it, takes it into use. Answers what is now there.
 */
export function keepTrainedPhrase(
  home: string,
  { phrase, recordings, trainedAt }: { phrase: string; recordings: number; trainedAt: Date },
  trained: TrainedWakeWord & Pick<PhraseManifest, 'metrics'>,
): TrainedPhrase {
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
  return put(home, phraseId(phrase), manifest, (file) =>
    writeModelFile(file, networkGraph(network, readEmbeddingBank().scale)),
  )
}

/** Takes a phrase of another home into use here. Errors: `wake-model-unknown`. */
export function adoptTrainedPhrase(home: string, from: string, id: string): TrainedPhrase {
  const found = listTrainedPhrases(from).find((each) => each.id === id)
  if (found === undefined) throw new SamError('wake-model-unknown', 'There is no such phrase any more.')
  const { id: _id, source: _source, file: source, ...manifest } = found
  return put(home, id, manifest, (file) => fs.copyFileSync(source, file))
}

/** Goes back to what listened before; a second time, to what listened after. Error `wake-model-unknown` where nothing is. */
export function rollBackTrainedPhrase(home: string, id: string): TrainedPhrase {
  const folder = path.join(home, 'wake', id)
  if (listTrainedPhrases(home).every((each) => each.id !== id) || !fs.existsSync(path.join(folder, previous)))
    throw new SamError('wake-model-unknown', `There is no earlier "${id}" to go back to.`, {
      kind: 'usage',
      remedy: 'sam wake list',
    })
  const swap = path.join(folder, `${previous}.${process.pid}`)
  fs.copyFileSync(path.join(folder, current), swap)
  fs.renameSync(path.join(folder, previous), path.join(folder, current))
  fs.renameSync(swap, path.join(folder, previous))
  const now = listTrainedPhrases(home).find((each) => each.id === id)
  if (now === undefined) throw new SamError('wake-model-unknown', `The earlier "${id}" is damaged.`)
  return now
}

function put(home: string, id: string, manifest: PhraseManifest, writeModel: (file: string) => void): TrainedPhrase {
  const folder = path.join(home, 'wake', id)
  const file = path.join(folder, manifest.model)
  const unfinished = path.join(folder, `${current}.${process.pid}`)
  const isNew = fs.mkdirSync(folder, { recursive: true }) !== undefined
  const before = listTrainedPhrases(home).find((each) => each.id === id)
  try {
    writeModel(file)
    fs.writeFileSync(unfinished, `${JSON.stringify(manifest, null, 2)}\n`, { flush: true })
    if (before !== undefined) fs.copyFileSync(path.join(folder, current), path.join(folder, previous))
    fs.renameSync(unfinished, path.join(folder, current))
  } catch (error) {
    for (const left of isNew ? [folder] : [file, unfinished]) fs.rmSync(left, { recursive: true, force: true })
    throw error
  }
  const kept = new Set([manifest.model, before?.model])
  for (const name of fs.readdirSync(folder))
    if (!name.endsWith('.json') && !kept.has(name)) fs.rmSync(path.join(folder, name), { force: true })
  return { id, source: 'trained', file, ...manifest }
}
