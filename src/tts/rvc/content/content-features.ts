import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { SamError } from '../../../core/errors.ts'

/** What is said in a sound, freed of who says it: a row of numbers every 20 ms. */
export interface ContentFeatures {
  /** Numbers a row has. */
  width: number
  /**
   * @param samples mono at 16 kHz, at least one
   * @returns [rows, width], a row for every 320 samples begun
   */
  extract(samples: Float32Array): Promise<Float32Array>
  close(): Promise<void>
}

const featureHopSamples = 320
/** What the first row needs beyond its hop: 400 samples give one row, 720 two. */
const extraSamples = 80

/**
 * Reads content features with SAM's own graph or a ready-made ONNX file: input [1, n] or [1, 1, n] and output [1, rows, width]
 * or [1, width, rows], whatever they are called. Errors: `model-file-invalid`.
 */
export function createContentFeatures(session: InferenceSession, width: number): ContentFeatures {
  const [input] = session.inputMetadata
  const output = session.outputNames[0]
  if (input?.isTensor !== true || output === undefined) throw wrongModel('it takes no sound')
  const rank = input.shape.length
  if (rank !== 2 && rank !== 3) throw wrongModel(`its input has ${rank} axes`)
  return {
    width,
    async extract(samples) {
      const rows = Math.ceil(samples.length / featureHopSamples)
      const padded = new Float32Array(rows * featureHopSamples + extraSamples)
      padded.set(samples)
      const shape = rank === 2 ? [1, padded.length] : [1, 1, padded.length]
      const results = await session.run({ [input.name]: new Tensor('float32', padded, shape) }, [output])
      return rowsOf(results[output], rows, width)
    },
    close: () => session.release(),
  }
}

function rowsOf(result: Tensor | undefined, rows: number, width: number): Float32Array {
  const data = result?.data
  const [, first, second] = result?.dims ?? []
  if (!(data instanceof Float32Array)) throw wrongModel('it answers no numbers')
  if (first === rows && second === width) return data
  if (first !== width || second !== rows)
    throw wrongModel(`it answers [${result?.dims.join(', ')}] where [1, ${rows}, ${width}] is needed`)
  const turned = new Float32Array(rows * width)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < width; column++) turned[row * width + column] = data[column * rows + row] as number
  return turned
}

function wrongModel(why: string): SamError {
  return new SamError('model-file-invalid', `The model for content features cannot be used: ${why}.`, {
    remedy: 'sam models list',
  })
}
