import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { writeModelFile } from '../../core/onnx/model-file.ts'
import { CTranslate2File } from './ctranslate2-file.ts'
import { buildDecoder } from './decoder-graph.ts'
import { readDimensions, type WhisperDimensions } from './dimensions.ts'
import { buildEncoder } from './encoder-graph.ts'
import { encodeTokens, parseVocabulary } from './vocabulary.ts'

const tokenIds = z.array(z.number().int().nonnegative()).max(10_000)
const configSchema = z.looseObject({
  suppress_ids: tokenIds.default([]),
  suppress_ids_begin: tokenIds.default([]),
})

export interface WhisperFolder {
  /** CTranslate2 `model.bin`. */
  model: string
  /** Its `config.json`, which names the tokens that are never spoken. */
  config: string
  /** `vocabulary.txt` or `vocabulary.json`. */
  vocabulary: string
}

/**
 * Rewrites a Whisper model in CTranslate2's form as encoder.onnx, decoder.onnx and tokens.txt, which sherpa-onnx's
 * OfflineRecognizer loads. Errors: `model-file-invalid`.
 */
export function repackWhisper(from: WhisperFolder, toFolder: string): void {
  const weights = new CTranslate2File(from.model)
  const dimensions = readDimensions(weights)
  const tokens = parseVocabulary(fs.readFileSync(from.vocabulary, 'utf8'))
  const special = specialTokens(tokens, dimensions)
  const config = readConfig(from.config)
  const silent = range(special.noTimestamps, dimensions.vocabulary)
  const always = config.suppress_ids.concat(silent).filter((id) => id < dimensions.vocabulary)
  const first = config.suppress_ids_begin.filter((id) => id < dimensions.vocabulary)

  const encoder = buildEncoder(weights, dimensions)
  encoder.metadata(sherpaMetadata(dimensions, special))
  writeModelFile(path.join(toFolder, 'encoder.onnx'), encoder)
  writeModelFile(path.join(toFolder, 'decoder.onnx'), buildDecoder(weights, dimensions, { always, first }))
  fs.writeFileSync(path.join(toFolder, 'tokens.txt'), encodeTokens(tokens, special.endOfText))
}

interface SpecialTokens {
  endOfText: number
  start: number
  translate: number
  transcribe: number
  startOfLm: number
  previous: number
  noSpeech: number
  noTimestamps: number
  blank: number
  languages: { code: string; id: number }[]
}

function specialTokens(tokens: readonly string[], dimensions: WhisperDimensions): SpecialTokens {
  const idOf = (...names: string[]) => {
    const id = Math.max(...names.map((name) => tokens.indexOf(name)))
    if (id >= 0 && id < dimensions.vocabulary) return id
    throw new SamError('model-file-invalid', `The vocabulary of the speech model has no "${names[0]}".`)
  }
  const start = idOf('<|startoftranscript|>')
  const translate = idOf('<|translate|>')
  const languages = tokens
    .slice(start + 1, translate)
    .map((token, index) => ({ code: token.slice(2, -2), id: start + 1 + index }))
  return {
    endOfText: idOf('<|endoftext|>'),
    start,
    translate,
    transcribe: idOf('<|transcribe|>'),
    startOfLm: idOf('<|startoflm|>'),
    previous: idOf('<|startofprev|>'),
    noSpeech: idOf('<|nospeech|>', '<|nocaptions|>'),
    noTimestamps: idOf('<|notimestamps|>'),
    blank: idOf('Ġ'),
    languages,
  }
}

/** The keys that sherpa-onnx reads from the encoder (its scripts/whisper/export-onnx.py writes the same). */
function sherpaMetadata(dimensions: WhisperDimensions, special: SpecialTokens): Record<string, string | number> {
  // English-only models have 50257 text tokens and end with number 50256; multilingual ones have one more.
  const multilingual = special.endOfText !== 50_256
  const english = special.languages.find((language) => language.code === 'en')?.id ?? special.start + 1
  return {
    model_type: 'whisper',
    version: 1,
    maintainer: 'sam',
    n_mels: dimensions.melBands,
    n_audio_ctx: dimensions.audioContext,
    n_audio_state: dimensions.width,
    n_audio_head: dimensions.heads,
    n_audio_layer: dimensions.encoderLayers,
    n_vocab: dimensions.vocabulary,
    n_text_ctx: dimensions.textContext,
    n_text_state: dimensions.width,
    n_text_head: dimensions.heads,
    n_text_layer: dimensions.decoderLayers,
    sot_sequence: multilingual ? [special.start, english, special.transcribe].join(',') : String(special.start),
    all_language_tokens: special.languages.map((language) => language.id).join(','),
    all_language_codes: special.languages.map((language) => language.code).join(','),
    sot: special.start,
    sot_index: 0,
    eot: special.endOfText,
    blank_id: special.blank,
    is_multilingual: multilingual ? 1 : 0,
    no_speech: special.noSpeech,
    transcribe: special.transcribe,
    translate: special.translate,
    sot_prev: special.previous,
    sot_lm: special.startOfLm,
    no_timestamps: special.noTimestamps,
  }
}

function readConfig(file: string): z.infer<typeof configSchema> {
  try {
    return configSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
  } catch (cause) {
    throw new SamError('model-file-invalid', `${file} is not the configuration of a Whisper model.`, { cause })
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)
}
