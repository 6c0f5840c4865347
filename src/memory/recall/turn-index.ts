import { signsOf } from '../vectors/quantise.ts'
import { createSignScan } from '../vectors/sign-scan.ts'
import { blockOf, codesIn, factsOf, flag, type TurnFacts, turnsABlock } from './turn-block.ts'

/** What ranking needs to know of a turn, but for its words and its meaning. */
export interface IndexedTurn {
  conversation: number
  /** `speakerKey` of who said it. */
  speaker: number
  /** Not a number where the time is not known. */
  atMs: number
  /** Characters. */
  length: number
  asks: boolean
}

/** Whether a turn is one of those that are looked for. */
export type Wanted = (facts: TurnFacts, row: number) => boolean

/** For each row that is wanted, so many are looked at more closely. */
const looked = 8

/** Facts and signs of all turns in memory, 67 bytes each: what is searched and ranked without reading a row. */
export class TurnIndex {
  readonly #scan = createSignScan()
  /** Facts of each block, in the order in which blocks came; codes of the block at `place` begin at slot `place * turnsABlock`. */
  readonly #facts: TurnFacts[] = []
  readonly #blocks: number[] = []
  readonly #placeOf = new Map<number, number>()
  /** Flags of all slots once more, in one piece for the scan. */
  #flags = new Uint8Array(turnsABlock)

  /** Takes in a block or what it has become. */
  set(block: number, bytes: Uint8Array): void {
    const place = this.#placeOf.get(block) ?? this.#facts.length
    this.#placeOf.set(block, place)
    this.#blocks[place] = block
    this.#facts[place] = factsOf(bytes)
    if (this.#flags.length <= place * turnsABlock) {
      const wider = new Uint8Array(2 * this.#flags.length)
      wider.set(this.#flags)
      this.#flags = wider
    }
    this.#flags.set(this.#facts[place].flags, place * turnsABlock)
    this.#scan.set(place * turnsABlock, codesIn(bytes))
  }

  clear(): void {
    this.#facts.length = 0
    this.#blocks.length = 0
    this.#placeOf.clear()
    this.#scan.clear()
  }

  turn(id: number): IndexedTurn | undefined {
    const facts = this.#factsOf(id)
    const row = id % turnsABlock
    if (facts === undefined || facts.flags[row] === 0) return undefined
    return {
      conversation: facts.conversation[row] as number,
      speaker: facts.speaker[row] as number,
      atMs: facts.atMs[row] as number,
      length: facts.length[row] as number,
      asks: ((facts.flags[row] as number) & flag.asks) !== 0,
    }
  }

  isWanted(id: number, wanted: Wanted): boolean {
    const facts = this.#factsOf(id)
    return facts !== undefined && facts.flags[id % turnsABlock] !== 0 && wanted(facts, id % turnsABlock)
  }

  /**
   * Turns that are probably the nearest in meaning, in no order: of those whose signs differ least, the ones whose signs agree
   * where the question is strongest (asymmetric distance, Gordo et al. 2014).
   * @param wanted those to choose from; all when absent
   */
  nearest(query: Float32Array, limit: number, wanted?: Wanted): number[] {
    const signs = signsOf(query)
    const flags = this.#flags
    const hasMeaning = (slot: number) => ((flags[slot] as number) & flag.meaning) !== 0
    const accepts =
      wanted === undefined
        ? hasMeaning
        : (slot: number) => hasMeaning(slot) && wanted(this.#factsAt(slot), slot % turnsABlock)
    const near = this.#scan.nearest(signs, limit * looked, accepts)
    const agreement = this.#scan.agreement(query)
    const agreed = Float64Array.from(near, agreement)
    const floor =
      near.length > limit ? (agreed.slice().sort()[near.length - limit] as number) : Number.NEGATIVE_INFINITY
    const ids: number[] = []
    near.forEach((slot, index) => {
      if ((agreed[index] as number) >= floor && ids.length < limit) ids.push(this.#idAt(slot))
    })
    return ids
  }

  #factsAt(slot: number): TurnFacts {
    return this.#facts[Math.floor(slot / turnsABlock)] as TurnFacts
  }

  #idAt(slot: number): number {
    return (this.#blocks[Math.floor(slot / turnsABlock)] as number) * turnsABlock + (slot % turnsABlock)
  }

  #factsOf(id: number): TurnFacts | undefined {
    const place = this.#placeOf.get(blockOf(id))
    return place === undefined ? undefined : this.#facts[place]
  }
}
