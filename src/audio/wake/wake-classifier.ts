import { Tensor } from 'onnxruntime-node'
import { SamError } from '../../core/errors.ts'
import { openSession } from '../../core/onnx/session.ts'
import { embeddingSize } from './wake-features.ts'
import type { WakeModel } from './wake-phrases.ts'

/** Says how much the last moments sounded like one phrase. */
export interface WakeClassifier {
  /** For example `hey_jarvis`. */
  readonly id: string
  /** What a person says, for example "hey jarvis". */
  readonly phrase: string
  /** Embeddings that it looks at. */
  readonly windowSteps: number
  /** @param window `windowSteps` embeddings in a row, oldest first; answers 0 to 1 */
  score(window: Float32Array): Promise<number>
  /** Present where the score alone does not decide. */
  readonly confirmation?: WakeConfirmation
}

/** A slower and surer look at moments that the classifier finds likely. */
export interface WakeConfirmation {
  /** From this score of the classifier on it is worth its cost. */
  fromScore: number
  /** So much of the last sound it wants to hear. */
  soundMs: number
  /**
   * Answers how likely it is that the phrase was said, 0 to 1; 0.5 is the border.
   * @param sound the last moments, at 16 kHz
   * @param moment the classifier's score, and for how long somebody has been speaking
   */
  confirm(sound: Float32Array, moment: { score: number; speechMs: number }): Promise<number>
}

/**
 * Loads a classifier of openWakeWord's kind: input [1, steps, 96], output [1, 1], or [1, classes] whose first class is
 * "none of them".
 * @throws SamError `model-missing`, `model-corrupted`
 */
export async function loadWakeClassifier(
  model: WakeModel & { file: string },
  confirmation?: WakeConfirmation,
): Promise<WakeClassifier> {
  const remedy = model.source === 'trained' ? `sam wake train "${model.phrase}"` : 'sam models pull openwakeword'
  const session = await openSession(model.file, model.source === 'trained' ? model.id : 'openwakeword', 1, { remedy })
  const [input] = session.inputMetadata
  const [output] = session.outputNames
  const shape = input?.isTensor ? input.shape : []
  const windowSteps = shape[1]
  if (input === undefined || output === undefined || typeof windowSteps !== 'number' || shape[2] !== embeddingSize)
    throw new SamError('model-corrupted', `${model.file} is not a wake-word model that SAM knows.`, {
      kind: 'missing',
      remedy,
    })
  return {
    id: model.id,
    phrase: model.phrase,
    windowSteps,
    ...(confirmation === undefined ? {} : { confirmation }),
    async score(window) {
      const results = await session.run({
        [input.name]: new Tensor('float32', window, [1, windowSteps, embeddingSize]),
      })
      const values = [...((results[output]?.data ?? []) as Float32Array)]
      return Math.max(...(values.length === 1 ? values : values.slice(1)))
    },
  }
}
