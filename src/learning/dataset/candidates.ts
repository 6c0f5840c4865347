import { type ExampleKey, type ExampleSource, exampleSources } from '../../memory/ports.ts'

/** What is kept of an example while a set is put together. */
export interface Candidate extends ExampleKey {
  source: ExampleSource
  /** Decides the order, 0 to 1, from the seed and the words. */
  rank: number
  /** Decides what is held back, 0 to 1, from the group alone. */
  place: number
  /** 0 to 1. */
  quality: number
  /** Names it, hexadecimal. */
  content: string
}

const qualitySteps = 20

/** Any number of candidates in 34 bytes each. */
export class Candidates {
  #rows = new Float64Array(1024)
  #ranks = new Float64Array(1024)
  #places = new Float32Array(1024)
  #names = new Float64Array(1024)
  #sortedNames: Float64Array | undefined
  #sources = new Uint8Array(1024)
  #qualities = new Uint8Array(1024)
  #count = 0

  get count(): number {
    return this.#count
  }

  add({ from, row, source, rank, place, quality, content }: Candidate): void {
    if (this.#count === this.#rows.length) this.#grow()
    const at = this.#count
    // Rows begin at 1: the sign tells where they are.
    this.#rows[at] = from === 'kept' ? row : -row
    this.#ranks[at] = rank
    this.#places[at] = place
    this.#names[at] = nameOf(content)
    this.#sortedNames = undefined
    this.#sources[at] = exampleSources.indexOf(source)
    this.#qualities[at] = Math.round(quality * qualitySteps)
    this.#count += 1
  }

  /** Whether an example with this content is among them; up to so unlikely an error as two equal hashes of 48 bits. */
  has(content: string): boolean {
    this.#sortedNames ??= this.#names.slice(0, this.#count).sort()
    const [names, name] = [this.#sortedNames, nameOf(content)]
    let [low, high] = [0, names.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((names[middle] ?? 0) < name) low = middle + 1
      else high = middle
    }
    return names[low] === name
  }

  at(index: number): Omit<Candidate, 'quality' | 'content'> {
    const row = this.#rows[index] ?? 0
    return {
      from: row > 0 ? 'kept' : 'history',
      row: Math.abs(row),
      source: exampleSources[this.#sources[index] ?? 0] ?? 'imported',
      rank: this.#ranks[index] ?? 0,
      place: this.#places[index] ?? 0,
    }
  }

  /** Numbers of the candidates that are taken, in the order of their ranks: of each source the best, as many as it may give. */
  choose(mostOf: (source: ExampleSource) => number): Uint32Array {
    const order = Uint32Array.from({ length: this.#count }, (_, index) => index)
    order.sort((one, other) => (this.#ranks[one] ?? 0) - (this.#ranks[other] ?? 0) || one - other)
    // So many of each source and quality there are; the best are taken until the source has given its share.
    const left = exampleSources.map((source) => ({
      most: mostOf(source),
      steps: new Array<number>(qualitySteps + 1).fill(0),
    }))
    for (let at = 0; at < this.#count; at += 1) {
      const steps = left[this.#sources[at] ?? 0]?.steps
      const step = this.#qualities[at] ?? 0
      if (steps !== undefined) steps[step] = (steps[step] ?? 0) + 1
    }
    for (const { most, steps } of left) {
      let room = most
      for (let step = qualitySteps; step >= 0; step -= 1) {
        steps[step] = Math.min(steps[step] ?? 0, room)
        room -= steps[step] ?? 0
      }
    }
    return order.filter((index) => {
      const steps = left[this.#sources[index] ?? 0]?.steps ?? []
      const step = this.#qualities[index] ?? 0
      const room = steps[step] ?? 0
      steps[step] = room - 1
      return room > 0
    })
  }

  #grow(): void {
    const larger = <Values extends Float64Array | Float32Array | Uint8Array>(values: Values, made: Values): Values => {
      made.set(values)
      return made
    }
    const length = this.#rows.length * 2
    this.#rows = larger(this.#rows, new Float64Array(length))
    this.#ranks = larger(this.#ranks, new Float64Array(length))
    this.#names = larger(this.#names, new Float64Array(length))
    this.#places = larger(this.#places, new Float32Array(length))
    this.#sources = larger(this.#sources, new Uint8Array(length))
    this.#qualities = larger(this.#qualities, new Uint8Array(length))
  }
}

function nameOf(content: string): number {
  return Number.parseInt(content.slice(0, 12), 16)
}
