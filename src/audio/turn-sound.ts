import { Tensor } from 'onnxruntime-node'
import { openSession } from '../core/onnx/session.ts'
import type { ModelStore } from '../models/ports.ts'
import { hearingRateHz } from './ports.ts'
import { logMel, melBands } from './whisper/log-mel.ts'

export const turnSoundModel = 'smart-turn'
/** The model hears the last eight seconds; what is shorter has silence before it. */
const heardSamples = 8 * hearingRateHz

/** Hears by pitch and lengthening, not by the words, whether somebody has finished. */
export interface TurnSound {
  /** How likely the turn is over, 0 to 1. @param samples what was said, at 16 kHz, up to now */
  chanceOfEnd(samples: Float32Array): Promise<number>
}

/** @throws SamError `model-missing`, `model-corrupted` */
export async function loadTurnSound(models: Pick<ModelStore, 'locate'>): Promise<TurnSound> {
  const { model = '' } = models.locate(turnSoundModel).files
  const session = await openSession(model, turnSoundModel)
  return {
    async chanceOfEnd(samples) {
      const { data, frames } = logMel(normalised(lastSeconds(samples)))
      const { logits } = await session.run({ input_features: new Tensor('float32', data, [1, melBands, frames]) })
      // By its name a logit, in truth a probability already.
      return Number(logits?.data[0] ?? 0)
    },
  }
}

function lastSeconds(samples: Float32Array): Float32Array {
  const last = samples.subarray(Math.max(0, samples.length - heardSamples))
  const result = new Float32Array(heardSamples)
  result.set(last, heardSamples - last.length)
  return result
}

/** Mean 0, variance 1. */
function normalised(samples: Float32Array): Float32Array {
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length
  const variance = samples.reduce((sum, sample) => sum + (sample - mean) ** 2, 0) / samples.length
  const scale = 1 / Math.sqrt(variance + 1e-7)
  return samples.map((sample) => (sample - mean) * scale)
}

/** Above this chance of an end a voice falls, and that says nothing: people pause with a falling voice in the middle of a sentence, too. */
const soundsOver = 0.5

/**
 * How likely more words follow: as the words say, and the likelier the less the voice sounds as if it had finished. Undefined where
 * neither can tell: a voice that falls does not make up for what nothing knows of the words.
 */
export function chanceOfMore(
  byWords: ((text: string) => Promise<number>) | undefined,
  bySound: TurnSound | undefined,
): ((text: string, samples: Float32Array) => Promise<number | undefined>) | undefined {
  if (bySound === undefined) return byWords
  return async (text, samples) => {
    const [words = 0, end] = await Promise.all([byWords?.(text), bySound.chanceOfEnd(samples)])
    if (byWords === undefined && end >= soundsOver) return undefined
    return 1 - (1 - words) * Math.min(1, end / soundsOver)
  }
}
