import { createHash } from 'node:crypto'

/** By which custom instructions are known again that were forgotten. */
export function instructionKey(source: string, text: string): Buffer {
  return createHash('sha256').update(`${source}\u0000${text}`).digest().subarray(0, 16)
}
