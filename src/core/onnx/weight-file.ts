import type { SamError } from '../errors.ts'

/** Named weights in a file, whatever wrote it. */
export interface WeightFile {
  has(name: string): boolean
  /** Errors for a name that is not there. */
  dims(name: string): readonly number[]
  /** As float32 in row-major order, read from disk at each call. */
  floats(name: string): Float32Array
  /** The error for a file that is not what it should be: "it has …". */
  refuse(why: string): SamError
}
