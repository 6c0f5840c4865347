/**
 * Learns from how requests end, and how they go on, whether more words follow (docs/decisions/0038).
 *
 *   scripts/launch scripts/train-words-to-come.ts FOLDER            writes src/agent/classifier/words-to-come.bin
 *   scripts/launch scripts/train-words-to-come.ts FOLDER --measure  trains on four fifths and measures on the fifth
 *
 * FOLDER holds slurp-devel.jsonl, clinc150.jsonl, snips2017.jsonl, ohf.jsonl and complex.jsonl, one JSON object a line.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import {
  chanceOfMore,
  emptyWeights,
  endingBuckets,
  packWordsToCome,
  spokenWords,
  unpackWordsToCome,
  type WordsToComeTable,
} from '../src/agent/classifier/words-to-come.ts'
import { quantile } from '../src/core/quantile.ts'
import { seededRandom } from '../src/core/random.ts'
import { readExamples } from './train-classifier/examples.ts'
import { readWording } from './train-classifier/wording.ts'

const rounds = 6
const rate = 0.15
const decay = 1e-5
/** Larger ones are of words that were seen once. */
const largestWeight = 4
const [fewestWords, mostWords] = [2, 16]
const folds = 5
/** Of the own wording, which makes many sentences of one pattern. */
const ownShare = 0.25

interface Beginning {
  buckets: number[]
  more: number
  weight: number
}

/** Every request is once whole, and weighs as much as all its beginnings together. */
function beginningsOf(requests: readonly string[][]): Beginning[] {
  return requests.flatMap((words) =>
    words.map((_, index) => {
      const more = index + 1 < words.length
      return {
        buckets: endingBuckets(words.slice(0, index + 1)),
        more: more ? 1 : 0,
        weight: more ? 1 / (words.length - 1) : 1,
      }
    }),
  )
}

/** Logistic regression by stochastic gradients with a step of its own for each weight (AdaGrad; Duchi et al. 2011). */
function train(requests: readonly string[][]): WordsToComeTable {
  const beginnings = beginningsOf(requests)
  const weights = emptyWeights()
  const squares = emptyWeights().fill(1e-6)
  const random = seededRandom(11)
  for (let round = 0; round < rounds; round += 1) {
    for (let step = 0; step < beginnings.length; step += 1) {
      const beginning = beginnings[Math.floor(random() * beginnings.length)]
      if (beginning === undefined) continue
      let sum = 0
      for (const bucket of beginning.buckets) sum += weights[bucket] ?? 0
      const slope = (1 / (1 + Math.exp(-sum)) - beginning.more) * beginning.weight
      for (const bucket of beginning.buckets) {
        const gradient = slope + decay * (weights[bucket] ?? 0)
        squares[bucket] = (squares[bucket] ?? 0) + gradient * gradient
        weights[bucket] = (weights[bucket] ?? 0) - (rate * gradient) / Math.sqrt(squares[bucket] ?? 1)
      }
    }
  }
  const scale = largestWeight / 127
  const kept = (weight: number) => Math.max(-127, Math.min(127, Math.round(weight / scale)))
  return { weights: Int8Array.from(weights, kept), scale }
}

const [folder, mode] = process.argv.slice(2)
if (folder === undefined) {
  console.error('Usage: scripts/launch scripts/train-words-to-come.ts FOLDER [--measure]')
  process.exit(2)
}
const fitting = (texts: readonly string[]) =>
  [...new Map(texts.map((text) => [spokenWords(text).join(' '), spokenWords(text)])).values()].filter(
    ({ length }) => length >= fewestWords && length <= mostWords,
  )
const random = seededRandom(3)
const sets = fitting(readExamples((name) => readFileSync(path.join(folder, name), 'utf8')).map(({ text }) => text))
const wording = ['wording-mac', 'wording'].map((name) => path.join(import.meta.dirname, 'train-classifier', name))
const own = fitting(wording.flatMap((each) => readWording(each, wording[1])).map(({ text }) => text)).filter(
  () => random() < ownShare,
)
console.log(`${sets.length} requests of others, ${own.length} of our own wording`)
if (mode === '--measure') {
  const table = unpackWordsToCome(packWordsToCome(train([...sets.filter((_, index) => index % folds !== 0), ...own])))
  const held = sets.filter((_, index) => index % folds === 0)
  const ends = held.map((words) => chanceOfMore(words.join(' '), table))
  const beginnings = held.flatMap((words) =>
    words.slice(1).map((_, index) => chanceOfMore(words.slice(0, index + 1).join(' '), table)),
  )
  for (const share of [0.02, 0.05, 0.1, 0.15]) {
    const threshold = quantile(ends, 1 - share)
    const noticed = beginnings.filter((chance) => chance > threshold).length / beginnings.length
    console.log(
      `above ${threshold.toFixed(2)}: ${share} of the whole requests, ${noticed.toFixed(3)} of the beginnings`,
    )
  }
} else {
  const packed = packWordsToCome(train([...sets, ...own]))
  writeFileSync(path.resolve(import.meta.dirname, '../src/agent/classifier/words-to-come.bin'), packed)
  console.log(`${packed.length} bytes`)
}
