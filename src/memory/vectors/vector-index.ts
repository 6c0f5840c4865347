import { createHammingScan, type HammingScan } from './hamming-scan.ts'
import { signsOf } from './quantise.ts'

/** For each row that is wanted, so many are looked at more closely. */
const looked = 8
/** Of so many distances one is taken to tell how they lie. */
const sampled = 16

/** Signs of vectors in memory, by the row they belong to: finds what may be near, to be measured exactly afterwards. */
export class VectorIndex {
  readonly #scan: HammingScan = createHammingScan()
  /** Ascending; `#ids[slot]` is the row of the code in that slot. */
  #ids = new Uint32Array(1024)

  get size(): number {
    return this.#scan.count
  }

  /** The highest row that is in, 0 for none. */
  get lastId(): number {
    return this.size === 0 ? 0 : (this.#ids[this.size - 1] as number)
  }

  /** Adds a row, or gives it another vector. Quick for ascending rows, slow in between. */
  put(id: number, vector: ArrayLike<number>): void {
    const code = signsOf(vector)
    const slot = this.#slotOf(id)
    if (slot < this.size && this.#ids[slot] === id) {
      this.#scan.set(slot, code)
      return
    }
    if (this.size === this.#ids.length) {
      const wider = new Uint32Array(Math.ceil(this.#ids.length * 1.5))
      wider.set(this.#ids)
      this.#ids = wider
    }
    this.#ids.copyWithin(slot + 1, slot, this.size)
    this.#ids[slot] = id
    this.#scan.insert(slot, code)
  }

  /**
   * Rows that are probably the nearest, in no order: of those whose signs differ least, the ones whose signs agree where the
   * question is strongest (asymmetric distance, Gordo et al. 2014).
   * @param allowed ascending rows to choose from; all when absent
   */
  nearest(query: Float32Array, limit: number, allowed?: readonly number[]): number[] {
    const distances = this.#scan.distances(signsOf(query))
    const slots = allowed === undefined ? undefined : this.#slotsOf(allowed)
    const near = slots === undefined ? nearSlots(distances, limit * looked) : slots
    const agreement = this.#scan.agreement(query)
    const found = near.map((slot) => ({ slot, agreement: agreement(slot) }))
    if (found.length > limit) found.sort((one, other) => other.agreement - one.agreement)
    return found.slice(0, limit).map(({ slot }) => this.#ids[slot] as number)
  }

  #slotsOf(ids: readonly number[]): number[] {
    const slots: number[] = []
    for (const id of ids) {
      const slot = this.#slotOf(id)
      if (slot < this.size && this.#ids[slot] === id) slots.push(slot)
    }
    return slots
  }

  /** The first slot whose row is not below `id`. */
  #slotOf(id: number): number {
    if (id > this.lastId) return this.size
    let low = 0
    let high = this.size
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#ids[middle] as number) < id) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Slots with about the `wanted` smallest distances. */
function nearSlots(distances: Uint16Array, wanted: number): number[] {
  const step = distances.length > wanted * sampled ? sampled : 1
  const byDistance = new Uint32Array(385)
  for (let slot = 0; slot < distances.length; slot += step) {
    const distance = distances[slot] as number
    byDistance[distance] = (byDistance[distance] as number) + 1
  }
  let farthest = 0
  let found = byDistance[0] as number
  while (found * step < wanted && farthest < 384) found += byDistance[++farthest] as number
  const near: number[] = []
  for (let slot = 0; slot < distances.length; slot += 1) if ((distances[slot] as number) <= farthest) near.push(slot)
  return near
}
