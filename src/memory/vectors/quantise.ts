import { codeBytes } from './sign-scan.ts'

/** The vector on the grid of one byte a number; its length is lost, which a direction does not need. */
export function toBytes(vector: Float32Array): Int8Array {
  let largest = 0
  for (const value of vector) largest = Math.max(largest, Math.abs(value))
  const scale = largest === 0 ? 0 : 127 / largest
  return Int8Array.from(vector, (value) => Math.round(value * scale))
}

/** One bit a number: whether it is above zero. Two directions differ in about as many bits as their angle is wide. */
export function signsOf(vector: ArrayLike<number>): Uint8Array {
  const code = new Uint8Array(codeBytes)
  for (let index = 0; index < vector.length; index += 1) {
    if ((vector[index] as number) > 0) code[index >> 3] = (code[index >> 3] as number) | (1 << (index & 7))
  }
  return code
}

/** Cosine of a unit vector and one that was stored. */
export function cosine(query: Float32Array, stored: Int8Array): number {
  let product = 0
  let square = 0
  for (let index = 0; index < query.length; index += 1) {
    const value = stored[index] as number
    product += (query[index] as number) * value
    square += value * value
  }
  return square === 0 ? 0 : product / Math.sqrt(square)
}
