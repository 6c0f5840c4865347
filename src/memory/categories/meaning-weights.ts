import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { type Category, categories } from './category.ts'

/** What a sentence vector says of each category; learned by scripts/train-categories.ts. */
export interface MeaningWeights {
  /** Of the model whose vectors these are for. */
  modelId: string
  dimensions: number
  /** For each category, in the order of `categories`, one weight for each dimension and a last one that is added. */
  weights: Float32Array
  /** How much the vector counts, and how much what the words say. Fitted by cross-validation. */
  meaningShare: number
  wordsShare: number
}

const fileSchema = z.object({
  modelId: z.string(),
  dimensions: z.number().int().positive(),
  weights: z.base64(),
  meaningShare: z.number(),
  wordsShare: z.number(),
})

export function packMeaningWeights({ weights, ...head }: MeaningWeights): string {
  const bytes = Buffer.from(weights.buffer, weights.byteOffset, weights.byteLength)
  return `${JSON.stringify({ ...head, weights: bytes.toString('base64') })}\n`
}

/** Errors: `classifier-damaged`. */
export function unpackMeaningWeights(packed: string): MeaningWeights {
  try {
    const { weights, ...head } = fileSchema.parse(JSON.parse(packed))
    const values = new Float32Array(Uint8Array.from(Buffer.from(weights, 'base64')).buffer)
    if (values.length !== (head.dimensions + 1) * categories.length) throw new Error(`${values.length} weights`)
    return { ...head, weights: values }
  } catch (cause) {
    throw new SamError('classifier-damaged', 'The table that tells meanings apart is damaged.', {
      remedy: 'Install SAM again.',
      cause,
    })
  }
}

/**
 * The share of each category, in the order of `categories`.
 * @param evidence what the words say of each, as logarithms
 */
export function sharesByMeaning(
  { dimensions, weights, meaningShare, wordsShare }: MeaningWeights,
  vector: Float32Array,
  evidence: readonly number[],
): number[] {
  const sums = categories.map((_, index) => {
    const from = index * (dimensions + 1)
    let sum = weights[from + dimensions] ?? 0
    for (let at = 0; at < dimensions; at++) sum += (weights[from + at] ?? 0) * (vector[at] ?? 0)
    return meaningShare * sum + wordsShare * (evidence[index] ?? 0)
  })
  return softmax(sums)
}

/** Logarithms of weights as shares that add up to 1. */
export function softmax(logarithms: readonly number[]): number[] {
  const top = Math.max(...logarithms)
  const raised = logarithms.map((value) => Math.exp(value - top))
  const total = raised.reduce((sum, value) => sum + value, 0)
  return raised.map((value) => value / total)
}

/** The likeliest category and its share. */
export function likeliest(shares: readonly number[]): { category: Category; share: number } {
  const share = Math.max(...shares)
  return { category: categories[shares.indexOf(share)] ?? 'general', share }
}
