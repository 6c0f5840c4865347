import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { SamError } from '../../core/errors.ts'
import { openSession } from '../../core/onnx/session.ts'
import type { ModelStore } from '../../models/ports.ts'
import { LetterTokens } from './letter-tokens.ts'
import { logMel, melBands } from './log-mel.ts'

/** A sound that the recogniser has listened to once; any number of questions about it cost little. */
export interface HeardSound {
  /**
   * Natural logarithm of how likely the recogniser finds it that the sound begins with these letters, in whatever spelling,
   * capitals and division into words it likes best. 0 is certain; words that were not said are below -15.
   */
  logLikelihood(letters: string): Promise<number>
  /** What the recogniser would write, at most so many tokens. */
  words(maximumTokens: number): Promise<string>
}

/** Asks a recogniser whether it could have been this phrase, instead of what it was. */
export interface PhraseReader {
  /** @param samples at 16 kHz, up to 28 s */
  hear(samples: Float32Array): Promise<HeardSound>
}

/** Where decoding stands: what was said so far is in the caches. */
interface Step {
  logits: Float32Array
  keys: Tensor
  values: Tensor
  length: number
}

interface Path {
  step: Step
  rest: string
  logLikelihood: number
}

/** Paths that are followed side by side: few spellings of one phrase compete. */
const beamWidth = 3
/** What is less likely than this was not said; there is no use in knowing how much less. */
const hopeless = -20

/**
 * The recogniser's own networks, driven token by token.
 * @param model catalogue id of an English Whisper model
 * @throws SamError `model-missing`, `model-corrupted`
 */
export async function loadPhraseReader(
  models: Pick<ModelStore, 'locate'>,
  model: string,
  threads = 1,
): Promise<PhraseReader> {
  const { encoder: encoderFile, decoder: decoderFile, tokens: tokensFile } = models.locate(model).files
  if (encoderFile === undefined || decoderFile === undefined || tokensFile === undefined)
    throw new SamError('model-missing', `"${model}" is not a model that recognises speech.`, {
      kind: 'missing',
      remedy: 'sam models list',
    })
  const encoder = await openSession(encoderFile, model, threads, { lengthsVary: true })
  const decoder = await openSession(decoderFile, model, threads, { lengthsVary: true })
  const spellings = new LetterTokens(tokensFile)
  // English models (openai/whisper, tokenizer.py): the end of the text is the first token after those of text, then comes its start.
  const end = spellings.textTokens
  const prompt = [end + 1, end + 106]
  return { hear: (samples) => listen(samples, { encoder, decoder, spellings, end, prompt }) }
}

interface Networks {
  encoder: InferenceSession
  decoder: InferenceSession
  spellings: LetterTokens
  end: number
  prompt: number[]
}

async function listen(samples: Float32Array, networks: Networks): Promise<HeardSound> {
  const { encoder, decoder, spellings, end, prompt } = networks
  const { data, frames } = logMel(samples)
  const heard = await encoder.run({ mel: new Tensor('float32', data, [1, melBands, frames]) })
  const keysOfSound = heard['n_layer_cross_k'] as Tensor
  const valuesOfSound = heard['n_layer_cross_v'] as Tensor

  const advance = async (tokens: number[], { keys, values, length }: Omit<Step, 'logits'>): Promise<Step> => {
    const results = await decoder.run({
      tokens: new Tensor('int64', BigInt64Array.from(tokens, BigInt), [1, tokens.length]),
      in_n_layer_self_k_cache: keys,
      in_n_layer_self_v_cache: values,
      n_layer_cross_k: keysOfSound,
      n_layer_cross_v: valuesOfSound,
      offset: new Tensor('int64', BigInt64Array.of(BigInt(length)), [1]),
    })
    return {
      logits: results['logits']?.data as Float32Array,
      keys: results['out_n_layer_self_k_cache'] as Tensor,
      values: results['out_n_layer_self_v_cache'] as Tensor,
      length: length + tokens.length,
    }
  }
  const [layers = 0, heads = 0, depth = 0] = keysOfSound.dims
  const empty = () => new Tensor('float32', new Float32Array(layers * heads * depth), [layers, 1, 1, heads * depth])
  const start = await advance(prompt, { keys: empty(), values: empty(), length: 0 })

  return {
    async logLikelihood(letters) {
      let paths: Path[] = [{ step: start, rest: letters, logLikelihood: 0 }]
      let best = hopeless
      while (paths.length > 0) {
        const candidates = paths.flatMap((path) => continuations(path, spellings))
        candidates.sort((a, b) => b.logLikelihood - a.logLikelihood)
        paths = []
        for (const { from, token, rest, logLikelihood } of candidates) {
          if (logLikelihood <= best) break
          if (rest === '') best = logLikelihood
          else if (paths.length < beamWidth)
            paths.push({ step: await advance([token], from.step), rest, logLikelihood })
        }
      }
      return best
    },
    async words(maximumTokens) {
      const tokens: number[] = []
      for (let step = start; tokens.length < maximumTokens; ) {
        const token = step.logits.reduce((most, value, index) => (value > (step.logits[most] ?? 0) ? index : most), 0)
        if (token === end) break
        tokens.push(token)
        step = await advance([token], step)
      }
      return spellings.textOf(tokens)
    },
  }
}

function continuations(from: Path, spellings: LetterTokens) {
  const { logits } = from.step
  const total = logSumExp(logits)
  return Array.from(spellings.startsOf(from.rest), ({ token, rest }) => ({
    from,
    token,
    rest,
    logLikelihood: from.logLikelihood + (logits[token] ?? Number.NEGATIVE_INFINITY) - total,
  }))
}

function logSumExp(values: Float32Array): number {
  let largest = Number.NEGATIVE_INFINITY
  for (const value of values) if (value > largest) largest = value
  let sum = 0
  for (const value of values) sum += Math.exp(value - largest)
  return largest + Math.log(sum)
}
