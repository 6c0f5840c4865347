import { blendFeatures } from '../retrieval/blend-features.ts'
import type { IndexFile } from '../retrieval/index-file.ts'

export interface RetrievalOptions {
  index: IndexFile
  /** 0 keeps what was said as it is, 1 takes the nearest of the voice's own recordings. */
  rate: number
  /** How much of the retrieval unvoiced frames get, 0 to 0.5: breath and consonants keep their own features. 0.5: all of it. */
  protect: number
}

const noProtection = 0.5

/**
 * Content features at the pace of the encoder: each row twice, drawn towards the voice's own recordings, less so where
 * nothing is voiced.
 * @param rows [rows, width], one each 20 ms
 * @param voiced one each 10 ms, whether the detector heard a pitch there
 * @returns [voiced.length, width]; the last row is repeated where rows are too few
 */
export function phoneFrames(
  rows: Float32Array,
  width: number,
  voiced: readonly boolean[],
  retrieval: RetrievalOptions | undefined,
): Float32Array {
  const found = retrieval === undefined ? rows : blendFeatures(retrieval.index, rows, retrieval.rate)
  const protect = retrieval === undefined || retrieval.protect >= noProtection ? 1 : retrieval.protect
  const lastRow = rows.length / width - 1
  const frames = new Float32Array(voiced.length * width)
  voiced.forEach((sings, frame) => {
    const start = Math.min(frame >> 1, lastRow) * width
    const share = sings ? 1 : protect
    for (let column = 0; column < width; column++) {
      const own = rows[start + column] as number
      frames[frame * width + column] = share * (found[start + column] as number) + (1 - share) * own
    }
  })
  return frames
}
