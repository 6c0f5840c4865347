/** The nearest of all, measured one by one: what an index is held against. */
export class ExactNearest {
  readonly #query: Float32Array
  readonly #count: number
  #found: { id: number; product: number }[] = []

  constructor(query: Float32Array, count: number) {
    this.#query = query
    this.#count = count
  }

  offer(id: number, vector: Float32Array): void {
    let product = 0
    for (let axis = 0; axis < vector.length; axis += 1)
      product += (vector[axis] as number) * (this.#query[axis] as number)
    if (this.#found.length === this.#count && product <= (this.#found.at(-1)?.product ?? 0)) return
    this.#found.push({ id, product })
    this.#found.sort((a, b) => b.product - a.product)
    this.#found.length = Math.min(this.#found.length, this.#count)
  }

  /** The share of the nearest that is among `ids`. */
  shareIn(ids: readonly number[]): number {
    const found = new Set(ids)
    return this.#found.filter(({ id }) => found.has(id)).length / this.#found.length
  }
}
