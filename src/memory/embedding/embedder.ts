import fs from 'node:fs'
import path from 'node:path'
import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { SamError } from '../../core/errors.ts'
import { ensureModelFile } from '../../core/onnx/model-file.ts'
import { openSafetensors } from '../../core/onnx/safetensors.ts'
import { openSession } from '../../core/onnx/session.ts'
import { readBertSettings, type SentenceModelFiles } from '../../core/text-model/bert-graph.ts'
import { createWordPieces, type WordPieces } from '../../core/text-model/word-pieces.ts'
import type { Embedder } from '../ports.ts'
import { buildSentenceGraph } from './sentence-graph.ts'

/** As the model was trained: what lies behind would not be better understood, only slower. */
const maximumTokens = 128
/** Tokens that go through the network together, padding included. */
const tokensABatch = 1024
const textsABatch = 32

/** What surrounds each computation: whoever ends the thread must not do it inside one. */
type Pass = <Result>(compute: () => Promise<Result>) => Promise<Result>

/**
 * Loads a sentence model; its weights become an ONNX model at the first use, which is kept beside them.
 * @throws SamError `model-missing`, `model-corrupted` or `model-file-invalid`
 */
export async function openEmbedder(
  files: SentenceModelFiles,
  threads: number,
  pass: Pass = (compute) => compute(),
): Promise<Embedder> {
  const settings = readBertSettings(files.config)
  const model = path.join(path.dirname(files.weights), 'sentence.onnx')
  ensureModelFile(model, () => buildSentenceGraph(openSafetensors(files.weights), settings))
  const session = await pass(() => openSession(model, files.id, threads))
  const pieces = createWordPieces(fs.readFileSync(files.vocabulary, 'utf8'))
  const compute = (feeds: Feeds) => pass(() => session.run(feeds))
  return {
    modelId: files.id,
    dimensions: settings.dimensions,
    embed: (texts, signal) => embed(compute, pieces, texts, signal),
  }
}

type Feeds = Parameters<InferenceSession['run']>[0]
type Compute = (feeds: Feeds) => ReturnType<InferenceSession['run']>

async function embed(
  compute: Compute,
  pieces: WordPieces,
  texts: readonly string[],
  signal?: AbortSignal,
): Promise<Float32Array[]> {
  const encoded = texts.map((text, index) => ({ index, ids: pieces.encode(text, maximumTokens) }))
  // Texts of one length together: padding costs as much as words.
  encoded.sort((a, b) => a.ids.length - b.ids.length)
  const vectors: Float32Array[] = new Array(texts.length)
  for (let from = 0; from < encoded.length; ) {
    signal?.throwIfAborted()
    let to = from + 1
    while (to < encoded.length && to - from < textsABatch && fits(encoded[to]?.ids, to + 1 - from)) to += 1
    const batch = encoded.slice(from, to)
    const rows = await run(
      compute,
      batch.map(({ ids }) => ids),
    )
    batch.forEach(({ index }, row) => {
      vectors[index] = rows[row] as Float32Array
    })
    from = to
  }
  return vectors
}

function fits(longest: readonly number[] | undefined, texts: number): boolean {
  return longest !== undefined && longest.length * texts <= tokensABatch
}

async function run(compute: Compute, batch: readonly number[][]): Promise<Float32Array[]> {
  const length = Math.max(...batch.map((ids) => ids.length))
  const shape = [batch.length, length]
  const ids = new BigInt64Array(batch.length * length)
  const mask = new Float32Array(batch.length * length)
  batch.forEach((tokens, row) => {
    tokens.forEach((id, column) => {
      ids[row * length + column] = BigInt(id)
      mask[row * length + column] = 1
    })
  })
  const feeds = { ids: new Tensor('int64', ids, shape), mask: new Tensor('float32', mask, shape) }
  const output = (await compute(feeds))['vectors']
  const values = output?.data
  const width = output?.dims[1] ?? 0
  if (!(values instanceof Float32Array) || values.length !== batch.length * width)
    throw new SamError('embedding-failed', 'The sentence model gave no vectors.')
  return batch.map((_, row) => values.slice(row * width, (row + 1) * width))
}
