import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { SamError } from '../../core/errors.ts'
import { GraphBuilder } from '../../core/onnx/graph-builder.ts'
import { ensureModelWithWeights } from '../../core/onnx/model-file.ts'
import { openSafetensors } from '../../core/onnx/safetensors.ts'
import { openSession } from '../../core/onnx/session.ts'
import type { WeightFile } from '../../core/onnx/weight-file.ts'
import {
  type BertSettings,
  bertStates,
  readBertSettings,
  type SentenceModelFiles,
} from '../../core/text-model/bert-graph.ts'
import { createWordPieces } from '../../core/text-model/word-pieces.ts'

export interface WordsToCome {
  /** How likely it is that more words follow these, 0 to 1. */
  chanceOfMore(text: string): Promise<number>
}

/** What the first layers of a sentence model say of the end of each text, as one row of numbers. */
export interface TextEnds {
  width: number
  /** All texts must have as many tokens; `tokensOf` tells how many. */
  read(texts: readonly (readonly number[])[]): Promise<Float32Array>
  tokensOf(text: string): number[]
}

/** What lies further back hardly says whether a sentence is over. */
const mostWords = 32
const mostTokens = 96
/** The last piece of the last word, and the mark of the end behind it. */
const tokensAtEnd = 2
/** Of the model made here: another way to make it wants another number, since what was made before lies beside the weights. */
const making = 2
/** The first layers know what may follow a word as well as all six do: the later ones are about meaning. */
const layers = 3
const numbers =
  /^(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)$/

/** The words alone, as they are compared: a recogniser's marks and figures tell more about it than about the speaker. */
export function spokenWords(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/[’'`]/g, '')
    .replace(/[^a-z0-9 ]+/g, ' ')
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => (numbers.test(word) ? 'ten' : word))
}

/** BERT up to what it says of a text's end: `ids` int64 [batch, length] in, `ends` float32 [batch, 2 · width] out. */
function buildEndsGraph(file: WeightFile, settings: BertSettings): GraphBuilder {
  const graph = new GraphBuilder('text-ends', { opset: 20 })
  const ids = graph.input('ids', 'int64', ['batch', 'length'])
  const states = bertStates(graph, file, settings, ids)
  const last = graph.slice(states, 1, -tokensAtEnd, Number.MAX_SAFE_INTEGER)
  graph.output(graph.reshape(last, [0, tokensAtEnd * settings.dimensions]), 'ends', 'float32', ['batch', 'width'])
  return graph
}

/**
 * Loads the sentence model as far as it is needed here; it is built at the first use, and kept beside the weights.
 * @throws SamError `model-missing`, `model-corrupted`, `model-file-invalid`
 */
export async function openTextEnds(files: SentenceModelFiles, threads = 1): Promise<TextEnds> {
  const settings = { ...readBertSettings(files.config), layers }
  const model = path.join(path.dirname(files.weights), `text-ends-${making}.onnx`)
  ensureModelWithWeights(model, () => buildEndsGraph(openSafetensors(files.weights), settings))
  const session = await openSession(model, files.id, threads, { lengthsVary: true })
  const pieces = createWordPieces(readFileSync(files.vocabulary, 'utf8'))
  return {
    width: tokensAtEnd * settings.dimensions,
    tokensOf: (text) => pieces.encode(spokenWords(text).slice(-mostWords).join(' '), mostTokens),
    read: (texts) => run(session, texts),
  }
}

async function run(session: InferenceSession, texts: readonly (readonly number[])[]): Promise<Float32Array> {
  const ids = BigInt64Array.from(texts.flat(), BigInt)
  const feeds = { ids: new Tensor('int64', ids, [texts.length, ids.length / texts.length]) }
  const ends = (await session.run(feeds))['ends']?.data
  if (!(ends instanceof Float32Array)) throw new SamError('embedding-failed', 'The sentence model gave no vectors.')
  return ends
}

/**
 * Whether more words follow, judged by a sentence model and a small network that scripts/train-words-to-come.ts trained on how
 * requests begin and end (docs/decisions/0039 and 0041).
 * @throws SamError `classifier-damaged`
 */
export function createWordsToCome(ends: TextEnds, weights: Float32Array = shippedWeights()): WordsToCome {
  const units = (weights.length - 1) / (ends.width + 2)
  if (!Number.isInteger(units) || units < 1 || !weights.every(Number.isFinite))
    throw new SamError('classifier-damaged', 'The weights that tell whether more words follow are damaged.', {
      remedy: 'Install SAM again.',
    })
  return {
    chanceOfMore: async (text) => likelihood(weights, units, await ends.read([ends.tokensOf(text)])),
  }
}

/**
 * One layer of units that are nothing below zero, and their sum.
 * @param weights of each unit one for each number of the row, one that is always added, one for what it says; then one that is added to all
 */
function likelihood(weights: Float32Array, units: number, row: Float32Array): number {
  const stride = row.length + 2
  let sum = weights[units * stride] ?? 0
  for (let unit = 0; unit < units; unit += 1) {
    const from = unit * stride
    let excited = weights[from + row.length] ?? 0
    for (let at = 0; at < row.length; at += 1) excited += (weights[from + at] ?? 0) * (row[at] ?? 0)
    if (excited > 0) sum += excited * (weights[from + row.length + 1] ?? 0)
  }
  return 1 / (1 + Math.exp(-sum))
}

function shippedWeights(): Float32Array {
  const bytes = readFileSync(new URL('./words-to-come.bin', import.meta.url))
  return new Float32Array(new Uint8Array(bytes).buffer, 0, Math.floor(bytes.length / Float32Array.BYTES_PER_ELEMENT))
}
