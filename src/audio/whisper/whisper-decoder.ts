import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { SamError } from '../../core/errors.ts'
import { isTokenTable } from '../../core/files/token-table.ts'
import { openSession } from '../../core/onnx/session.ts'
import type { ModelStore } from '../../models/ports.ts'
import { LetterTokens } from './letter-tokens.ts'
import { logMel, melBands } from './log-mel.ts'

/** Where decoding stands: what was said so far is in the caches. */
export interface DecodingStep {
  /** Scores of each token that may come next, minus infinity for what is never spoken. */
  logits: Float32Array
  /** What goes off each score to make a natural logarithm of a chance of it. */
  total: number
  keys: Tensor
  values: Tensor
  length: number
  /** Steps that were taken from here. */
  next: Map<number, Promise<DecodingStep>>
}

/** One sound, listened to once; decoding it goes token by token, along as many paths as are of interest. */
export interface DecodableSound {
  start: DecodingStep
  /** The same sound after other earlier speech, from its start. */
  startAfter(before: readonly number[]): Promise<DecodingStep>
  /** A step that was taken before costs nothing. */
  advance(from: DecodingStep, token: number): Promise<DecodingStep>
  /** Gives the memory of a step back: nobody goes on from there. */
  drop(step: DecodingStep): void
  /**
   * Gives the memory of the sound and of all its steps back. Left to the collection of garbage it would go back too, but late:
   * what is asked for meanwhile takes new memory, and holes stay.
   */
  release(): void
}

/** Whisper's networks. */
export interface WhisperDecoder {
  tokens: LetterTokens
  /** The token that ends a text. */
  end: number
  /**
   * @param samples at 16 kHz, up to 28 s
   * @param before tokens as if of the speech before it: what is heard is taken to be like them
   */
  listen(samples: Float32Array, before?: readonly number[]): Promise<DecodableSound>
}

/**
 * The files of a Whisper model in the store.
 * @throws SamError `model-missing`, `model-corrupted`
 */
export function locateWhisper(
  models: Pick<ModelStore, 'locate'>,
  model: string,
): { encoder: string; decoder: string; tokens: string } {
  const { encoder, decoder, tokens } = models.locate(model).files
  if (encoder === undefined || decoder === undefined || tokens === undefined)
    throw new SamError('model-missing', `"${model}" is not a model that recognises speech.`, {
      kind: 'missing',
      remedy: 'sam models list',
    })
  if (!isTokenTable(tokens))
    throw new SamError('model-corrupted', `The recognition model ${model} cannot be loaded.`, {
      kind: 'missing',
      remedy: `sam models pull ${model}`,
    })
  return { encoder, decoder, tokens }
}

/**
 * The recogniser's networks, driven token by token, computed outside the event loop.
 * @param model catalogue id of an English Whisper model
 * @throws SamError `model-missing`, `model-corrupted`
 */
export async function loadWhisper(
  models: Pick<ModelStore, 'locate'>,
  model: string,
  threads = 1,
): Promise<WhisperDecoder> {
  const files = locateWhisper(models, model)
  // 25 s of speech would leave 160 MB behind for good, a long text some 60; without that a recognition takes about 8 % longer.
  const memory = { lengthsVary: true, givesBack: true }
  const encoder = await openSession(files.encoder, model, threads, memory)
  const decoder = await openSession(files.decoder, model, threads, memory)
  const tokens = new LetterTokens(files.tokens)
  // English models (openai/whisper, tokenizer.py): the end of the text is the first token after those of text, then comes its start;
  // two before the one that says that no times are wanted stands what begins earlier speech.
  const end = tokens.textTokens
  const begin = [end + 1, end + 106]
  const promptAfter = (before: readonly number[]) => (before.length === 0 ? begin : [end + 104, ...before, ...begin])
  return {
    tokens,
    end,
    listen: (samples, before = []) => listen(samples, encoder, decoder, { promptAfter, before }),
  }
}

async function listen(
  samples: Float32Array,
  encoder: InferenceSession,
  decoder: InferenceSession,
  { promptAfter, before }: { promptAfter(before: readonly number[]): readonly number[]; before: readonly number[] },
): Promise<DecodableSound> {
  const { data, frames } = logMel(samples)
  const heard = await encoder.run({ mel: new Tensor('float32', data, [1, melBands, frames]) })
  const keysOfSound = heard['n_layer_cross_k'] as Tensor
  const valuesOfSound = heard['n_layer_cross_v'] as Tensor
  const taken = new Set<DecodingStep>()

  const run = async (
    tokens: readonly number[],
    { keys, values, length }: Pick<DecodingStep, 'keys' | 'values' | 'length'>,
  ): Promise<DecodingStep> => {
    const results = await decoder.run({
      tokens: new Tensor('int64', BigInt64Array.from(tokens, BigInt), [1, tokens.length]),
      in_n_layer_self_k_cache: keys,
      in_n_layer_self_v_cache: values,
      n_layer_cross_k: keysOfSound,
      n_layer_cross_v: valuesOfSound,
      offset: new Tensor('int64', BigInt64Array.of(BigInt(length)), [1]),
    })
    const logits = results['logits']?.data as Float32Array
    const step: DecodingStep = {
      logits,
      total: logSumExp(logits),
      keys: results['out_n_layer_self_k_cache'] as Tensor,
      values: results['out_n_layer_self_v_cache'] as Tensor,
      length: length + tokens.length,
      next: new Map(),
    }
    taken.add(step)
    return step
  }
  const drop = (step: DecodingStep) => {
    taken.delete(step)
    giveBack({ data: step.logits })
    giveBack(step.keys)
    giveBack(step.values)
  }
  const [layers = 0, heads = 0, depth = 0] = keysOfSound.dims
  const empty = () => new Tensor('float32', new Float32Array(layers * heads * depth), [layers, 1, 1, heads * depth])
  const startAfter = (before: readonly number[]) =>
    run(promptAfter(before), { keys: empty(), values: empty(), length: 0 })
  return {
    start: await startAfter(before),
    startAfter,
    advance(from, token) {
      const next = from.next.get(token) ?? run([token], from)
      from.next.set(token, next)
      return next
    },
    drop,
    release() {
      taken.forEach(drop)
      giveBack(keysOfSound)
      giveBack(valuesOfSound)
    },
  }
}

/** It has no numbers afterwards. */
function giveBack({ data }: Pick<Tensor, 'data'>): void {
  if (!Array.isArray(data) && data.buffer instanceof ArrayBuffer) data.buffer.transfer(0)
}

function logSumExp(values: Float32Array): number {
  let largest = Number.NEGATIVE_INFINITY
  for (const value of values) if (value > largest) largest = value
  let sum = 0
  for (const value of values) sum += Math.exp(value - largest)
  return largest + Math.log(sum)
}

/** What the recogniser writes when nothing is asked of it. */
export interface FreeText {
  text: string
  /** Natural logarithm of its chance, its end included. */
  logLikelihood: number
  /** So many tokens it has, its end included. */
  length: number
  /** False where it would have gone on without end. */
  ended: boolean
  /** How it came about; empty where it is longer than any phrase. */
  trail: { token: number; from: DecodingStep }[]
}

/** Every step holds all that was said before it: those of a long text would add up to hundreds of megabytes. */
const mostStepsKept = 64

/** The likeliest token each time, as long as there is one. */
export async function decodeFreely(
  { tokens, end }: Pick<WhisperDecoder, 'tokens' | 'end'>,
  sound: DecodableSound,
  maximumTokens: number,
  start = sound.start,
): Promise<FreeText> {
  const row: number[] = []
  const trail: FreeText['trail'] = []
  let step = start
  let logLikelihood = 0
  const written = (ended: boolean): FreeText => ({
    text: tokens.textOf(row),
    logLikelihood,
    length: row.length + (ended ? 1 : 0),
    ended,
    trail,
  })
  while (row.length < maximumTokens) {
    const token = likeliest(step.logits)
    logLikelihood += chanceOf(step, token)
    if (token === end) return written(true)
    row.push(token)
    trail.push({ token, from: step })
    step = await sound.advance(step, token)
    if (row.length > mostStepsKept) {
      for (const { from } of trail.splice(0)) if (from !== start) sound.drop(from)
      start.next.clear()
    }
  }
  return written(false)
}

/** Where a text stands after its first words, and how likely it was to there; undefined when it does not begin with them. */
export function afterWords(
  { tokens }: Pick<WhisperDecoder, 'tokens'>,
  { trail }: FreeText,
  words: string,
): { step: DecodingStep; logLikelihood: number } | undefined {
  const row: number[] = []
  let logLikelihood = 0
  for (const { token, from } of trail) {
    const text = tokens.textOf(row)
    // A mark after the words belongs to them.
    if (text.length >= words.length && !/^[\p{P}\s]+$/u.test(tokens.textOf([token])))
      return text.startsWith(words) ? { step: from, logLikelihood } : undefined
    row.push(token)
    logLikelihood += chanceOf(from, token)
  }
  return undefined
}

/** Natural logarithm of the chance that this token comes next. */
function chanceOf({ logits, total }: DecodingStep, token: number): number {
  return (logits[token] ?? Number.NEGATIVE_INFINITY) - total
}

function likeliest(logits: Float32Array): number {
  let best = 0
  let most = Number.NEGATIVE_INFINITY
  for (let token = 0; token < logits.length; token += 1) {
    const value = logits[token] ?? 0
    if (value <= most) continue
    most = value
    best = token
  }
  return best
}
