import { readFileSync } from 'node:fs'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import { SamError } from '../../core/errors.ts'
import { bucketOf } from '../../core/text-model/features.ts'

const buckets = 65_536
const longestEnding = 4
const mostWords = 12
const scaleBytes = 4

/** Of each bucket a weight, in 8 bits; `scale` is what one of them is worth. */
export interface WordsToComeTable {
  weights: Int8Array
  scale: number
}

/**
 * How likely it is that more words follow these, 0 to 1, judged by how requests end and how they go on: learned by
 * scripts/train-words-to-come.ts.
 */
export function chanceOfMore(text: string, table: WordsToComeTable = shipped()): number {
  let sum = 0
  for (const bucket of endingBuckets(spokenWords(text))) sum += table.weights[bucket] ?? 0
  return 1 / (1 + Math.exp(-sum * table.scale))
}

/** The words alone, as they are compared; a number is a number. */
export function spokenWords(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/[’'`]/g, '')
    .replace(/\d+/g, '0')
    .replace(/[^a-z0 ]+/g, ' ')
    .split(' ')
    .filter((word) => word !== '')
}

/** What is looked at: how the words end, how they began, how many they are. The same for training and for use. */
export function endingBuckets(words: readonly string[]): number[] {
  const found: string[] = []
  const framed = ['^', '^', '^', ...words]
  const length = Math.min(words.length, mostWords)
  const last = words.at(-1) ?? ''
  const opening = words.slice(0, 2).join(' ')
  for (let run = 1; run <= longestEnding; run += 1) found.push(`end ${framed.slice(-run).join(' ')}`)
  for (let run = 1; run <= 3; run += 1) found.push(`begin ${words.slice(0, run).join(' ')}`)
  for (const letters of [2, 3]) found.push(`letters ${last.slice(-letters)}`)
  for (const word of new Set(words.slice(1))) found.push(`has ${word}`)
  found.push('any', `length ${length}`, `begin ${words[0]} length ${length}`, `begin ${opening} length ${length}`)
  found.push(`begin ${words[0]} end ${last}`, `begin ${opening} end ${last}`)
  return found.map((feature) => bucketOf(feature, buckets))
}

export function emptyWeights(): Float64Array {
  return new Float64Array(buckets)
}

export function packWordsToCome({ weights, scale }: WordsToComeTable): Buffer {
  const head = Buffer.alloc(scaleBytes)
  head.writeFloatLE(scale)
  return brotliCompressSync(Buffer.concat([head, Buffer.from(weights.buffer)]))
}

/** Errors: `classifier-damaged`. */
export function unpackWordsToCome(packed: Buffer): WordsToComeTable {
  try {
    const bytes = brotliDecompressSync(packed)
    const weights = new Int8Array(bytes.subarray(scaleBytes))
    const scale = bytes.readFloatLE(0)
    if (weights.length !== buckets || !(scale > 0)) throw new Error(`${weights.length} weights`)
    return { weights, scale }
  } catch (cause) {
    throw new SamError('classifier-damaged', 'The table that tells whether more words follow is damaged.', {
      remedy: 'Install SAM again.',
      cause,
    })
  }
}

let table: WordsToComeTable | undefined

function shipped(): WordsToComeTable {
  table ??= unpackWordsToCome(readFileSync(new URL('./words-to-come.bin', import.meta.url)))
  return table
}
