import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import { SamError } from '../errors.ts'
import { bucketsPerKind, featuresOf, weighed } from './features.ts'

/** One linear score for each label; made by a training script. */
export interface LinearModel {
  labels: string[]
  /** Of each bucket: how rare it is. */
  rarity: Float32Array
  /** Of each bucket a row with one weight for each label. */
  weights: Int8Array
  /** What an 8-bit weight of a label is worth. */
  scales: Float32Array
  biases: Float32Array
  /** Margins become shares by a softmax; this makes them as sure as they are right. Fitted by cross-validation. */
  sharpness: number
}

const buckets = 2 * bucketsPerKind
/** Rarities are kept as bytes: none is larger than this. */
const largestRarity = 10

/** The share of each label in what a text may mean, in the order of `labels`; they add up to 1. */
export function sharesOf(model: LinearModel, text: string): Float32Array {
  const features = featuresOf(text)
  const values = weighed(features, model.rarity)
  const count = model.labels.length
  const sums = new Float32Array(count)
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0
    const row = (features.buckets[at] ?? 0) * count
    for (let label = 0; label < count; label++) {
      sums[label] = (sums[label] ?? 0) + value * (model.weights[row + label] ?? 0)
    }
  }
  let total = 0
  const margins = sums.map(
    (sum, label) => model.sharpness * (sum * (model.scales[label] ?? 0) + (model.biases[label] ?? 0)),
  )
  const top = Math.max(...margins)
  for (let label = 0; label < count; label++) {
    margins[label] = Math.exp((margins[label] ?? 0) - top)
    total += margins[label] ?? 0
  }
  return margins.map((margin) => margin / total)
}

/** One file: the length of a JSON head, the head, the rarities as bytes, the weights; all of it compressed. */
export function packModel(model: LinearModel): Buffer {
  const head = Buffer.from(
    JSON.stringify({
      labels: model.labels,
      scales: [...model.scales],
      biases: [...model.biases],
      sharpness: model.sharpness,
    }),
  )
  const length = Buffer.alloc(4)
  length.writeUInt32LE(head.length)
  const rarity = Buffer.from(model.rarity.map((value) => Math.round((value / largestRarity) * 255)))
  return brotliCompressSync(Buffer.concat([length, head, rarity, Buffer.from(model.weights.buffer)]), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 },
  })
}

/** Errors: `classifier-damaged`. */
export function unpackModel(packed: Buffer): LinearModel {
  try {
    const bytes = brotliDecompressSync(packed)
    const headEnd = 4 + bytes.readUInt32LE(0)
    const head = JSON.parse(bytes.subarray(4, headEnd).toString()) as {
      labels: string[]
      scales: number[]
      biases: number[]
      sharpness?: number
    }
    const rarity = Float32Array.from(bytes.subarray(headEnd, headEnd + buckets), (byte) => (byte / 255) * largestRarity)
    const weights = new Int8Array(bytes.subarray(headEnd + buckets))
    if (weights.length !== buckets * head.labels.length) throw new Error(`${weights.length} weights`)
    return {
      labels: head.labels,
      rarity,
      weights,
      scales: Float32Array.from(head.scales),
      biases: Float32Array.from(head.biases),
      // Tables of before it was part of them.
      sharpness: head.sharpness ?? 4,
    }
  } catch (cause) {
    throw new SamError('classifier-damaged', 'A table that tells texts apart is damaged.', {
      remedy: 'Install SAM again.',
      cause,
    })
  }
}
