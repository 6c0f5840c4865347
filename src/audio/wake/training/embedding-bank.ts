import fs from 'node:fs'
import { SamError } from '../../../core/errors.ts'
import { embeddingSize } from '../wake-features.ts'
import type { EmbeddingScale, WindowRows } from './network.ts'

/**
 * Embeddings of much speech and noise that is no wake word, as one continuous stream, scaled by mean and spread and rounded to
 * sixteenths. File: mean and spread (96 float32 each), then one signed byte a number. scripts/build-wake-bank.ts makes it.
 */
export interface EmbeddingBank {
  scale: EmbeddingScale
  /** Embeddings in it, 80 ms each. */
  steps: number
  values: Int8Array
}

const roundedTo = 16
const headerBytes = 2 * 4 * embeddingSize

/** Errors: `wake-bank-damaged`. */
export function readEmbeddingBank(file: string | URL = new URL('./bank.bin', import.meta.url)): EmbeddingBank {
  const bytes = fs.readFileSync(file)
  const steps = (bytes.byteLength - headerBytes) / embeddingSize
  if (!Number.isInteger(steps) || steps < 1)
    throw new SamError('wake-bank-damaged', 'The sounds that wake words are told apart from are damaged.', {
      remedy: 'install SAM again',
    })
  const header = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + headerBytes))
  return {
    scale: { mean: header.slice(0, embeddingSize), spread: header.slice(embeddingSize) },
    steps,
    values: new Int8Array(bytes.buffer, bytes.byteOffset + headerBytes, steps * embeddingSize),
  }
}

export function packEmbeddingBank(embeddings: readonly Float32Array[]): Uint8Array {
  const scale = measureScale(embeddings)
  const values = new Int8Array(embeddings.length * embeddingSize)
  for (const [step, embedding] of embeddings.entries())
    for (const [index, value] of scaleEmbedding(embedding, scale).entries())
      values[step * embeddingSize + index] = Math.max(-127, Math.min(127, Math.round(value * roundedTo)))
  const header = new Float32Array([...scale.mean, ...scale.spread])
  return Buffer.concat([Buffer.from(header.buffer), Buffer.from(values.buffer)])
}

export function scaleEmbedding(embedding: Float32Array, { mean, spread }: EmbeddingScale): Float32Array {
  return embedding.map((value, index) => (value - (mean[index] ?? 0)) / (spread[index] ?? 1))
}

/** Every window of the bank between two shares of its length. */
export function bankWindows(
  { values, steps }: EmbeddingBank,
  windowSteps: number,
  from: number,
  to: number,
): WindowRows {
  const first = Math.floor(steps * from)
  const count = Math.max(0, Math.floor(steps * to) - first - windowSteps + 1)
  const size = windowSteps * embeddingSize
  const rows = new Float32Array(count * size)
  for (let row = 0; row < count; row += 1)
    for (let index = 0; index < size; index += 1)
      rows[row * size + index] = (values[(first + row) * embeddingSize + index] ?? 0) / roundedTo
  return { values: rows, count }
}

function measureScale(embeddings: readonly Float32Array[]): EmbeddingScale {
  const mean = new Float32Array(embeddingSize)
  const spread = new Float32Array(embeddingSize)
  for (let index = 0; index < embeddingSize; index += 1) {
    let sum = 0
    let squares = 0
    for (const embedding of embeddings) {
      const value = embedding[index] ?? 0
      sum += value
      squares += value * value
    }
    mean[index] = sum / embeddings.length
    spread[index] = Math.sqrt(Math.max(1e-6, squares / embeddings.length - (sum / embeddings.length) ** 2))
  }
  return { mean, spread }
}
