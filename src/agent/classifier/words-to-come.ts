import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { SamError } from '../../core/errors.ts'
import { GraphBuilder } from '../../core/onnx/graph-builder.ts'
import { withLowRank } from '../../core/onnx/low-rank.ts'
import { ensureModelWithWeights } from '../../core/onnx/model-file.ts'
import { openSafetensors } from '../../core/onnx/safetensors.ts'
import { openSession } from '../../core/onnx/session.ts'
import { StoredWeights } from '../../core/onnx/stored-weights.ts'
import type { WeightFile } from '../../core/onnx/weight-file.ts'
import {
  type BertSettings,
  bertStates,
  readBertSettings,
  type SentenceModelFiles,
} from '../../core/text-model/bert-graph.ts'
import { createWordPieces, type WordPieces } from '../../core/text-model/word-pieces.ts'

export interface WordsToCome {
  /** How likely it is that more words follow these, 0 to 1. */
  chanceOfMore(text: string): Promise<number>
}

/** What lies further back hardly says whether a sentence is over. */
const mostWords = 32
const mostTokens = 96
/** The last piece of the last word, and the mark of the end behind it. */
const tokensAtEnd = 2
/** The first layers know what may follow a word as well as all six do: the later ones are about meaning. */
export const wordsToComeLayers = 3
const unusedMs = 30 * 24 * 3_600_000
/** What was learned here, as scripts/train-words-to-come.ts writes it. */
const shipped = fileURLToPath(new URL('./words-to-come.safetensors', import.meta.url))
const numbers =
  /^(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)$/

/** The words alone, as they are compared: a recogniser's marks and figures tell more about it than about the speaker. */
export function spokenWords(text: string): string[] {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f’'`]/g, '')
    .replace(/[^a-z0-9 ]+/g, ' ')
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => (numbers.test(word) ? 'ten' : word))
}

/** What the network reads of a text: the pieces of its last words. */
export function tokensOf(pieces: WordPieces, text: string): number[] {
  return pieces.encode(spokenWords(text).slice(-mostWords).join(' '), mostTokens)
}

/**
 * BERT's first layers, with what was learned added to them, and one layer of units above what they say of a text's end:
 * `ids` int64 [1, length] in, `chance` float32 [1, 1] out.
 */
function buildGraph(file: WeightFile, learned: WeightFile, settings: BertSettings): GraphBuilder {
  const graph = new GraphBuilder('words-to-come', { opset: 20 })
  const ids = graph.input('ids', 'int64', [1, 'length'])
  const states = bertStates(graph, withLowRank(file, learned), { ...settings, layers: wordsToComeLayers }, ids)
  const last = graph.slice(states, 1, -tokensAtEnd, Number.MAX_SAFE_INTEGER)
  const end = graph.reshape(last, [1, tokensAtEnd * settings.dimensions])
  const head = new StoredWeights(learned, graph)
  const chance = graph.sigmoid(head.linear(graph.relu(head.linear(end, 'units')), 'sum'))
  graph.output(chance, 'chance', 'float32', [1, 1])
  return graph
}

/**
 * Whether more words follow, judged by the first layers of the sentence model after they learned how requests begin and end
 * (docs/decisions/0039, 0041, 0042 and 0045). The network is built at the first use, and kept beside the weights.
 * @param learned a safetensors file: low-rank changes of the layers, and the units above them
 * @throws SamError `model-missing`, `model-corrupted`, `model-file-invalid`
 */
export async function openWordsToCome(files: SentenceModelFiles, learned = shipped): Promise<WordsToCome> {
  const folder = path.dirname(files.weights)
  // Of what it is made: another one learned is another model.
  const making = createHash('sha256').update(readFileSync(learned)).digest('hex').slice(0, 12)
  const model = path.join(folder, `words-to-come-${making}.onnx`)
  const settings = readBertSettings(files.config)
  ensureModelWithWeights(model, () => buildGraph(openSafetensors(files.weights), openSafetensors(learned), settings))
  removeUnused(folder, model)
  const session = await openSession(model, files.id, 1, { lengthsVary: true })
  const pieces = createWordPieces(readFileSync(files.vocabulary, 'utf8'))
  return {
    chanceOfMore: async (text) => run(session, BigInt64Array.from(tokensOf(pieces, text), BigInt)),
  }
}

/**
 * What other versions of SAM built from the same weights, 69 MB each, where none of them was started for weeks: versions that take turns
 * would build theirs each time. A network's model tells by its time when it was last opened; its weights belong to it.
 */
function removeUnused(folder: string, model: string): void {
  const now = new Date()
  const isUsed = (file: string) => {
    const opened = (statSync(file.replace(/\.weights$/, '.onnx'), { throwIfNoEntry: false }) ?? statSync(file)).mtimeMs
    return now.getTime() - opened < unusedMs
  }
  try {
    utimesSync(model, now, now)
    const others = readdirSync(folder).filter((name) =>
      /^(?:text-ends|words-to-come)\b.*\.(?:onnx|weights)$/.test(name),
    )
    const unused = others.map((name) => path.join(folder, name)).filter((file) => !isUsed(file))
    for (const file of unused) rmSync(file, { force: true })
  } catch {
    // A folder that may only be read: there is nothing to tidy up.
  }
}

async function run(session: InferenceSession, ids: BigInt64Array): Promise<number> {
  const output = (await session.run({ ids: new Tensor('int64', ids, [1, ids.length]) }))['chance']?.data
  const chance = output instanceof Float32Array ? output[0] : undefined
  if (chance === undefined || !Number.isFinite(chance))
    throw new SamError('embedding-failed', 'The sentence model gave no chance that more words follow.')
  return chance
}
