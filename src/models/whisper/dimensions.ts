import { SamError } from '../../core/errors.ts'
import type { CTranslate2File } from './ctranslate2-file.ts'

/** Sizes of one Whisper model (Radford et al. 2022, table 1), read from its weights. */
export interface WhisperDimensions {
  melBands: number
  /** Longest sound in encoder frames of 20 ms. */
  audioContext: number
  /** Longest text in tokens. */
  textContext: number
  vocabulary: number
  width: number
  heads: number
  encoderLayers: number
  decoderLayers: number
}

export function readDimensions(weights: CTranslate2File): WhisperDimensions {
  if (weights.specification !== 'WhisperSpec') {
    throw new SamError('model-file-invalid', `The model file holds a "${weights.specification}", not a Whisper model.`)
  }
  const [width, melBands] = twoOrMore(weights, 'encoder/conv1/weight')
  const [audioContext] = twoOrMore(weights, 'encoder/position_encodings/encodings')
  const [textContext] = twoOrMore(weights, 'decoder/position_encodings/encodings')
  const [vocabulary] = twoOrMore(weights, 'decoder/embeddings/weight')
  const heads = weights.integer('encoder/num_heads')
  const dimensions = {
    melBands,
    audioContext,
    textContext,
    vocabulary,
    width,
    heads,
    encoderLayers: countLayers(weights, 'encoder'),
    decoderLayers: countLayers(weights, 'decoder'),
  }
  if (heads < 1 || width % heads !== 0 || heads !== weights.integer('decoder/num_heads')) {
    throw new SamError('model-file-invalid', `A width of ${width} cannot be divided among ${heads} attention heads.`)
  }
  return dimensions
}

function twoOrMore(weights: CTranslate2File, name: string): [number, number] {
  const [first, second] = weights.dims(name)
  if (first === undefined || second === undefined) {
    throw new SamError('model-file-invalid', `The weight "${name}" has too few dimensions.`)
  }
  return [first, second]
}

function countLayers(weights: CTranslate2File, side: 'encoder' | 'decoder'): number {
  let count = 0
  while (weights.has(`${side}/layer_${count}/self_attention/linear_0/weight`)) count += 1
  if (count === 0) throw new SamError('model-file-invalid', `The Whisper model has no ${side} layers.`)
  return count
}
