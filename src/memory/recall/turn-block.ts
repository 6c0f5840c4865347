import { codeBytes } from '../vectors/sign-scan.ts'

/** Turns whose ids share everything but the last eight bits. */
export const turnsABlock = 256
export const blockOf = (id: number): number => Math.floor(id / turnsABlock)

/** One bit each, of a turn's `flags`. */
export const flag = {
  /** There is such a turn. */
  there: 1,
  /** Its code is that of its meaning. */
  meaning: 2,
  /** It asks something. */
  asks: 4,
  /** It is a passage of a document. */
  document: 8,
} as const

/** Facts that ranking needs of each of 256 turns, views of one buffer; behind them lie the first halves of their codes, then the second. */
export interface TurnFacts {
  /** Milliseconds since 1970, not a number where the time is not known. */
  atMs: Float64Array
  conversation: Uint32Array
  /** `speakerKey` of who said it. */
  speaker: Uint32Array
  /** Characters, at most 65535. */
  length: Uint16Array
  flags: Uint8Array
}

const factsBytes = turnsABlock * (8 + 4 + 4 + 2 + 1)
export const blockBytes = factsBytes + turnsABlock * codeBytes

/** Views of the facts in a block of `blockBytes`. @param bytes begins at a multiple of eight */
export function factsIn({ buffer, byteOffset }: Uint8Array): TurnFacts {
  const at = (bytesBefore: number) => byteOffset + turnsABlock * bytesBefore
  return {
    atMs: new Float64Array(buffer, at(0), turnsABlock),
    conversation: new Uint32Array(buffer, at(8), turnsABlock),
    speaker: new Uint32Array(buffer, at(12), turnsABlock),
    length: new Uint16Array(buffer, at(16), turnsABlock),
    flags: new Uint8Array(buffer, at(18), turnsABlock),
  }
}

/** The facts alone, in memory of their own. */
export function factsOf(block: Uint8Array): TurnFacts {
  return factsIn(new Uint8Array(block.slice(0, factsBytes)))
}

/** The halves of codes in a block, as a SignScan takes them. */
export const codesIn = (block: Uint8Array): Uint8Array => block.subarray(factsBytes)

/** A speaker's name in 32 bits (FNV-1a, RFC draft-eastlake-fnv): two of a memory's speakers share one once in millions of memories. */
export function speakerKey(name: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < name.length; index += 1) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193)
  return hash >>> 0
}
